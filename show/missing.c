// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Reports missing orderings of an allowed execution: the reason why a step of program order is not
 * preserved, although it has a barrier, an ordering or a dependency; and the place where a
 * preserved order is not propagated from CPU to CPU.
 */
#include "why.h"

#include <string.h>

/* A step of program order that nothing keeps. */
struct gap {
	const struct litmus_test *l;
	const struct lkmm_execution *x;
	int from, to;
	const char *first, *next;	/* the text before the first reason, before others */
	int reasons;			/* given so far */
};

static const struct lkmm_event *event(const struct gap *g, int i)
{
	return &g->x->event[i];
}

static bool is_op(const struct lkmm_event *e)
{
	return e->access && e->access->kind == LKMM_OP;
}

/* The other event of the read-modify-write that event @i belongs to, or -1. */
static int other_half(const struct lkmm_execution *x, int i)
{
	for (int d = 0; d < x->ndependencies; d++) {
		const struct lkmm_step *s = &x->dependency[d];

		if (!strcmp(s->relation, "rmw") && (s->from == i || s->to == i))
			return s->from == i ? s->to : s->from;
	}
	return -1;
}

static void begin_reason(struct text *out, struct gap *g)
{
	text_puts(out, g->reasons++ ? g->next : g->first);
}

/* The next reason is about the event @i: its source and line. */
static void begin_reason_of(struct text *out, struct gap *g, int i)
{
	begin_reason(out, g);
	put_source(out, g->l, event(g, i)->at);
	text_add(out, " on %s ", place_line(event(g, i)->at).s);
}

/* ---- barriers ---- */

/* Whether a half of a read-modify-write of the thread lies in @from...@to. */
static bool has_rmw(const struct gap *g, int from, int to)
{
	for (int i = from; i <= to; i++)
		if (other_half(g->x, i) >= 0)
			return true;
	return false;
}

static void put_one_kind(struct text *out, const struct gap *g, bool writes)
{
	const struct lkmm_event *from = event(g, g->from), *to = event(g, g->to);
	const struct lkmm_event *other = (writes ? from->is_write : from->is_read) ? to : from;

	text_add(out, "orders %s only", writes ? "writes" : "reads");
	if (writes ? !other->is_write : !other->is_read)
		text_add(out, ", and %s %s", place_line(other->at).s,
			 writes ? "reads" : "writes");
	else
		text_add(out, ", and not the read of an operation that returns nothing");
}

/* What the fence at @i orders, instead of the ends of the gap. */
static void put_idle_fence(struct text *out, const struct gap *g, int i)
{
	switch (event(g, i)->access->fence) {
	case LKMM_FENCE_RMB:
	case LKMM_FENCE_WMB:
		put_one_kind(out, g, event(g, i)->access->fence == LKMM_FENCE_WMB);
		break;
	case LKMM_FENCE_COMPILER:
	case LKMM_FENCE_RELAX:
		text_puts(out, "binds the compiler, not the CPU");
		break;
	case LKMM_FENCE_BEFORE_ATOMIC:
		text_puts(out, "orders accesses before it only with a read-modify-write after it");
		if (!has_rmw(g, i, g->to))
			text_add(out, ", and there is none up to %s",
				 place_line(event(g, g->to)->at).s);
		break;
	case LKMM_FENCE_AFTER_ATOMIC:
		text_puts(out, "orders only a read-modify-write before it, and the accesses "
			       "before that");
		if (!has_rmw(g, g->from, i))
			text_add(out, ": there is none from %s on",
				 place_line(event(g, g->from)->at).s);
		break;
	case LKMM_FENCE_AFTER_SPINLOCK:
		text_puts(out, "orders only accesses before the lock was taken");
		break;
	case LKMM_FENCE_AFTER_UNLOCK_LOCK:
		text_puts(out, "orders only accesses before an unlock that the lock came after");
		break;
	case LKMM_FENCE_AFTER_CTRL_DEP:
		text_puts(out, "orders only the reads that a branch before it depends on");
		break;
	case LKMM_FENCE_AFTER_SRCU_READ_UNLOCK:
		text_puts(out, "orders only accesses before an srcu_read_unlock()");
		break;
	case LKMM_FENCE_RCU_LOCK:
	case LKMM_FENCE_RCU_UNLOCK:
		text_puts(out, "orders nothing by itself, only with a grace period");
		break;
	case LKMM_FENCE_MACHINE:
		break;
	case LKMM_FENCE_MB:
	case LKMM_FENCE_SYNC_RCU:
		text_puts(out, "does not make plain accesses visible in order to a marked one");
		break;
	}
}

