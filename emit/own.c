// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Words that a kernel has as they are, and the checker in other terms: in a kernel the test calls
 * them by their names, with objects of the kernel's own types (runtime/kernel/own.h).
 */
#include "object.h"
#include "own.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int by_name(const void *name, const void *word)
{
	return strcmp(name, ((const struct own_word *)word)->name);
}

const struct own_word *emit_own_word(const struct emit *e, const struct lkmm_expr *x)
{
	if (!e->in_kernel || !x->word)
		return NULL;
	return bsearch(x->word->name, own_words, (size_t)nr_own_words, sizeof(*own_words), by_name);
}

static const struct own_type *find_type(const char *type)
{
	for (int i = 0; type && i < nr_own_types; i++)
		if (!strcmp(own_types[i].type, type))
			return &own_types[i];
	return NULL;
}

bool emit_is_callback_wait(const struct emit *e, int t, const struct lkmm_stmt *s)
{
	const struct lkmm_thread *thread = &e->l->program.thread[t];
	const struct lkmm_stmt *second = thread->body ? thread->body->next : NULL;

	/* Threads of the library that are no callbacks of RCU do not wait. */
	return e->in_kernel && thread->callback.line && second && s == second->body &&
	       s->expr && s->expr->kind == LKMM_ACCESS && s->expr->access->kind == LKMM_FENCE &&
	       s->expr->access->fence == LKMM_FENCE_SYNC_RCU;
}

/* Its place has room for a number, that of the kernel's object. */
static void set_beside(struct emit *e, int loc, const char *name)
{
	struct place *p = &e->place[loc];
	int bits = e->l->program.loc[loc].integer.bits;

	if ((p->own && strcmp(p->own, name)) || p->kind == PLACE_LOCK || (bits && bits < 32))
		emit_not(e, "one object for words of several types, in a kernel");
	else if (!p->own)
		e->nowns++;
	p->own = name;
	p->kind = PLACE_OWN;
}

void emit_find_own_types(struct emit *e)
{
	for (int l = 0; e->in_kernel && l < e->l->program.nlocs; l++) {
		const struct own_type *type = find_type(e->l->program.loc[l].word);

		if (type)
			set_beside(e, l, type->name);
	}
}

/* Some variable is known to be of this type. */
static bool has_beside(const struct emit *e, const char *name)
{
	for (int l = 0; l < e->l->program.nlocs; l++)
		if (e->place[l].own && !strcmp(e->place[l].own, name))
			return true;
	return false;
}

static void look_at_argument(struct emit *e, const struct own_arg *a, const struct lkmm_expr *x)
{
	bool direct = emit_direct_place(e, x);
	int bits = direct ? e->l->program.loc[x->index].integer.bits : 0;
	char why[128];

	if (a->is == OWN_LOCK && direct && e->place[x->index].kind != PLACE_OWN)
		e->place[x->index].kind = PLACE_LOCK;
	if (a->is == OWN_BESIDE && direct)
		set_beside(e, x->index, a->beside);
	if (a->is == OWN_BESIDE && !direct && !has_beside(e, a->beside)) {
		snprintf(why, sizeof(why), "a %s behind a pointer, and none that is declared, in a "
			 "kernel", a->beside);
		emit_not(e, why);
	}
	if (a->is == OWN_PLACE && a->bits && direct && bits != a->bits && (bits || a->bits != 32)) {
		snprintf(why, sizeof(why), "'%s' must have %d bits, in a kernel",
			 e->l->program.loc[x->index].name, a->bits);
		emit_not(e, why);
	}
}

void emit_look_at_own(struct emit *e, const struct lkmm_expr *x)
{
	const struct own_word *w = emit_own_word(e, x);

	e->nowns += !strcmp(w->call, "call_rcu");
	e->wakes |= !strcmp(w->call, "schedule") || !strcmp(w->call, "io_schedule");
	for (int i = 0; i < w->nargs; i++)
		if (x->word->arg[i])
			look_at_argument(e, &w->arg[i], x->word->arg[i]);
	if (x->kind == LKMM_ACCESS && x->access->fence == LKMM_FENCE_SYNC_RCU)
		e->sleeps = true;
}

struct search {
	const struct emit *e;
	bool found;
};

static void look_for_own(void *arg, const struct lkmm_expr *x)
{
	struct search *s = arg;

	s->found |= emit_own_word(s->e, x) != NULL;
}

/* litmus/lib cannot read or write an object that is the kernel's. */
void emit_look_at_other(struct emit *e, const struct lkmm_expr *x)
{
	struct search in = { .e = e };
	char why[128];

	if (!e->in_kernel || !x->word)
		return;
	emit_each_part(e, x, look_for_own, &in);
	for (int i = 0; i < LKMM_MAX_ARGS && !in.found; i++) {
		const struct place *p = emit_direct_place(e, x->word->arg[i]);

		if (!p || p->kind != PLACE_OWN)
			continue;
		snprintf(why, sizeof(why), "%.60s(), of an object that is the kernel's own, in a "
			 "kernel", x->word->name);
		emit_not(e, why);
	}
}

static bool is_own(const struct emit *e, int loc, const char *name)
{
	return e->place[loc].kind == PLACE_OWN && !strcmp(e->place[loc].own, name);
}

/* The process whose task it is: the front end has called it task0, or such; or -1. */
static int process_of(const struct emit *e, int loc)
{
	int t;

	if (sscanf(e->l->program.loc[loc].name, "task%d", &t) != 1)
		return -1;
	return t < e->l->program.nthreads ? t : -1;
}

int emit_own_value(const struct emit *e, int loc)
{
	return is_own(e, loc, "task") ? process_of(e, loc) : (int)e->l->program.loc[loc].init;
}

/* A first value must be one that the kernel's object can have. */
static void check_value(struct emit *e, int loc)
{
	for (int i = 0; i < nr_own_types; i++)
		if (!strcmp(own_types[i].name, e->place[loc].own) && !own_types[i].has_value &&
		    e->l->program.loc[loc].init)
			emit_not(e, "a lock that is taken at first, in a kernel");
}

/* The kernel has a pool of these: each of a batch's instances has its own. */
enum { MAX_PERCPU_RWSEMS = 8 };

void emit_check_own(struct emit *e)
{
	int percpu = 0;

	for (int l = 0; l < e->l->program.nlocs; l++) {
		if (e->place[l].kind == PLACE_OWN)
			check_value(e, l);
		if (is_own(e, l, "task") && (process_of(e, l) < 0 || e->l->program.loc[l].init))
			emit_not(e, "a task that no process of the test has, in a kernel");
		percpu += is_own(e, l, "percpu_rwsem");
	}
	e->sleeps |= percpu;
	if (percpu > MAX_PERCPU_RWSEMS)
		emit_not(e, "many struct percpu_rw_semaphore, in a kernel");
}
