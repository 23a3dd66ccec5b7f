// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The limits of a test. Trees are walked by recursion, so their depth is limited too: a small
 * stack, such as that of a thread, is enough.
 */
#include "model/engine/query.h"

const struct lkmm_limit_value lkmm_limit_value[LKMM_NR_LIMITS] = {
	[LKMM_NO_LIMIT] = { "nothing", 0 },
	[LKMM_LIMIT_THREADS] = { "threads", 1000 },
	[LKMM_LIMIT_LOCATIONS] = { "variables", 1000 },
	[LKMM_LIMIT_REGISTERS] = { "registers in a thread", 10000 },
	[LKMM_LIMIT_OBSERVED] = { "registers and variables in a final state", 10000 },
	[LKMM_LIMIT_EVENTS] = { "events", LKMM_MAX_EVENTS },
	[LKMM_LIMIT_NEEDS] = { "branches and parts of the condition", MAX_NEEDS },
	[LKMM_LIMIT_DEPTH] = { "levels of nesting", LKMM_MAX_DEPTH },
	[LKMM_LIMIT_OPERATIONS] = { "operations on a value", LKMM_MAX_OPERATIONS },
	[LKMM_LIMIT_WAYS] = { "ways through a thread", LKMM_MAX_WAYS },
	[LKMM_LIMIT_OBJECTS] = { "objects allocated by one call", LKMM_MAX_OBJECTS },
	[LKMM_LIMIT_MEMORY] = { "bytes for the search", LKMM_MAX_MEMORY },
};

void lkmm_exceed(struct query *q, enum lkmm_limit limit)
{
	q->status = LKMM_TOO_LARGE;
	q->limit = limit;
}

/* Each of these: @left levels are not enough. */

static bool deep_stmt(const struct lkmm_stmt *s, int left);

static bool deep_expr(const struct lkmm_expr *e, int left)
{
	int links = 0;
	bool deep = false;

	for (; e && !deep; e = e->a) {
		links = lkmm_is_link(e) ? links + 1 : 0;
		left -= links <= LKMM_LONG_CHAIN;
		deep = left < 0 || deep_expr(e->b, left) || deep_expr(e->c, left) ||
		       (e->kind == LKMM_BODY && deep_stmt(e->body, left));
		for (int i = 0; e->kind == LKMM_ACCESS && i < LKMM_MAX_ARGS; i++)
			deep = deep || deep_expr(e->access->arg[i], left);
	}
	return deep;
}

static bool deep_stmt(const struct lkmm_stmt *s, int left)
{
	if (s && !left--)
		return true;
	for (; s; s = s->next)
		if (deep_expr(s->expr, left) || deep_expr(s->step, left) ||
		    deep_stmt(s->body, left) || deep_stmt(s->orelse, left))
			return true;
	return false;
}

static bool deep_cond(const struct lkmm_cond *c, int left)
{
	return c && (!left || deep_cond(c->a, left - 1) || deep_cond(c->b, left - 1));
}

/* More than the limit of @n. */
static bool too_many(struct query *q, int n, enum lkmm_limit limit)
{
	if (n <= lkmm_limit_value[limit].most)
		return false;
	lkmm_exceed(q, limit);
	return true;
}

void lkmm_check_limits(struct query *q)
{
	const struct lkmm_test *t = q->test;
	bool deep = deep_cond(t->cond, LKMM_MAX_DEPTH) || deep_cond(t->filter, LKMM_MAX_DEPTH);

	if (too_many(q, t->nthreads, LKMM_LIMIT_THREADS) ||
	    too_many(q, t->nlocs, LKMM_LIMIT_LOCATIONS) ||
	    too_many(q, t->nobserved, LKMM_LIMIT_OBSERVED))
		return;
	for (int i = 0; i < t->nthreads; i++) {
		if (too_many(q, t->thread[i].nregs, LKMM_LIMIT_REGISTERS))
			return;
		deep = deep || deep_stmt(t->thread[i].body, LKMM_MAX_DEPTH);
	}
	if (deep)
		lkmm_exceed(q, LKMM_LIMIT_DEPTH);
}
