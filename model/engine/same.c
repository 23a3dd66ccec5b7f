// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The search for one execution that was shown before, by this or another model. Models may have
 * fences of their own around an RMW, and SRCU without accesses to memory: the other accesses are
 * compared, in their order.
 */
#include "search.h"

/* An access that each model has. */
static bool is_common(const struct lkmm_access *a, bool read, bool write)
{
	return (read || write) &&
	       !(a && a->kind >= LKMM_SRCU_LOCK && a->kind <= LKMM_SYNC_SRCU);
}

static bool is_event(const struct graph *g, int i, const struct lkmm_event *e)
{
	const struct event *own = g->event[i];

	if (!own)
		return e->thread < 0;
	return e->thread == g->thread[i] && e->is_read == has(&g->reads, i) &&
	       e->at.line == own->source->at.line && e->at.column == own->source->at.column;
}

/* The event of @x that each event of the graph is, or -1. False if they are not the same. */
static bool match_events(const struct graph *g, const struct lkmm_execution *x, short *as)
{
	int k = 0;

	for (int i = 0; i < g->n; i++) {
		as[i] = -1;
		if (!is_common(g->event[i] ? g->event[i]->source->access : NULL,
			       has(&g->reads, i), has(&g->writes, i)))
			continue;
		while (k < x->nevents && !is_common(x->event[k].access, x->event[k].is_read,
						    x->event[k].is_write))
			k++;
		if (k == x->nevents || !is_event(g, i, &x->event[k]))
			return false;
		as[i] = (short)k++;
	}
	while (k < x->nevents &&
	       !is_common(x->event[k].access, x->event[k].is_read, x->event[k].is_write))
		k++;
	return k == x->nevents;
}

/*
 * Whether @st may become the execution @x. The order of critical sections may be open in @x: places
 * of writes that are equal say nothing.
 */
static bool may_be_same(struct graph *g, const struct state *st, const struct lkmm_execution *x)
{
	short as[MAX_SET];

	if (!match_events(g, x, as))
		return false;
	for (int i = 0; i < g->n; i++) {
		if (as[i] < 0)
			continue;
		if (has(&g->reads, i) && st->rf[i] >= 0 && as[st->rf[i]] != x->event[as[i]].rf)
			return false;
		if (!has(&g->writes, i))
			continue;
		for_each(k, &st->co[i])
			if (as[k] >= 0 && x->event[as[i]].co > x->event[as[k]].co)
				return false;
	}
	return true;
}
