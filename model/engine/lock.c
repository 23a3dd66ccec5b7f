// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Locks, and all that follows from the order of their critical sections. */
#include "search.h"

#include <stdlib.h>

/* ---- locks ---- */

/*
 * A variable is a lock if every write to it either takes it, by an RMW that reads the initial value
 * or the value of a release, or releases it, by a store that follows one such RMW in program order.
 * Then critical sections are whole, for any primitives: the k-th RMW in coherence order needs k
 * writes that the RMWs up to it read from, one each; only the initial write and the releases of the
 * RMWs before it qualify, so all of these exist.
 */
static bool is_lock(const struct graph *g, const struct state *st, const struct set *writes,
		    short *section_end)
{
	struct set takes = { { 0 } };
	int held = -1;

	for_each(w, writes) {
		if (!g->event[w])
			continue;
		/* Accesses to more than this are no locking. */
		if (g->event[w]->piece)
			return false;
		if (held >= 0 && g->thread[held] != g->thread[w])
			held = -1;
		if (other_half(g, w) >= 0) {
			set_add(&takes, w);
			section_end[held = w] = -1;
		} else if (held >= 0) {
			section_end[held] = (short)w;
			held = -1;
		} else {
			return false;
		}
	}
	for_each(r, &g->reads)
		if (g->partner[r] >= 0 && has(&takes, g->partner[r]) &&
		    set_meets(&st->dom[r], &takes))
			return false;
	return !set_empty(&takes);
}

/* Notes that @loc is a lock as soon as it is certain. */
static void find_lock(const struct graph *g, struct state *st, int loc, const struct set *writes)
{
	short section_end[MAX_SET];

	/*
	 * The rules of a model imply the conclusions from locks: but not the rules of every model,
	 * and not in executions that break them. More may be written to it where threads go on.
	 */
	if (!g->q->model->knows_locks || g->q->forbidden || g->outside >= 0)
		return;
	if (has(&st->locks, loc) || set_meets(&st->no_loc, &g->writes) ||
	    !is_lock(g, st, writes, section_end))
		return;
	set_add(&st->locks, loc);
	for_each(w, writes)
		if (other_half(g, w) >= 0)
			st->section_end[w] = section_end[w];
}

/* Every critical section of the lock @loc ends with a release. */
static bool releases(const struct graph *g, const struct state *st, int loc)
{
	for_each(w, &g->writes) {
		enum event_tag tag;

		if (st->loc[w] != loc || st->section_end[w] < 0)
			continue;
		tag = tag_of_node(g, st->section_end[w]);
		if (tag != TAG_UL && tag != TAG_RELEASE)
			return false;
	}
	return true;
}

/* ---- handing on ---- */

/* The section of @w's thread before that which the write @w begins, or -1. */
static int section_before(const struct graph *g, const struct state *st, int w)
{
	int before = -1;

	for (int i = g->base[g->thread[w]]; i < w; i++)
		if (st->section_end[i] >= 0 && st->loc[i] == st->loc[w])
			before = i;
	return before;
}

/*
 * Critical sections may be ordered before the direct successor of each is known. Then the lock is
 * passed on by some chain of releases and RMWs: each RMW comes before the release of its section,
 * like every access in it, so the chain is one of cumul-fence, and of hb, and ends with the RMW
 * reading from another thread if the section before it belongs to another thread. The chain has the
 * effects of reading from the first release, except in fr. For spinlocks every link is also one of
 * po-unlock-lock-po.
 */
static void add_handoff(const struct graph *g, const struct state *st, int loc, struct rel *handoff)
{
	for_each(b, &g->writes) {
		int before;

		if (st->loc[b] != loc || other_half(g, b) < 0)
			continue;
		before = section_before(g, st, b);
		for_each(a, &g->writes)
			if (st->section_end[a] >= 0 && has(&st->co[a], b) &&
			    g->thread[a] != g->thread[b] &&
			    (before < 0 || has(&st->co[before], a)))
				set_add(&handoff->row[st->section_end[a]], other_half(g, b));
	}
}

