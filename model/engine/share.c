// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A search that is divided among several. Each goes down the same tree of choices of paths. Where
 * the choices that are left become few, they are a unit, and one of the searches goes on: which
 * one, the choices tell. What is left at a place of the tree does not depend on what a search has
 * found so far, nor on the work that it has done: it only skips places where no execution is. So
 * each choice that has an execution belongs to one unit, and to one search.
 */
#include "search.h"

/* Into about how many units, for each search, so that all have about as much to do. */
enum { UNITS = 64 };

/* Whether the choice of paths, which @first of each thread begins, is for this search. */
static bool is_for_us(const struct query *q, const int *first)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (int t = 0; t < q->test->nthreads; t++) {
		h ^= (uint64_t)first[t] + 1;
		h *= UINT64_C(0x9e3779b97f4a7c15);
		h ^= h >> 29;
	}
	return h % (uint64_t)q->options->shares == (uint64_t)q->options->share;
}

static double choices_of(const struct span *span, int n)
{
	double choices = 1;

	for (int t = 0; t < n; t++)
		choices *= span[t].end - span[t].first;
	return choices;
}

/* The choices before the innermost fork. It is the same number as at that time, to the last bit. */
static double choices_before(struct demand *d, int n)
{
	const struct fork *f = &d->fork[d->nforks - 1];
	double before;

	d->span[f->thread] = f->whole;
	before = choices_of(d->span, n);
	d->span[f->thread] = f->now;
	return before;
}

/* Whether the choices that are left are not a unit of another search. */
static bool is_our_place(struct graph *g)
{
	const struct query *q = g->q;
	struct demand *d = &g->demand;
	double here, all = 1, most;

	if (!lkmm_is_shared(q))
		return true;
	for (int t = 0; t < q->test->nthreads; t++)
		all *= q->paths[t].n;
	most = all / (UNITS * (double)q->options->shares);
	here = choices_of(d->span, q->test->nthreads);
	if (here > most && here > 1)
		return true;
	/* Within a unit, which is ours, or else we would not be here. */
	if (d->nforks && choices_before(d, q->test->nthreads) <= most)
		return true;
	for (int t = 0; t < q->test->nthreads; t++)
		g->which[t] = d->span[t].first;
	return is_for_us(q, g->which);
}

/* The same for the choice .which, where each is a unit. */
static bool is_our_choice(const struct graph *g)
{
	return !lkmm_is_shared(g->q) || is_for_us(g->q, g->which);
}
