// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Flags: what is wrong with a program although the model allows the execution that shows it. */
#include "search.h"

#define bit(flag)	(1U << (flag))

/* ---- locks ---- */

static unsigned int lock_flags(const struct graph *g, const struct state *st)
{
	unsigned int flags = 0;

	for (int i = 0; i < g->n; i++) {
		enum event_tag tag = tag_of_node(g, i);
		bool matched = false;

		if (!is_lock_tag(tag))
			continue;
		for (int k = 0; k < g->n; k++) {
			matched |= g->section_end[k] == i;
			if (k != i && g->event[k] && st->loc[k] == st->loc[i] &&
			    !is_lock_tag(tag_of_node(g, k)))
				flags |= bit(LKMM_MIXED_LOCK_ACCESSES);
		}
		if (tag == TAG_UL && !matched)
			flags |= bit(LKMM_UNMATCHED_UNLOCK);
		for (int k = 0; k < g->q->test->nobserved; k++)
			if (g->q->test->observed[k].thread == -1 &&
			    g->q->test->observed[k].index == st->loc[i])
				flags |= bit(LKMM_LOCK_FINAL);
	}
	return flags;
}

/* ---- RCU and SRCU ---- */

#define POOL (&m->pool)
#define seq_of(...) rel_seq(POOL, (const rel_t[]){ __VA_ARGS__, NULL })

/* Every member of @all is related to something by @r. */
static bool covers(const struct set *all, rel_t r)
{
	for_each(i, all)
		if (set_empty(&r->row[i]))
			return false;
	return true;
}

static unsigned int rcu_flags(struct model *m)
{
	rel_t unlock_side = rel_inverse(POOL, m->rcu_rscs);
	unsigned int flags = 0;

	if (!covers(&m->tag[TAG_RCU_LOCK]->domain, m->rcu_rscs))
		flags |= bit(LKMM_UNMATCHED_RCU_LOCK);
	if (!covers(&m->tag[TAG_RCU_UNLOCK]->domain, unlock_side))
		flags |= bit(LKMM_UNMATCHED_RCU_UNLOCK);
	if (!rel_both(POOL, m->rcu_rscs, seq_of(m->po, m->tag[TAG_SYNC_SRCU], m->po))->empty)
		flags |= bit(LKMM_INVALID_SLEEP);
	return flags;
}

static unsigned int srcu_flags(struct model *m, const struct state *st)
{
	rel_t lock = m->tag[TAG_SRCU_LOCK], unlock = m->tag[TAG_SRCU_UNLOCK];
	rel_t rscs = m->srcu_rscs, rscsi = rel_inverse(POOL, rscs);
	rel_t passing = seq_of(m->pass_cookie, unlock),
	      passed = seq_of(lock, m->pass_cookie, m->rf);
	unsigned int flags = 0;

	if (!covers(&lock->domain, rscs))
		flags |= bit(LKMM_UNMATCHED_SRCU_LOCK);
	if (!covers(&unlock->domain, rscsi))
		flags |= bit(LKMM_UNMATCHED_SRCU_UNLOCK);
	if (!rel_minus(POOL, seq_of(rscsi, rscs), m->id)->empty ||
	    !rel_minus(POOL, seq_of(rscs, rscsi), m->id)->empty)
		flags |= bit(LKMM_MULTIPLE_SRCU_MATCHES);
	for (int i = 0; i < POOL->n; i++) {
		for_each(k, &rscs->row[i])
			if (st->val[i] != st->val[k])
				flags |= bit(LKMM_SRCU_BAD_VALUE_MATCH);
		for_each(k, &passed->row[i])
			if (set_empty(&passing->row[k]))
				flags |= bit(LKMM_SUSPICIOUS_SRCU_COOKIE_USE);
	}
	if (!seq_of(lock, m->carry_srcu, m->ctrl)->empty)
		flags |= bit(LKMM_ILLEGAL_SRCU_COOKIE_CTRL);
	if (!seq_of(lock, m->carry_srcu, m->addr)->empty)
		flags |= bit(LKMM_ILLEGAL_SRCU_COOKIE_ADDR);
	return flags;
}

/* ---- plain accesses ---- */