static void give_handoff(struct graph *g, const struct state *st)
{
	struct rel *handoff = NULL;
	struct set open = { { 0 } };

	for_each(r, &st->unread)
		if (st->loc[r] >= 0 && has(&st->locks, st->loc[r]))
			set_add(&open, st->loc[r]);
	g->m->handoff = g->m->pool.none;
	for_each(loc, &open) {
		if (!releases(g, st, loc))
			continue;
		if (!handoff)
			handoff = rel_new(&g->m->pool);
		add_handoff(g, st, loc, handoff);
	}
	if (handoff)
		g->m->handoff = rel_done(&g->m->pool, handoff);
}

/* ---- the meaning of the order of critical sections ---- */

/* The events of the thread of @i that come before it. */
static struct set events_before(const struct graph *g, int i)
{
	struct set before = g->of_thread[g->thread[i]];

	set_minus(&before, &g->po[i]);
	set_del(&before, i);
	return before;
}

/*
 * A lock that is taken with acquire and released with release semantics orders all accesses before
 * the release of one critical section against all accesses after the RMW of a later one. Coherence
 * agrees with that order: if e, before the release of section b, came after f, after the RMW of
 * section a, by rf, co or fr, then b cannot come before a. For marked accesses, f to prop to the
 * RMW to f would be a cycle in hb; for plain ones, plain-coherence forbids it.
 */
static bool synchronizes(const struct graph *g, const struct state *st, int loc)
{
	for_each(r, &g->reads) {
		enum event_tag tag = tag_of_node(g, r);

		if (st->loc[r] == loc && g->partner[r] >= 0 && tag != TAG_LKR && tag != TAG_ACQUIRE)
			return false;
	}
	return releases(g, st, loc);
}

/* rf, co and fr as far as they are known. */
static void known_com(const struct graph *g, const struct state *st, struct set *com)
{
	for (int i = 0; i < g->n; i++)
		com[i] = st->co[i];
	for_each(r, &g->reads) {
		if (st->rf[r] < 0)
			continue;
		com[r] = st->co[st->rf[r]];
		set_add(&com[st->rf[r]], r);
	}
}

/* The order of critical sections of the lock @loc that accesses have been found to have. */
static bool order_sections(const struct graph *g, struct state *st, int loc, const struct set *com,
			   bool *more)
{
	for_each(a, &g->writes) {
		struct set reached = { { 0 } };

		if (st->loc[a] != loc || other_half(g, a) < 0)
			continue;
		for_each(i, &g->po[other_half(g, a)])
			set_or(&reached, &com[i]);
		for_each(b, &g->writes) {
			struct set before;

			if (st->loc[b] != loc || st->section_end[b] < 0 || has(&st->co[a], b) ||
			    g->thread[a] == g->thread[b])
				continue;
			before = events_before(g, st->section_end[b]);
			if (!set_meets(&reached, &before))
				continue;
			if (has(&st->co[b], a))
				return false;
			set_add(&st->co[a], b);
			set_add(&st->dirty, loc);
			st->changed = *more = true;
		}
	}
	return true;
}

static bool order_all_sections(const struct graph *g, struct state *st, bool *more)
{
	struct set *com = g->scratch;

	if (set_empty(&st->locks))
		return true;
	known_com(g, st, com);
	for_each(loc, &st->locks)
		if (synchronizes(g, st, loc) && !order_sections(g, st, loc, com, more))
			return false;
	return true;
}

/*
 * All accesses @here are marked, or all are within critical sections of the lock @lock: then not
 * only rf, co and fr agree with the order of the sections, but also the conclusions from them.
 */
static bool agrees_with(const struct graph *g, const struct state *st, int lock,
			const struct set *here)
{
	struct set outside = *here;
	bool marked = true;

	for_each(i, here) {
		if (!g->event[i])
			set_del(&outside, i);
		else if (g->event[i]->tag == TAG_PLAIN)
			marked = false;
	}
	if (marked)
		return true;
	for_each(a, &g->writes) {
		struct set inside;

		if (st->loc[a] != lock || st->section_end[a] < 0)
			continue;
		inside = events_before(g, st->section_end[a]);
		set_and(&inside, &g->po[a]);
		set_minus(&outside, &inside);
	}
	return set_empty(&outside);
}

