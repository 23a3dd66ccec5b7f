// SPDX-License-Identifier: GPL-2.0 OR MIT
/* An execution as the library hands it out. */
#include "search.h"

/* How many writes to its location come before the write @w. */
static int place_in_order(const struct graph *g, const struct state *st, int w)
{
	int n = 0;

	for_each(v, &g->writes)
		n += has(&st->co[v], w);
	return n;
}

static void describe_event(const struct graph *g, const struct state *st, int i,
			   struct lkmm_event *e)
{
	const struct event *node = g->event[i];

	*e = (struct lkmm_event){ .thread = g->thread[i], .loc = st->loc[i], .rf = -1, .co = -1 };
	if (node)
		e->at = node->at;
	e->is_read = has(&g->reads, i);
	e->is_write = has(&g->writes, i);
	e->value = st->val[i];
	if (e->is_read)
		e->rf = st->rf[i];
	if (e->is_write)
		e->co = place_in_order(g, st, i);
}

static void hand_out_witness(struct graph *g, const struct state *st)
{
	struct query *q = g->q;
	struct lkmm_execution x = { .nevents = g->n };

	if (!q->options->witness)
		return;
	x.event = lkmm_alloc(q->arena, sizeof(*x.event) * (size_t)g->n);
	if (!x.event) {
		q->status = LKMM_NO_MEMORY;
		return;
	}
	for (int i = 0; i < g->n; i++)
		describe_event(g, st, i, &x.event[i]);
	q->options->witness(q->options->witness_arg, &x, q->goal_truth);
}
