// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The meaning of the relations of the model, for two events. */
#include "why.h"

#include <string.h>

static bool is_lock(const struct lkmm_event *e)
{
	return e->access && (e->access->kind == LKMM_LOCK || e->access->kind == LKMM_TRYLOCK);
}

static bool is_unlock(const struct lkmm_event *e)
{
	return e->access && e->access->kind == LKMM_UNLOCK;
}

/* ---- names ---- */

struct meaning {
	const char *relation, *means;
};

/* Those that every model has: of any two events, by name alone. */
static const struct meaning base_meanings[] = {
	{ "po", "program order" },
	{ "po-loc", "program order, on the same variable" },
	{ "same-access", "another part of the same access" },
	{ "rmw", "the write of the same operation" },
	{ "rmw^-1", "its read and its write are one: nothing may come in between" },
	{ "addr", "an address dependency: the address is computed from the value read" },
	{ "data", "a data dependency: the value is computed from the value read" },
	{ "ctrl", "a control dependency: a branch on the value read comes before" },
	{ "never-ends", "that section does not end before this grace period does" },
	{ "rcu-rscs^-1", "it ends after a grace period does: it must begin after that began" },
	{ "srcu-rscs^-1", "it ends after a grace period does: it must begin after that began" },
};

/* Fences of LKMM; a model in a file may have the same name for something else. */
static const struct meaning fence_meanings[] = {
	{ "acq-po", "everything after an acquire comes later" },
	{ "po-rel", "everything before a release comes first" },
	{ "rmb", "reads before it come before reads after it" },
	{ "wmb", "writes before it come before writes after it" },
	{ "ctrl-acq", "the reads of the branch come before everything after it" },
	{ "mb", "everything before it comes before everything after it" },
	{ "gp", "everything before it comes before everything after it" },
};

static const char *find(const struct meaning *m, size_t n, const char *relation)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(m[i].relation, relation))
			return m[i].means;
	return NULL;
}

#define FIND(table, relation) find(table, sizeof(table) / sizeof((table)[0]), relation)

const char *relation_meaning(const char *relation, bool from_file)
{
	const char *means = FIND(base_meanings, relation);

	return means || from_file ? means : FIND(fence_meanings, relation);
}

/* ---- communication ---- */

static void put_reader(struct text *out, const struct litmus_test *l, const struct lkmm_event *e,
		       const char *does)
{
	put_thread(out, l, e->thread);
	text_add(out, " %s", does);
}

static void put_rf(struct text *out, const struct litmus_test *l, const struct lkmm_event *from,
		   const struct lkmm_event *to)
{
	if (from->thread < 0)
		put_reader(out, l, to, "reads the initial value");
	else if (is_lock(to))
		put_reader(out, l, to, "takes the lock next");
	else if (from->thread == to->thread)
		text_add(out, "the same thread reads this value");
	else
		put_reader(out, l, to, "reads this value");
}

static void put_fr(struct text *out, const struct litmus_test *l, const struct lkmm_event *from,
		   const struct lkmm_event *to)
{
	if (from->thread == to->thread) {
		text_add(out, "it reads %s before the thread writes this", variable_of(l, to).s);
		return;
	}
	text_add(out, "it reads %s before ", variable_of(l, from).s);
	put_reader(out, l, to, "writes this");
}

static void put_co(struct text *out, const struct litmus_test *l, const struct lkmm_event *from,
		   const struct lkmm_event *to)
{
	(void)from;
	put_thread(out, l, to->thread);
	text_add(out, "'s write to %s comes later", variable_of(l, to).s);
}

/* ---- fences ---- */

static void put_acquire(struct text *out, const struct lkmm_event *from)
{
	text_add(out, "everything after %s comes later",
		 is_lock(from) ? "taking a lock" : "an acquire");
}

static void put_release(struct text *out, const struct lkmm_event *to)
{
	text_add(out, "everything before %s comes first",
		 is_unlock(to) ? "an unlock" : "a release");
}

static void put_fence(struct text *out, const struct litmus_test *l, const struct lkmm_execution *x,
		      const struct lkmm_step *s)
{
	const struct lkmm_event *via = s->via >= 0 ? &x->event[s->via] : NULL;

	if (via) {
		put_source(out, l, via->at);
		text_add(out, " on %s: ", place_line(via->at).s);
	}
	text_puts(out, via || strcmp(s->relation, "mb") ? relation_meaning(s->relation, false) :
			"an operation without suffix is fully ordered");
}

/* ---- all ---- */

/* "rf", "rfi" or "rfe", for @name "rf" */
static bool is_communication(const char *relation, const char *name)
{
	size_t n = strlen(name), end;

	if (strncmp(relation, name, n))
		return false;
	end = n + (relation[n] == 'i' || relation[n] == 'e');
	return !relation[end];
}

/* What the names mean that every model has. */
static void put_base_meaning(struct text *out, const struct litmus_test *l,
			     const struct lkmm_execution *x, const struct lkmm_step *s)
{
	const struct lkmm_event *from = &x->event[s->from], *to = &x->event[s->to];

	if (is_communication(s->relation, "rf"))
		put_rf(out, l, from, to);
	else if (is_communication(s->relation, "fr"))
		put_fr(out, l, from, to);
	else if (is_communication(s->relation, "co"))
		put_co(out, l, from, to);
	else if (relation_meaning(s->relation, true))
		text_puts(out, relation_meaning(s->relation, true));
}

/* A relation of a model in a file may have the name of one in LKMM, and another meaning. */
static void put_own_meaning(struct text *out, const struct litmus_test *l,
			    const struct lkmm_execution *x, const struct lkmm_step *s)
{
	const struct lkmm_event *via = s->via >= 0 ? &x->event[s->via] : NULL;

	if (!via)
		return;
	put_source(out, l, via->at);
	text_add(out, " on %s", place_line(via->at).s);
}

void put_meaning(struct text *out, const struct litmus_test *l, const struct lkmm_execution *x,
		 const struct lkmm_step *s)
{
	put_base_meaning(out, l, x, s);
	if (x->from_file) {
		put_own_meaning(out, l, x, s);
		return;
	}
	if (!strcmp(s->relation, "acq-po"))
		put_acquire(out, &x->event[s->from]);
	else if (!strcmp(s->relation, "po-rel"))
		put_release(out, &x->event[s->to]);
	if (!strcmp(s->relation, "mb") || !strcmp(s->relation, "rmb") ||
	    !strcmp(s->relation, "wmb") || !strcmp(s->relation, "gp") ||
	    !strcmp(s->relation, "ctrl-acq"))
		put_fence(out, l, x, s);
}