/* Adds to @order the order of the accesses @here by the critical sections of @lock. */
static void order_by_lock(const struct graph *g, const struct state *st, int lock,
			  const struct set *here, struct set *order)
{
	for_each(a, &g->writes) {
		struct set before;

		if (st->loc[a] != lock || st->section_end[a] < 0)
			continue;
		before = events_before(g, st->section_end[a]);
		set_and(&before, here);
		if (set_empty(&before))
			continue;
		for_each(b, &st->co[a]) {
			struct set after;

			if (other_half(g, b) < 0 || g->thread[a] == g->thread[b])
				continue;
			after = g->po[b];
			set_and(&after, here);
			for_each(i, &before)
				set_or(&order[i], &after);
		}
	}
}

/* ---- sums of updates ---- */

/* @s without casts to at least @bits: sums are the same without them, modulo 2^bits. */
static const struct sym *without_casts(const struct sym *s, int bits)
{
	while (s->kind == SYM_CAST && bits && s->to.bits >= bits)
		s = s->a;
	return s;
}

/* The read whose value the write @w writes back with @n added, or -1. */
static int adds_to(const struct graph *g, int w, int bits, int64_t *n)
{
	const struct sym *s = without_casts(g->event[w]->value, bits), *a;

	if (s->kind != SYM_BINARY || (s->op != LKMM_ADD && s->op != LKMM_SUB) ||
	    s->b->kind != SYM_NUMBER || llabs(s->b->number) > INT32_MAX)
		return -1;
	a = without_casts(s->a, bits);
	if (a->kind != SYM_READ)
		return -1;
	*n = s->op == LKMM_ADD ? s->b->number : -s->b->number;
	return g->base[g->thread[w]] + a->read;
}

/* The read @r and the write @w are in one critical section of @lock, with no other write @here. */
static bool in_one_section(const struct graph *g, const struct state *st, int lock,
			   const struct set *here, int r, int w)
{
	for_each(a, &g->writes) {
		struct set inside;

		if (st->loc[a] != lock || st->section_end[a] < 0 || !has(&g->po[a], w))
			continue;
		inside = events_before(g, st->section_end[a]);
		set_and(&inside, &g->po[a]);
		if (!has(&inside, w))
			continue;
		set_and(&inside, here);
		if (!has(&inside, r) || !has(&g->po[r], w))
			return false;
		set_and(&inside, &g->writes);
		return set_size(&inside) == 1;
	}
	return false;
}

/* All writes to @loc but the first add to the value that the previous one left. */
static bool only_updates(const struct graph *g, const struct state *st, int loc, int lock,
			 int64_t *sum)
{
	struct lkmm_integer type = g->q->test->loc[loc].integer;
	struct set here = { { 0 } };

	for (int i = 0; i < g->n; i++)
		if (st->loc[i] == loc)
			set_add(&here, i);
	if (lock >= 0 && (!synchronizes(g, st, lock) || !agrees_with(g, st, lock, &here)))
		return false;
	*sum = st->val[g->init[loc]];
	for_each(w, &here) {
		int64_t n;
		int r;

		if (!g->event[w] || !has(&g->writes, w))
			continue;
		r = adds_to(g, w, type.bits, &n);
		if (r < 0 || st->loc[r] != loc)
			return false;
		if (lock < 0 ? g->partner[r] != w : !in_one_section(g, st, lock, &here, r, w))
			return false;
		*sum += n;
	}
	*sum = lkmm_truncate(*sum, type);
	return true;
}

/*
 * The final value of @loc if every write to it is part of an indivisible update, an RMW or a
 * critical section, that adds a constant: their sum, in any order.
 */
static bool sum_of_updates(const struct graph *g, const struct state *st, int loc, int64_t *sum)
{
	if (g->q->forbidden || !set_empty(&st->no_loc) || llabs(st->val[g->init[loc]]) > INT32_MAX)
		return false;
	if (only_updates(g, st, loc, -1, sum))
		return true;
	for_each(lock, &st->locks)
		if (lock != loc && only_updates(g, st, loc, lock, sum))
			return true;
	return false;
}
