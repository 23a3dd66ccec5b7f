// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The execution in which nothing is decided: every search begins with it. */
#include "search.h"

#include <string.h>

/* Whether @r could read from @w as far as the kinds of accesses go. */
static bool may_read(const struct graph *g, int r, int w)
{
	enum event_tag tag = tag_of_node(g, w);

	if (g->thread[r] == g->thread[w] && w > r && reads_count(g, r))
		return false;
	switch (tag_of_node(g, r)) {
	case TAG_LKR:
	case TAG_RU:
		return tag != TAG_LKW;
	case TAG_LF:
	case TAG_RL:
		return tag == TAG_LKW;
	default:
		return true;
	}
}

/* A failed spin_trylock() inside a critical section of that lock sees that section's LKW. */
static void limit_failed_lock(struct graph *g, struct state *st, int r)
{
	bool unsure = false;
	int own = -1;

	for (int i = g->base[g->thread[r]]; i < r; i++) {
		enum tri same;

		if (!g->event[i]->address || !bounds_section(g, i))
			continue;
		same = same_lock(g, st, i, r);
		unsure |= same == OPEN;
		if (same == YES)
			own = tag_of_node(g, i) == TAG_LKW ? i : -1;
	}
	if (unsure)
		return;
	if (own >= 0) {
		memset(&st->dom[r], 0, sizeof(st->dom[r]));
		set_add(&st->dom[r], own);
		return;
	}
	for_each(w, &st->dom[r])
		if (g->thread[w] == g->thread[r])
			set_del(&st->dom[r], w);
}

/* Whether thread @t may still write to @loc what @r of another thread can read. */
static bool may_come(const struct graph *g, int r, int t, int loc)
{
	const struct held *later = &g->demand.later[t * g->nlocs + loc];
	int own = g->thread[r];

	for (int i = 0; i < later->n; i++)
		if (lkmm_may_read(g->path[own], r - g->base[own], later->v[i]))
			return true;
	return later->any;
}

/* Whether @r could read from a write that comes when the threads go on. */
static bool may_read_outside(const struct graph *g, const struct state *st, int r)
{
	for (int t = 0; g->outside >= 0 && t < g->q->test->nthreads; t++)
		for (int loc = 0; t != g->thread[r] && loc < g->nlocs; loc++)
			if ((st->loc[r] < 0 ? lkmm_may_reach(g->q->test, g->event[r], loc)
					    : st->loc[r] == loc) && may_come(g, r, t, loc))
				return true;
	return false;
}

/* Whether events @i and @j may access one location, as far as their addresses tell. */
static bool may_meet(const struct graph *g, const struct state *st, int i, int j)
{
	if (st->loc[i] >= 0 && st->loc[j] >= 0)
		return st->loc[i] == st->loc[j];
	if (st->loc[i] >= 0)
		return lkmm_may_reach(g->q->test, g->event[j], st->loc[i]);
	if (st->loc[j] >= 0)
		return lkmm_may_reach(g->q->test, g->event[i], st->loc[j]);
	return lkmm_may_meet(g->q->test, g->event[i], g->event[j]);
}

static void init_reads(struct graph *g, struct state *st)
{
	for_each(r, &g->reads) {
		set_add(&st->unread, r);
		if (may_read_outside(g, st, r))
			set_add(&st->dom[r], g->outside);
		for_each(w, &g->writes)
			if (may_read(g, r, w) && may_meet(g, st, r, w))
				set_add(&st->dom[r], w);
		if (tag_of_node(g, r) == TAG_LF || tag_of_node(g, r) == TAG_RL)
			limit_failed_lock(g, st, r);
	}
}

static bool is_shared(const struct graph *g, int loc)
{
	return loc >= 0 && !g->q->moves[loc];
}

/* The place of path @i of thread @t among those of threads that are alike. */
static int place_of(const struct query *q, int t, int i)
{
	return i + (q->skipped ? q->skipped[t] : 0);
}

/* Of two threads that are alike and take the same path, the first write of one to a variable that
 * is known, and that is not exchanged with them, comes before that of the other. */
static void order_alike(const struct graph *g, struct state *st)
{
	for (int t = 0; t < g->q->test->nthreads; t++) {
		int u = g->q->like[t], n = g->path[t]->nevents, k = 0, w = g->base[t];

		if (u < 0 || place_of(g->q, t, g->which[t]) != place_of(g->q, u, g->which[u]))
			continue;
		while (k < n && !(has(&g->writes, w + k) && is_shared(g, st->loc[w + k])))
			k++;
		if (k < n)
			set_add(&st->co[w + k], g->base[u] + k);
	}
}

/* The execution without any decision. False if there is none. */
static bool first_state(struct graph *g, struct state *st)
{
	memset(st, 0, sizeof(*st));
	for (int i = 0; i < g->n; i++) {
		st->rf[i] = st->loc[i] = -1;
		if (g->event[i] && g->event[i]->address)
			set_add(&st->no_loc, i);
	}
	for (int l = 0; l < g->nlocs; l++) {
		int i = g->init[l];

		if (i < 0)
			continue;
		st->loc[i] = (short)l;
		st->val[i] = g->q->test->loc[l].init;
		set_add(&st->known, i);
	}
	for_each(i, &st->no_loc) {
		int64_t v;

		if (sym_value(st, g->base[g->thread[i]], g->event[i]->address, &v) &&
		    set_location(g, st, i, v) == NO)
			return false;
	}
	g->sections_open = false;
	for_each(i, &st->no_loc)
		g->sections_open |= bounds_section(g, i);
	memset(st->section_end, -1, sizeof(st->section_end));
	find_sections(g, st);
	memcpy(g->section_end, st->section_end, sizeof(st->section_end));
	init_reads(g, st);
	if (g->q->like)
		order_alike(g, st);
	st->changed = true;
	return true;
}
