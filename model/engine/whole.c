// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Conclusions about accesses to several pieces of a location, for models in which none is torn:
 * two writes have one order in all pieces that both are to; and a read does not get one piece from
 * before a write that it gets another piece from. Otherwise the search would try the writes that
 * each piece may be from, one piece after the other, and find that out from the rules.
 */
#include "search.h"

/* The events of the access that @i is one of follow one another: whether @k is one of them. */
static bool is_same_access(const struct graph *g, int i, int k)
{
	return k < g->n && g->thread[k] == g->thread[i] && g->event[k]->first == g->event[i]->first;
}

/* The piece at @loc of the access that the write @w is a piece of, or -1. */
static int piece_at(const struct graph *g, const struct state *st, int w, int loc)
{
	if (!g->event[w] || !g->event[w]->piece)
		return -1;
	for (int k = g->base[g->thread[w]] + g->event[w]->first; is_same_access(g, w, k); k++)
		if (st->loc[k] == loc)
			return k;
	return -1;
}

/* ---- writes ---- */

static void note_order(struct state *st, int w, int v, bool *more)
{
	if (has(&st->co[w], v))
		return;
	set_add(&st->co[w], v);
	set_add(&st->dirty, st->loc[w]);
	st->changed = true;
	*more = true;
}

/* The accesses that begin with the events @a and @b: if they have an order in one piece, they have
 * that in all pieces. */
static void order_whole(const struct graph *g, struct state *st, int a, int b, bool *more)
{
	bool before = false, behind = false;

	for (int pass = 0; pass < 2; pass++)
		for (int i = a; is_same_access(g, a, i); i++) {
			int k = st->loc[i] < 0 ? -1 : piece_at(g, st, b, st->loc[i]);

			if (k < 0)
				continue;
			before |= has(&st->co[i], k);
			behind |= has(&st->co[k], i);
			if (pass && before)
				note_order(st, i, k, more);
			if (pass && behind)
				note_order(st, k, i, more);
		}
}

static void order_whole_writes(const struct graph *g, struct state *st, bool *more)
{
	for_each(a, &g->wholes)
		for_each(b, &g->wholes)
			if (a < b && has(&g->writes, a) && has(&g->writes, b))
				order_whole(g, st, a, b, more);
}

/* ---- reads ---- */

/* Whether the pieces @q and @r of a read may be from the writes @v and @w. */
static bool go_together(const struct graph *g, const struct state *st, int q, int v, int r, int w)
{
	int of_v = piece_at(g, st, v, st->loc[r]), of_w = piece_at(g, st, w, st->loc[q]);

	if (of_v >= 0 && of_w >= 0)
		return of_v == w;
	return !(of_v >= 0 && has(&st->co[w], of_v)) && !(of_w >= 0 && has(&st->co[v], of_w));
}

/* Takes away the writes that the piece @q cannot be from, whatever the piece @r is from. */
static bool filter_piece(const struct graph *g, struct state *st, int q, int r, bool *more)
{
	struct set dom = st->dom[q];

	for_each(v, &dom) {
		bool may = false;

		for (int w = set_next(&st->dom[r], 0); w >= 0 && !may;
		     w = set_next(&st->dom[r], w + 1))
			may = go_together(g, st, q, v, r, w);
		if (!may)
			set_del(&st->dom[q], v);
	}
	*more |= !set_equal(&dom, &st->dom[q]);
	return !set_empty(&st->dom[q]);
}

/* The piece @q is from one piece of a write: what the piece @r is from comes after that write. */
static void order_sources(const struct graph *g, struct state *st, int q, int r, bool *more)
{
	int v = st->rf[q], w = st->rf[r];
	int of_v = v < 0 || w < 0 ? -1 : piece_at(g, st, v, st->loc[r]);

	if (of_v >= 0 && of_v != w && w != g->outside && st->loc[w] == st->loc[r])
		note_order(st, of_v, w, more);
}

static bool settle_whole_read(const struct graph *g, struct state *st, int first, bool *more)
{
	for (int q = first; is_same_access(g, first, q); q++)
		for (int r = first; is_same_access(g, first, r); r++) {
			if (q == r || st->loc[q] < 0 || st->loc[r] < 0)
				continue;
			if (!filter_piece(g, st, q, r, more))
				return false;
			order_sources(g, st, q, r, more);
		}
	return true;
}

/* False if the execution is impossible. */
static bool settle_wholes(const struct graph *g, struct state *st, bool *more)
{
	if (g->q->forbidden || !g->q->model->knows_whole)
		return true;
	order_whole_writes(g, st, more);
	for_each(r, &g->wholes)
		if (has(&g->reads, r) && !settle_whole_read(g, st, r, more))
			return false;
	return true;
}
