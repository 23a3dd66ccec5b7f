// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The coherence order of each variable as far as it follows, and all conclusions together. */
#include "search.h"

#include <string.h>

/* Nothing comes between @a and @b, which comes next. */
static void stay_adjacent(struct set *order, const struct set *writes, int a, int b, bool *more)
{
	for_each(w, writes) {
		if (w == a || w == b)
			continue;
		if (has(&order[a], w) && !has(&order[b], w)) {
			set_add(&order[b], w);
			*more = true;
		}
		if (has(&order[w], b) && !has(&order[w], a)) {
			set_add(&order[w], a);
			*more = true;
		}
	}
}

/*
 * The reads @settled come before the writes that overwrite their values; and every event before
 * such a read has been overwritten by the write it reads from.
 */
static bool add_from_reads(const struct state *st, const struct set *settled,
			   const struct set *writes, struct set *order)
{
	bool more = false;

	for_each(r, settled) {
		int from = st->rf[r];
		struct set later = order[from];

		set_and(&later, writes);
		set_minus(&later, &order[r]);
		set_or(&order[r], &later);
		more |= !set_empty(&later);
		for_each(w, writes) {
			if (w == from || !has(&order[w], r) || has(&order[w], from))
				continue;
			set_add(&order[w], from);
			more = true;
		}
	}
	return more;
}

static bool add_adjacent(const struct graph *g, const struct state *st, const struct set *here,
			 const struct set *settled, const struct set *writes, struct set *order)
{
	bool more = false;

	for_each(r, settled)
		if (g->partner[r] >= 0)
			stay_adjacent(order, writes, st->rf[r], g->partner[r], &more);
	for_each(w, here)
		if (st->section_end[w] >= 0)
			stay_adjacent(order, writes, w, st->section_end[w], &more);
	return more;
}

/*
 * Whether the write that @r reads from decides the order of writes: not if coherence may be broken.
 * That a critical section is whole does not depend on coherence.
 */
static bool reads_count(const struct graph *g, int r)
{
	return !g->q->incoherent || is_lock_tag(tag_of_node(g, r));
}

/*
 * @order: the necessary order of the events @here. False if that is a cycle. A read counts once the
 * write it reads from is known to be here.
 */
static bool order_location(struct graph *g, struct state *st, int loc, const struct set *here,
			   const struct set *writes, struct set *order)
{
	struct set settled = { { 0 } };
	unsigned long work = (unsigned long)set_size(here) * (unsigned long)set_size(here);
	bool more = true;

	for_each(i, here) {
		memset(&order[i], 0, sizeof(order[i]));
		if (reads_count(g, i))
			order[i] = g->po[i];
		set_and(&order[i], here);
		if (has(writes, i))
			set_or(&order[i], &st->co[i]);
		else if (reads_count(g, i) && st->rf[i] >= 0 && has(here, st->rf[i]))
			set_add(&settled, i);
	}
	for_each(r, &settled)
		set_add(&order[st->rf[r]], r);
	if (set_empty(&st->no_loc))
		for_each(lock, &st->locks)
			if (lock != loc && synchronizes(g, st, lock) &&
			    agrees_with(g, st, lock, here))
				order_by_lock(g, st, lock, here, order);
	while (more) {
		g->q->work += work * LKMM_WORDS;
		if (stopped(g))
			return false;
		more = add_from_reads(st, &settled, writes, order);
		for_each(k, here)
			for_each(i, here)
				if (i != k && has(&order[i], k))
					set_or(&order[i], &order[k]);
		for_each(i, here)
			if (has(&order[i], i))
				return false;
		more |= add_adjacent(g, st, here, &settled, writes, order);
	}
	return true;
}

/* Reading @w would put @r before a write that already comes before it, or a write between the
 * halves of an RMW. */
static bool cannot_read(const struct graph *g, const struct state *st, const struct set *order,
			const struct set *writes, int r, int w)
{
	int half = g->partner[r];

	if (has(&order[r], w))
		return true;
	for_each(v, writes) {
		if (v == w || !has(&order[w], v))
			continue;
		if (has(&order[v], r) || (half >= 0 && v != half && has(&order[v], half)))
			return true;
	}
	if (half < 0)
		return false;
	if (has(&order[half], w))
		return true;
	/* Only one RMW can come next after a write. */
	for_each(i, &g->reads)
		if (i != r && g->partner[i] >= 0 && st->rf[i] == w)
			return true;
	return false;
}

static bool settle_location(struct graph *g, struct state *st, int loc, bool *more)
{
	struct set *order = g->scratch, here = { { 0 } }, writes = { { 0 } };
	bool ordered = false;

	for (int i = 0; i < g->n; i++) {
		if (st->loc[i] != loc)
			continue;
		if (has(&g->writes, i))
			set_add(&writes, i);
		else if (!has(&g->reads, i))
			continue;
		set_add(&here, i);
	}
	find_lock(g, st, loc, &writes);
	if (!order_location(g, st, loc, &here, &writes, order))
		return false;
	for_each(w, &writes) {
		struct set co = order[w];

		set_and(&co, &writes);
		ordered |= !set_equal(&co, &st->co[w]);
		st->co[w] = co;
	}
	st->changed |= ordered;
	if (ordered && has(&st->locks, loc))
		for (int l = 0; l < g->nlocs; l++)
			set_add(&st->dirty, l);
	for_each(r, &here) {
		struct set dom = st->dom[r];

		if (!has(&g->reads, r) || st->rf[r] >= 0 || !reads_count(g, r))
			continue;
		for_each(w, &dom)
			if (st->loc[w] == loc && cannot_read(g, st, order, &writes, r, w))
				set_del(&st->dom[r], w);
		if (set_empty(&st->dom[r]))
			return false;
		*more |= !set_equal(&dom, &st->dom[r]);
	}
	return true;
}

/* ---- all together ---- */

/* Draws all conclusions. False if the execution is impossible. */
static bool settle(struct graph *g, struct state *st)
{
	bool more = true;

	while (more) {
		struct set dirty;

		more = false;
		if (!resolve(g, st) || !check_needs(g, st, &more) || !settle_single(g, st, &more))
			return false;
		dirty = st->dirty;
		memset(&st->dirty, 0, sizeof(st->dirty));
		for_each(loc, &dirty)
			if (!settle_location(g, st, loc, &more))
				return false;
		if (!settle_wholes(g, st, &more))
			return false;
		more |= !set_empty(&st->dirty);
		if (!more && !order_all_sections(g, st, &more))
			return false;
	}
	return true;
}
