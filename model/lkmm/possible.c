// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The flags and races that an incomplete execution may still raise. */
#include "relations.h"
#include "model/engine/notation.h"

/* ---- flags ---- */

/*
 * The cookie of @lock goes to one unlock of the same thread as it is and nowhere else, which rules
 * out all flags about cookies.
 */
static bool well_matched(const struct model *m, int lock)
{
	const struct set *to = &m->syntactic_data->row[lock];
	int unlock = set_next(to, 0);

	return set_empty(&m->syntactic_addr->row[lock]) &&
	       set_empty(&m->syntactic_ctrl->row[lock]) && set_size(to) == 1 &&
	       has(&m->tag[TAG_SRCU_UNLOCK]->domain, unlock) &&
	       has(&m->copied->row[lock], unlock) && has(&m->loc->row[lock], unlock);
}

static bool all_well_matched(const struct model *m)
{
	const struct set *locks = &m->tag[TAG_SRCU_LOCK]->domain;

	for_each(i, locks)
		if (!well_matched(m, i))
			return false;
	return set_size(locks) == set_size(&m->tag[TAG_SRCU_UNLOCK]->domain);
}

/* A read of an object that nothing has written to, or perhaps nothing; paired with itself. */
static rel_t possibly_uninitialized(struct model *m)
{
	rel_t open = set_of(minus(m->reads, seq(inverse(m->rf), m->rf))), may = open;

	if (m->placed)
		may = seq(open, m->loc, m->unset, m->loc, open);
	return both(m->id, either(may, seq(inverse(m->rf), m->unset, m->rf)));
}

/* The pairs that raise @flag in an execution that the present one can become: or more. */
static rel_t possible_misuses(struct execution *x, enum lkmm_flag flag)
{
	struct model *m = model_of(x);

	if (flag != LKMM_UNINITIALIZED)
		return lkmm_misuses(x, flag);
	return m->unset->empty ? m->pool.none : possibly_uninitialized(m);
}

/* The flags that executions could raise. */
static unsigned int possible_flags(struct execution *x)
{
	struct model *m = model_of(x);
	unsigned int flags = lock_flags(m) | rcu_flags(m) | object_flags(x, possible_misuses);

	if (!lock_events(m)->empty && !mixed_lock_accesses(m, m->meet)->empty)
		flags |= bit(LKMM_MIXED_LOCK_ACCESSES);
	if (!m->plain->empty) {
		flags |= bit(LKMM_DATA_RACE);
		if (!mixed_accesses(m, m->meet)->empty)
			flags |= bit(LKMM_MIXED_ACCESSES);
	}
	if (!all_well_matched(m))
		flags |= bit(LKMM_UNMATCHED_SRCU_LOCK) | bit(LKMM_UNMATCHED_SRCU_UNLOCK) |
			 bit(LKMM_MULTIPLE_SRCU_MATCHES) | bit(LKMM_SRCU_BAD_VALUE_MATCH) |
			 bit(LKMM_SUSPICIOUS_SRCU_COOKIE_USE) | bit(LKMM_ILLEGAL_SRCU_COOKIE_CTRL) |
			 bit(LKMM_ILLEGAL_SRCU_COOKIE_ADDR);
	return flags;
}

/* ---- races ---- */

/*
 * The pairs that may race in an execution that the present one can become: lkmm_races() with the
 * possible coherence and reads-from, which no rule has ruled out yet, in place of the present ones.
 * The relations that order accesses only grow. @same relates accesses that may be to one variable.
 */
static rel_t possible_races(struct execution *x, rel_t same)
{
	struct model *m = model_of(x), may;
	rel_t R = m->reads, W = m->writes;
	rel_t later = seq(opt(m->co), m->rf);
	rel_t co = seq(W, same, W), wr = seq(W, same, R), fr = seq(R, same, W), first, second;

	co = minus(minus(co, inverse(m->co)), inverse(m->ww_vis));
	wr = minus(wr, inverse(m->fr));
	fr = minus(minus(fr, inverse(later)), inverse(m->wr_vis));
	/* @wr is not derived from co and rf here: it is checked separately. */
	may = *m;
	may.co = co;
	may.rf = m->pool.none;
	may.fr = fr;
	first = lkmm_races(&may.execution);
	may.co = may.fr = m->pool.none;
	may.rf = wr;
	second = lkmm_races(&may.execution);
	m->pool = may.pool;
	return either(first, second);
}

/* Why two accesses race: the conditions of ww-nonrace, one by one. */
static enum lkmm_race_reason race_reason(struct execution *x, int a, int b)
{
	const struct model *m = model_of(x);

	if (!has(&m->writes->domain, a) || !has(&m->writes->domain, b) ||
	    !has(&m->ww_vis->row[a], b))
		return LKMM_RACE_UNORDERED;
	if (!has(&m->rw_xbstar->row[a], b) && has(&m->plain->domain, a))
		return LKMM_RACE_FIRST_MAY_READ;
	return LKMM_RACE_SECOND_MAY_READ;
}

static bool comes_after_free(struct execution *x, int access, int f)
{
	const struct model *m = model_of(x);
	rel_t after = has(&m->writes->domain, access) ? m->ww_vis : m->wr_vis;

	return has(&m->po->row[f], access) || has(&after->row[f], access);
}
