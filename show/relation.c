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
	if (!strcmp(s->relation, "rmb"))
		text_puts(out, "reads before it come before reads after it");
	else if (!strcmp(s->relation, "wmb"))
		text_puts(out, "writes before it come before writes after it");
	else if (!strcmp(s->relation, "ctrl-acq"))
		text_puts(out, "the reads of the branch come before everything after it");
	else if (via)
		text_puts(out, "everything before it comes before everything after it");
	else
		text_puts(out, "an operation without suffix is fully ordered");
}

/* ---- all ---- */

static const struct {
	const char *relation, *means;
} meanings[] = {
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
	for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++)
		if (!strcmp(s->relation, meanings[i].relation))
			text_puts(out, meanings[i].means);
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
