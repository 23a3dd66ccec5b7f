// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Flags: errors of a program in executions that the model allows. */
#include "relations.h"
#include "model/engine/notation.h"

#define bit(flag)	(1U << (flag))

/* Those of the set @set that @r relates to nothing. */
static rel_t alone(struct model *m, rel_t set, rel_t r)
{
	struct set s = set->domain;

	for_each(i, &set->domain)
		if (!set_empty(&r->row[i]))
			set_del(&s, i);
	return rel_set(&m->pool, &s);
}

/* ---- locks ---- */

static rel_t lock_events(struct model *m)
{
	return either(m->tag[TAG_LKR], m->tag[TAG_LKW], m->tag[TAG_UL], m->tag[TAG_LF],
		      m->tag[TAG_RL], m->tag[TAG_RU]);
}

/* @same relates accesses to one variable, here and below; or those that may be. */
static rel_t mixed_lock_accesses(struct model *m, rel_t same)
{
	rel_t locks = lock_events(m);
	rel_t others = set_of(minus(m->id, either(locks, m->tag[TAG_INIT])));

	return seq(others, same, set_of(locks));
}

/* ---- RCU and SRCU ---- */

/* synchronize_srcu() in a critical section of RCU. */
static rel_t invalid_sleeps(struct model *m)
{
	rel_t after_lock = seq(inverse(m->rcu_rscs), m->po, m->tag[TAG_SYNC_SRCU]);

	return both(inverse(after_lock), m->po);
}

static rel_t multiple_matches(struct model *m)
{
	rel_t rscs = m->srcu_rscs, rscsi = inverse(rscs);

	return minus(either(seq(rscsi, rscs), seq(rscs, rscsi)), m->id);
}

/* srcu_read_unlock() of another value than the srcu_read_lock() gave. */
static rel_t bad_values(struct model *m)
{
	struct rel *r = rel_new(&m->pool);

	for (int i = 0; i < m->pool.n && !m->pool.full; i++)
		for_each(k, &m->srcu_rscs->row[i])
			if (m->value[i] != m->value[k])
				set_add(&r->row[k], i);
	return rel_done(&m->pool, r);
}

/* Reads of a cookie that do not pass it on to an srcu_read_unlock(). */
static rel_t suspicious_uses(struct model *m)
{
	rel_t passed = seq(m->tag[TAG_SRCU_LOCK], m->pass_cookie, m->rf);
	rel_t passing = seq(m->pass_cookie, m->tag[TAG_SRCU_UNLOCK]);

	return alone(m, set_of(seq(inverse(passed), passed)), passing);
}

/* ---- plain accesses ---- */

static rel_t mixed_accesses(struct model *m, rel_t same)
{
	rel_t near = minus(both(m->po, same), m->barrier);
	rel_t plain_writes = rel_compose(&m->pool, m->plain, m->writes);

	return either(seq(plain_writes, near, m->marked),
		      seq(plain_writes, inverse(near), m->marked));
}

/* ---- all but races and misuses of objects ---- */

/* What raises @flag: of each pair, the first event. */
static rel_t raising(struct model *m, enum lkmm_flag flag)
{
	rel_t lock = m->tag[TAG_SRCU_LOCK];

	switch (flag) {
	case LKMM_MIXED_ACCESSES:
		return m->plain->empty ? m->pool.none : mixed_accesses(m, m->loc);
	case LKMM_UNMATCHED_RCU_LOCK:
		return alone(m, m->tag[TAG_RCU_LOCK], m->rcu_rscs);
	case LKMM_UNMATCHED_RCU_UNLOCK:
		return alone(m, m->tag[TAG_RCU_UNLOCK], inverse(m->rcu_rscs));
	case LKMM_UNMATCHED_SRCU_LOCK:
		return alone(m, lock, m->srcu_rscs);
	case LKMM_UNMATCHED_SRCU_UNLOCK:
		return alone(m, m->tag[TAG_SRCU_UNLOCK], inverse(m->srcu_rscs));
	case LKMM_MULTIPLE_SRCU_MATCHES:
		return multiple_matches(m);
	case LKMM_INVALID_SLEEP:
		return invalid_sleeps(m);
	case LKMM_SRCU_BAD_VALUE_MATCH:
		return bad_values(m);
	case LKMM_SUSPICIOUS_SRCU_COOKIE_USE:
		return suspicious_uses(m);
	case LKMM_ILLEGAL_SRCU_COOKIE_CTRL:
		return seq(lock, m->carry_srcu, m->ctrl);
	case LKMM_ILLEGAL_SRCU_COOKIE_ADDR:
		return seq(lock, m->carry_srcu, m->addr);
	case LKMM_MIXED_LOCK_ACCESSES:
		return mixed_lock_accesses(m, m->loc);
	case LKMM_LOCK_FINAL:
		return both(lock_events(m), m->observed);
	case LKMM_UNMATCHED_UNLOCK:
		return alone(m, m->tag[TAG_UL], inverse(m->critical));
	default:
		return m->pool.none;
	}
}

/* Those from @first to @last that are raised. */
static unsigned int raised(struct model *m, int first, int last)
{
	unsigned int flags = 0;

	for (int flag = first; flag <= last; flag++)
		if (!raising(m, flag)->empty)
			flags |= bit(flag);
	return flags;
}

static unsigned int lock_flags(struct model *m)
{
	return lock_events(m)->empty ? 0 :
	       raised(m, LKMM_MIXED_LOCK_ACCESSES, LKMM_UNMATCHED_UNLOCK);
}

static unsigned int rcu_flags(struct model *m)
{
	return raised(m, LKMM_UNMATCHED_RCU_LOCK, LKMM_UNMATCHED_RCU_UNLOCK) |
	       raised(m, LKMM_INVALID_SLEEP, LKMM_INVALID_SLEEP);
}

static unsigned int srcu_flags(struct model *m)
{
	if (m->tag[TAG_SRCU_LOCK]->empty && m->tag[TAG_SRCU_UNLOCK]->empty)
		return 0;
	return raised(m, LKMM_UNMATCHED_SRCU_LOCK, LKMM_MULTIPLE_SRCU_MATCHES) |
	       raised(m, LKMM_SRCU_BAD_VALUE_MATCH, LKMM_ILLEGAL_SRCU_COOKIE_ADDR);
}

/* The first event that raises @flag, or -1. */
static int raising_event(struct execution *x, enum lkmm_flag flag)
{
	rel_t r = raising(model_of(x), flag);

	for (int i = 0; i < x->pool.n && !r->empty; i++)
		if (!set_empty(&r->row[i]))
			return i;
	return -1;
}

/* ---- objects ---- */

static unsigned int object_flags(struct execution *x,
				 rel_t (*misuses)(struct execution *x, enum lkmm_flag flag))
{
	unsigned int flags = 0;

	for (int flag = LKMM_USE_AFTER_FREE; flag <= LKMM_UNINITIALIZED; flag++)
		if (!misuses(x, flag)->empty)
			flags |= bit(flag);
	return flags;
}

/* ---- all ---- */

/* The flags that an execution raises that the model allows, the rules having just been asked. */
static unsigned int lkmm_flags(struct execution *x)
{
	struct model *m = model_of(x);
	unsigned int flags = lock_flags(m) | rcu_flags(m) | srcu_flags(m);

	if (!m->plain->empty && !lkmm_races(x)->empty)
		flags |= bit(LKMM_DATA_RACE);
	flags |= raised(m, LKMM_MIXED_ACCESSES, LKMM_MIXED_ACCESSES);
	return flags | object_flags(x, lkmm_misuses);
}