static void put_fences(struct text *out, struct gap *g)
{
	for (int i = g->from + 1; i < g->to; i++) {
		const struct lkmm_event *e = event(g, i);

		if (!e->access || e->access->kind != LKMM_FENCE)
			continue;
		begin_reason_of(out, g, i);
		put_idle_fence(out, g, i);
	}
}

/* ---- orderings of the accesses themselves ---- */

static bool is_acquire(const struct gap *g, int i)
{
	const struct lkmm_event *e = event(g, i);

	return (is_op(e) && e->access->order == LKMM_ACQUIRE && e->is_read) ||
	       (e->access && e->access->kind == LKMM_LOCK && e->is_read);
}

static bool is_release(const struct gap *g, int i)
{
	const struct lkmm_event *e = event(g, i);

	return (is_op(e) && e->access->order == LKMM_RELEASE && e->is_write) ||
	       (e->access && e->access->kind == LKMM_UNLOCK);
}

/* A conditional operation whose condition was false: only a read. */
static bool has_failed(const struct gap *g, int i)
{
	const struct lkmm_event *e = event(g, i);

	return is_op(e) && e->access->op->becomes && e->is_read && other_half(g->x, i) < 0;
}

static void put_orderings(struct text *out, struct gap *g)
{
	for (int i = g->from; i <= g->to; i++) {
		if (has_failed(g, i) && event(g, i)->access->order != LKMM_RELAXED) {
			begin_reason_of(out, g, i);
			text_puts(out, "fails here, and orders nothing then");
		} else if (i > g->from && is_acquire(g, i)) {
			begin_reason_of(out, g, i);
			text_puts(out, "orders only accesses after it");
		} else if (i < g->to && is_release(g, i)) {
			begin_reason_of(out, g, i);
			text_puts(out, "orders only accesses before it");
		}
	}
}

/* ---- dependencies ---- */

/* The strongest kind of dependency between them; NULL: none. */
static const char *find_dependency(const struct gap *g)
{
	static const char *const kinds[] = { "addr", "data", "ctrl" };

	for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++)
		for (int d = 0; d < g->x->ndependencies; d++) {
			const struct lkmm_step *s = &g->x->dependency[d];

			if (s->from == g->from && s->to == g->to && !strcmp(s->relation, kinds[k]))
				return kinds[k];
		}
	return NULL;
}

static void put_dependency(struct text *out, struct gap *g)
{
	const struct lkmm_event *from = event(g, g->from), *to = event(g, g->to);
	const char *kind = find_dependency(g);

	if (!kind)
		return;
	begin_reason(out, g);
	text_add(out, "the %s dependency ",
		 *kind == 'a' ? "address" : *kind == 'd' ? "data" : "control");
	if (from->plain)
		text_add(out, "does not count: the read on %s is plain", place_line(from->at).s);
	else if (to->plain)
		text_add(out, "does not count: the access on %s is plain", place_line(to->at).s);
	else
		text_puts(out, "orders writes only, not reads");
}

void put_missing(struct text *out, const struct litmus_test *l, const struct lkmm_execution *x,
	     const struct lkmm_step *s, const char *first, const char *next)
{
	struct gap g = { l, x, s->from, s->to, first, next, 0 };
	const struct lkmm_event *from = &x->event[s->from], *to = &x->event[s->to];

	put_dependency(out, &g);
	put_fences(out, &g);
	put_orderings(out, &g);
	if (g.reasons || (!from->plain && !to->plain))
		return;
	begin_reason(out, &g);
	if (from->plain && to->plain)
		text_add(out, "the accesses on lines %s and %s are plain", place_short(from->at).s,
			 place_short(to->at).s);
	else
		text_add(out, "the access on %s is plain",
			 place_line((from->plain ? from : to)->at).s);
}

