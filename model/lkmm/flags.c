// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Flags: errors of a program in executions that the model allows. */
#include "relations.h"
#include "model/engine/notation.h"

#define bit(flag)	(1U << (flag))

/* ---- locks ---- */

static unsigned int lock_flags(struct model *m)
{
	rel_t locks = either(m->tag[TAG_LKR], m->tag[TAG_LKW], m->tag[TAG_UL], m->tag[TAG_LF],
			     m->tag[TAG_RL], m->tag[TAG_RU]);
	rel_t others = set_of(minus(m->id, either(locks, m->tag[TAG_INIT])));
	rel_t unlocks = m->tag[TAG_UL];
	unsigned int flags = 0;

	if (locks->empty)
		return 0;
	if (!seq(set_of(locks), m->loc, others)->empty)
		flags |= bit(LKMM_MIXED_LOCK_ACCESSES);
	if (!rel_covers(&unlocks->domain, inverse(m->critical)))
		flags |= bit(LKMM_UNMATCHED_UNLOCK);
	if (!both(locks, m->observed)->empty)
		flags |= bit(LKMM_LOCK_FINAL);
	return flags;
}

/* ---- RCU and SRCU ---- */

static unsigned int rcu_flags(struct model *m)
{
	rel_t unlock_side = inverse(m->rcu_rscs);
	unsigned int flags = 0;

	if (!rel_covers(&m->tag[TAG_RCU_LOCK]->domain, m->rcu_rscs))
		flags |= bit(LKMM_UNMATCHED_RCU_LOCK);
	if (!rel_covers(&m->tag[TAG_RCU_UNLOCK]->domain, unlock_side))
		flags |= bit(LKMM_UNMATCHED_RCU_UNLOCK);
	if (!both(m->rcu_rscs, seq(m->po, m->tag[TAG_SYNC_SRCU], m->po))->empty)
		flags |= bit(LKMM_INVALID_SLEEP);
	return flags;
}

static unsigned int srcu_flags(struct model *m)
{
	rel_t lock = m->tag[TAG_SRCU_LOCK], unlock = m->tag[TAG_SRCU_UNLOCK];
	rel_t rscs = m->srcu_rscs, rscsi = inverse(rscs);
	rel_t passing = seq(m->pass_cookie, unlock), passed = seq(lock, m->pass_cookie, m->rf);
	unsigned int flags = 0;

	if (!rel_covers(&lock->domain, rscs))
		flags |= bit(LKMM_UNMATCHED_SRCU_LOCK);
	if (!rel_covers(&unlock->domain, rscsi))
		flags |= bit(LKMM_UNMATCHED_SRCU_UNLOCK);
	if (!minus(seq(rscsi, rscs), m->id)->empty || !minus(seq(rscs, rscsi), m->id)->empty)
		flags |= bit(LKMM_MULTIPLE_SRCU_MATCHES);
	for (int i = 0; i < m->pool.n; i++) {
		for_each(k, &rscs->row[i])
			if (m->value[i] != m->value[k])
				flags |= bit(LKMM_SRCU_BAD_VALUE_MATCH);
		for_each(k, &passed->row[i])
			if (set_empty(&passing->row[k]))
				flags |= bit(LKMM_SUSPICIOUS_SRCU_COOKIE_USE);
	}
	if (!seq(lock, m->carry_srcu, m->ctrl)->empty)
		flags |= bit(LKMM_ILLEGAL_SRCU_COOKIE_CTRL);
	if (!seq(lock, m->carry_srcu, m->addr)->empty)
		flags |= bit(LKMM_ILLEGAL_SRCU_COOKIE_ADDR);
	return flags;
}

/* ---- plain accesses ---- */

static bool mixed_accesses(struct model *m)
{
	rel_t near = minus(m->po_loc, m->barrier);
	rel_t plain_writes = rel_compose(&m->pool, m->plain, m->writes);

	return !seq(plain_writes, near, m->marked)->empty ||
	       !seq(m->marked, near, plain_writes)->empty;
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

	if (!m->plain->empty) {
		if (mixed_accesses(m))
			flags |= bit(LKMM_MIXED_ACCESSES);
		if (!lkmm_races(x)->empty)
			flags |= bit(LKMM_DATA_RACE);
	}
	return flags | object_flags(x, lkmm_misuses);
}
