// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Complete executions: nothing is left to decide. */
#include "search.h"

/* The read at the end of the chain of copies that @r got its value by, or -1 if something is
 * computed on the way. */
static int copied_from(const struct graph *g, const struct state *st, int r)
{
	const struct sym *s;
	int w = st->rf[r];

	if (!g->event[w])
		return -1;
	for (s = g->event[w]->value; s->kind == SYM_CAST; s = s->a)
		;
	return s->kind == SYM_READ ? g->base[g->thread[w]] + s->read : -1;
}

/* The name of the value that the write @w passes on. */
static int64_t value_name(const struct graph *g, int w)
{
	int64_t name = g->event[w]->name;

	for (int t = 0; t < g->thread[w]; t++)
		name += g->q->paths[t].names;
	return name;
}

/* The name of the value that goes round in the cycle of copies that @r is part of, or -1 if there
 * is none. */
static int64_t cycle_name(const struct graph *g, const struct state *st, int r)
{
	int64_t name = -1;
	int k = r;

	for (int steps = 0; steps <= g->n; steps++) {
		int w = st->rf[k];

		k = copied_from(g, st, k);
		if (k < 0)
			return -1;
		if (value_name(g, w) > name)
			name = value_name(g, w);
		if (k == r)
			return name;
	}
	return -1;
}

/*
 * Reads that copy each other's values in a cycle have an unknowable value, out of thin air. False
 * if there are other unknowable values: such executions are skipped.
 */
static bool name_unknowables(struct graph *g, struct state *st)
{
	for_each(r, &g->reads) {
		int64_t name;

		if (has(&st->known, r) || (name = cycle_name(g, st, r)) < 0)
			continue;
		st->val[r] = lkmm_unknowable_value(name);
		set_add(&st->known, r);
		if (!resolve(g, st))
			return false;
	}
	for_each(r, &g->reads)
		if (!has(&st->known, r))
			return false;
	return set_empty(&st->no_loc);
}

static bool all_known(const struct graph *g, const struct state *st)
{
	for_each(i, &g->reads)
		if (!has(&st->known, i))
			return false;
	return set_empty(&st->no_loc);
}

static bool needs_hold(const struct graph *g, const struct state *st)
{
	for (int i = 0; i < g->nneeds; i++) {
		enum tri t = need_value(g, st, &g->need[i]);

		if (t == NO || (t == OPEN && !g->need[i].partial))
			return false;
	}
	return true;
}

static bool observe(struct graph *g, const struct state *st)
{
	const struct lkmm_test *t = g->q->test;

	for (int i = 0; i < t->nobserved; i++)
		if (!atom_value(g, st, &t->observed[i], &g->observed[i]))
			return false;
	return true;
}

static void note_bad_access(struct graph *g, const struct state *st)
{
	struct query *q = g->q;
	const struct path *p = g->path[q->trapped];

	q->bad = (struct lkmm_bad_access){ .thread = q->trapped, .at = p->stop->at,
					   .access = p->stop->access };
	sym_value(st, g->base[q->trapped], p->bad, &q->bad.address);
}

/* An execution that the model allows, or the start of one. True if nothing more is to be found. */
static bool complete(struct graph *g, struct state *st)
{
	struct query *q = g->q;

	if (g->outside >= 0) {
		q->found = true;
		return true;
	}
	if (!all_known(g, st) && !name_unknowables(g, st)) {
		refuse_open(g, st);
		return false;
	}
	if (!needs_hold(g, st))
		return false;
	if (q->forbidden)
		return consider(g, st);
	if (q->wanted_flags) {
		unsigned int flags = g->equations->flags(g->m) & ~q->flags;

		q->flags |= flags;
		note_flags(g, st, flags);
		return !(q->wanted_flags & ~q->flags);
	}
	if (q->trapping)
		note_bad_access(g, st);
	if (q->states && observe(g, st)) {
		lkmm_add_state(q, g->observed);
		return true;
	}
	if (!q->found || (lkmm_shows(q) && is_simpler(g, st)))
		keep_witness(g, st);
	return q->status != LKMM_OK || !lkmm_shows(q) || q->trapping || compared_enough(q);
}