static bool mixed_accesses(struct model *m)
{
	rel_t near = rel_minus(POOL, m->po_loc, m->barrier);
	rel_t plain_writes = rel_compose(POOL, m->plain, m->writes);

	return !seq_of(plain_writes, near, m->marked)->empty ||
	       !seq_of(m->marked, near, plain_writes)->empty;
}

/* ---- all ---- */

/* The flags that the allowed execution @st raises; its relations have just been computed. */
static unsigned int flags_of(struct graph *g, const struct state *st)
{
	struct model *m = &g->m;
	unsigned int flags = lock_flags(g, st) | rcu_flags(m) | srcu_flags(m, st);

	if (!m->plain->empty) {
		if (mixed_accesses(m))
			flags |= bit(LKMM_MIXED_ACCESSES);
		if (lkmm_races(m))
			flags |= bit(LKMM_DATA_RACE);
	}
	return flags;
}

/* @s hands on the cookie of event @lock of the thread, whatever else it computes. */
static bool uses_cookie(const struct sym *s, int lock)
{
	return s && ((s->kind == SYM_READ && s->read == lock) || uses_cookie(s->a, lock) ||
		     uses_cookie(s->b, lock) || uses_cookie(s->c, lock));
}

/*
 * The cookie of event @lock goes to one unlock of the same thread and nowhere else, which rules out
 * all flags about cookies.
 */
static bool well_matched(const struct graph *g, const struct state *st, int lock)
{
	int base = g->base[g->thread[lock]], unlocks = 0;

	for (int i = lock + 1; i < g->n && g->thread[i] == g->thread[lock]; i++) {
		const struct event *e = g->event[i];
		const struct sym *s = e->value;

		while (s && s->kind == SYM_CAST)
			s = s->a;
		for (const struct branch *b = e->branch; b; b = b->outer)
			if (uses_cookie(b->cond, lock - base))
				return false;
		if (uses_cookie(e->address, lock - base))
			return false;
		if (!uses_cookie(s, lock - base))
			continue;
		if (e->tag != TAG_SRCU_UNLOCK || s->kind != SYM_READ || st->loc[i] != st->loc[lock])
			return false;
		unlocks++;
	}
	return unlocks == 1;
}

static bool all_well_matched(const struct graph *g, const struct state *st)
{
	int unmatched = 0;

	for (int i = 0; i < g->n; i++) {
		if (tag_of_node(g, i) == TAG_SRCU_UNLOCK)
			unmatched++;
		if (tag_of_node(g, i) != TAG_SRCU_LOCK)
			continue;
		if (!well_matched(g, st, i))
			return false;
		unmatched--;
	}
	return !unmatched;
}

/* The flags that plain accesses could raise. Which are mixed is known when the variables are. */
static unsigned int possible_plain_flags(struct graph *g, const struct state *st)
{
	if (g->m.plain->empty || check_rules(g, st) != LKMM_ALLOWED)
		return 0;
	if (set_empty(&st->no_loc) && !mixed_accesses(&g->m))
		return bit(LKMM_DATA_RACE);
	return bit(LKMM_DATA_RACE) | bit(LKMM_MIXED_ACCESSES);
}

/* The flags that executions of these paths could raise. */
static unsigned int possible_flags(struct graph *g, const struct state *st)
{
	unsigned int flags = lock_flags(g, st);

	if (!fix_relations(g)) {
		lkmm_exceed(g->q, LKMM_LIMIT_MEMORY);
		return 0;
	}
	flags |= rcu_flags(&g->m);
	g->m.pool.used = g->m.fixed_mark;
	flags |= possible_plain_flags(g, st);
	if (!all_well_matched(g, st))
		flags |= bit(LKMM_UNMATCHED_SRCU_LOCK) | bit(LKMM_UNMATCHED_SRCU_UNLOCK) |
			 bit(LKMM_MULTIPLE_SRCU_MATCHES) | bit(LKMM_SRCU_BAD_VALUE_MATCH) |
			 bit(LKMM_SUSPICIOUS_SRCU_COOKIE_USE) | bit(LKMM_ILLEGAL_SRCU_COOKIE_CTRL) |
			 bit(LKMM_ILLEGAL_SRCU_COOKIE_ADDR);
	return flags;
}