/* ---- order that is kept, but not for every CPU ---- */

static bool is_external(const struct lkmm_execution *x, const struct lkmm_step *s)
{
	return x->event[s->from].thread != x->event[s->to].thread;
}

/* From one thread to another by overwriting: coe or fre. */
static bool overwrites(const struct lkmm_execution *x, const struct lkmm_step *s)
{
	return is_external(x, s) && strcmp(s->relation, "rfe");
}

static bool is_strong(const struct lkmm_step *s)
{
	return !strcmp(s->relation, "mb") || !strcmp(s->relation, "gp");
}

/* Cumulative: orders also the writes of others that the thread has seen. */
static bool passes_on(const struct lkmm_step *s)
{
	return is_strong(s) || !strcmp(s->relation, "po-rel");
}

/*
 * Starts at the step @i, which overwrites, and looks up to the next one that does for a thread that
 * should propagate the writes it has seen, but does not. Returns its first step, or -1; *@strongly:
 * a full barrier is needed. A single overwriting step needs cumulative orderings in all threads on
 * the way but the last; between two of them the order must reach every CPU.
 */
static int find_leak(const struct lkmm_execution *x, int i, bool single, bool *strongly)
{
	int first = -1, leak = -1;

	for (int k = 1; k <= x->nsteps; k++) {
		int at = (i + k) % x->nsteps;
		const struct lkmm_step *s = &x->cycle[at], *next = &x->cycle[(at + 1) % x->nsteps];

		if (overwrites(x, s))
			break;
		if (is_external(x, s))
			continue;
		if (first < 0)
			first = at;
		if (is_strong(s))
			return -1;
		if (leak < 0 && !passes_on(s) && !overwrites(x, next))
			leak = at;
	}
	*strongly = !single;
	return single ? leak : first;
}

/* A plain access of the cycle, or -1. */
static int find_plain(const struct lkmm_execution *x)
{
	for (int i = 0; i < x->nsteps; i++)
		if (x->event[x->cycle[i].from].plain)
			return x->cycle[i].from;
	return -1;
}

/* The read of a step within one thread that reads the thread's own write, or -1. */
static int find_forwarding(const struct lkmm_execution *x)
{
	for (int i = 0; i < x->nsteps; i++)
		if (!strcmp(x->cycle[i].relation, "rfi"))
			return x->cycle[i].to;
	return -1;
}

static void put_leak(struct text *out, const struct lkmm_execution *x, const struct lkmm_step *s,
		     bool strongly, bool first)
{
	text_puts(out, first ? "" : ",\n    and ");
	text_add(out, "%s in P%d between lines %s and %s",
		 strongly ? "a full barrier" : "a release or a full barrier",
		 x->event[s->from].thread, place_short(x->event[s->from].at).s,
		 place_short(x->event[s->to].at).s);
}

/* No barrier would help: reports other gaps of the order. */
static void put_other_leak(struct text *out, const struct lkmm_execution *x)
{
	int plain = find_plain(x), forwarding = find_forwarding(x);

	if (plain >= 0)
		text_add(out, "the plain access on %s passes no order on.\n",
			 place_line(x->event[plain].at).s);
	else if (forwarding >= 0)
		text_add(out, "the read on %s may take its own thread's write before other "
			      "CPUs see it.\n", place_line(x->event[forwarding].at).s);
	else
		text_puts(out, "nothing passes the order on.\n");
}

void put_leaks(struct text *out, const struct lkmm_execution *x)
{
	int overwriting = 0, leaks = 0;

	for (int i = 0; i < x->nsteps; i++)
		overwriting += overwrites(x, &x->cycle[i]);
	for (int i = 0; i < x->nsteps; i++) {
		bool strongly;
		int leak = -1;

		if (overwrites(x, &x->cycle[i]))
			leak = find_leak(x, i, overwriting == 1, &strongly);
		if (leak >= 0)
			put_leak(out, x, &x->cycle[leak], strongly, !leaks++);
	}
	if (leaks)
		text_puts(out, "\n    would pass it on.\n");
	else
		put_other_leak(out, x);
}
