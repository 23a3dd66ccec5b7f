// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The Linux-kernel memory model as of v6.15, one equation a line, in the order of LKMM.md. A set S
 * is written as the relation [S]. All relations only grow with reads-from and coherence, so a rule
 * that an incomplete execution breaks stays broken: the search relies on it.
 */
#include "handoff.c"
#include "relations.h"
#include "model/engine/notation.h"

#define fencerel(x)	seq(m->po, x, m->po)

/* ---- events: a tag counts only on an event where it has a meaning ---- */

static void lkmm_events(struct model *m)
{
	rel_t failed = set_of(minus(m->rmw_events, m->rmw_halves));
	rel_t succeeded = minus(m->id, failed);

	m->stores = set_of(either(m->writes, m->tag[TAG_FREE]));
	m->memory = set_of(either(m->reads, m->stores));
	m->plain = m->tag[TAG_PLAIN];
	m->unmarked = set_of(either(m->plain, m->tag[TAG_FREE]));
	m->marked = set_of(minus(m->id, m->unmarked));
	m->acquire = set_of(
		either(both(minus(m->tag[TAG_ACQUIRE], m->writes), succeeded), m->tag[TAG_LKR]));
	m->release = set_of(
		either(both(minus(m->tag[TAG_RELEASE], m->reads), succeeded), m->tag[TAG_UL]));
	m->full = set_of(both(m->tag[TAG_MB], succeeded));
	m->noreturn = m->tag[TAG_NORETURN];
	m->returning = set_of(minus(m->reads, m->noreturn));
	m->not_noreturn = set_of(minus(m->id, m->noreturn));
	m->not_srcu_unlock = set_of(minus(m->id, m->tag[TAG_SRCU_UNLOCK]));
	m->sync = set_of(either(m->tag[TAG_SYNC_RCU], m->tag[TAG_SYNC_SRCU]));
}

/* ---- RCU critical sections: outermost pairs, found by taking away innermost ones ---- */

static rel_t lkmm_rcu_rscs(struct model *m)
{
	rel_t lock = m->tag[TAG_RCU_LOCK], unlock = m->tag[TAG_RCU_UNLOCK];
	rel_t unmatched_po, unmatched, matched = m->pool.none, before;

	if (lock->empty || unlock->empty)
		return matched;
	do {
		before = matched;
		unmatched = set_of(
			minus(minus(either(lock, unlock), seq(matched, inverse(matched))),
			      seq(inverse(matched), matched)));
		unmatched_po = seq(unmatched, m->po, unmatched);
		matched = either(matched, minus(seq(lock, unmatched_po, unlock),
						seq(unmatched_po, unmatched_po)));
	} while (!rel_same(&m->pool, matched, before));
	return matched;
}

/* ---- fences ---- */

static void lkmm_barrier(struct model *m)
{
	rel_t any = either(m->tag[TAG_BARRIER], m->tag[TAG_RMB], m->tag[TAG_WMB], m->full, m->sync,
			   m->tag[TAG_BEFORE_ATOMIC], m->tag[TAG_AFTER_ATOMIC],
			   m->tag[TAG_AFTER_CTRL_DEP], m->acquire, m->release, m->tag[TAG_RCU_LOCK],
			   m->tag[TAG_RCU_UNLOCK], m->tag[TAG_SRCU_LOCK], m->tag[TAG_SRCU_UNLOCK]);

	m->barrier = either(fencerel(any), seq(m->po, m->release), seq(m->acquire, m->po));
}

/* Relations that follow from control flow alone: computed once for all its executions. */
static void lkmm_fixed(struct execution *x)
{
	struct model *m = model_of(x);
	rel_t M, rmb;

	lkmm_events(m);
	M = m->memory;
	m->po_opt = opt(m->po);
	m->rcu_rscs = lkmm_rcu_rscs(m);
	m->acq_po = seq(m->acquire, m->po, M);
	m->po_rel = seq(M, m->po, m->release);
	rmb = either(fencerel(m->tag[TAG_RMB]), fencerel(m->tag[TAG_AFTER_CTRL_DEP]));
	m->rmb = seq(m->returning, rmb, m->returning);
	m->rmb_noreturn_after = seq(m->returning, rmb, m->not_noreturn);
	m->rmb_noreturn_before = seq(m->not_noreturn, rmb, m->returning);
	m->wmb = seq(m->writes, fencerel(m->tag[TAG_WMB]), m->stores);
	m->mb_fixed = either(
		seq(M, fencerel(m->full), M),
		seq(M, m->po, set_of(both(m->full, m->reads))),
		seq(set_of(both(m->full, m->writes)), m->po, M),
		seq(M, fencerel(m->tag[TAG_BEFORE_ATOMIC]), m->rmw_events, m->po_opt, M),
		seq(M, m->po_opt, m->rmw_events, fencerel(m->tag[TAG_AFTER_ATOMIC]), M),
		seq(M, m->po_opt, m->tag[TAG_LKW], fencerel(m->tag[TAG_AFTER_SPINLOCK]), M),
		seq(M, m->po_opt, m->tag[TAG_SRCU_UNLOCK],
		    fencerel(m->tag[TAG_AFTER_SRCU_READ_UNLOCK]), M));
	m->gp = seq(m->po, m->sync, m->po_opt);
	m->pre_race = both(m->ext, either(product(m->plain, M),
					  product(set_of(minus(M, m->tag[TAG_INIT])), m->plain)));
	lkmm_barrier(m);
}

/* A dependency is carried through plain stores that the same thread reads. */
static void lkmm_dependencies(struct model *m)
{
	m->carry = star(seq(m->syntactic_data, m->not_srcu_unlock, m->rfi));
	m->addr = seq(m->carry, m->syntactic_addr);
	m->ctrl = seq(m->carry, m->syntactic_ctrl);
	m->data = seq(m->carry, m->syntactic_data);
}

/*
 * smp_acquire__after_ctrl_dep() is an smp_rmb() behind a branch. The branch orders the reads it
 * depends on before later writes, and the barrier orders them before later reads: together they
 * make an acquire of a marked read. Otherwise a branch ends where its two sides meet, since a
 * compiler may remove it; but the barrier is on one side only, or after the end of a loop, or after
 * a branch whose other side leaves.
 */
static void lkmm_after_ctrl_dep(struct model *m)
{
	m->ctrl_acq = seq(m->marked, m->carry, m->syntactic_passed, m->po, m->memory);
}

static void lkmm_strong_fences(struct model *m)
{
	rel_t M = m->memory;

	m->po_unlock_lock_po = seq(m->po, m->tag[TAG_UL], either(m->po, m->rf), m->tag[TAG_LKR],
				   m->po);
	m->mb = either(m->mb_fixed,
		       seq(M, m->po_unlock_lock_po, m->tag[TAG_AFTER_UNLOCK_LOCK], m->po, M));
	m->strong_fence = either(m->mb, m->gp);
}

static void lkmm_fences(struct model *m)
{
	lkmm_strong_fences(m);
	m->nonrw_fence = either(m->strong_fence, m->po_rel, m->acq_po, m->ctrl_acq);
	m->fence = either(m->nonrw_fence, m->wmb, m->rmb);
}

/* ---- coherence ---- */

/*
 * Accesses of different sizes: each has an event for each piece of its location, and rf, co and fr
 * are about pieces. What leads to one piece of an access leads to all of it, except by
 * rfi: a read may get a piece from a write of its own thread before it gets the others.
 */
static void lkmm_coherence(struct model *m)
{
	m->po_loc = both(m->po, m->loc);
	m->fr = seq(inverse(m->rf), m->co);
	m->com = either(m->rf, m->co, m->fr);
	m->rf_any = of_accesses(m->rf);
	m->rfi = both(m->rf, m->internal);
	m->rfe = minus(m->rf_any, m->internal);
	m->overwrite = either(of_accesses(m->co), to_accesses(m->fr));
}

/*
 * Relates events to themselves if a read gets one piece of a write, and another piece from before
 * it; if two writes are in different orders in two pieces; or if a read gets two pieces from writes
 * that others see before it is executed, and there is a write to both that comes before the source
 * of one, and after that of the other.
 */
static rel_t lkmm_torn(struct model *m)
{
	rel_t hidden, rf_visible, fr_visible;

	if (m->same->empty)
		return m->pool.none;
	lkmm_strong_fences(m);
	hidden = minus(m->rfi, m->strong_fence);
	rf_visible = minus(m->rf, hidden);
	fr_visible = minus(m->fr, seq(inverse(hidden), m->co));
	return either(seq(m->rf, m->same, m->fr, m->same),
		      seq(m->co, m->same, m->co, m->same),
		      seq(rf_visible, m->same, fr_visible, m->same, m->co));
}

static bool lkmm_atomic(struct model *m)
{
	rel_t fre = both(m->fr, m->ext), coe = both(m->co, m->ext);

	return m->rmw->empty || both(m->rmw, seq(fre, coe))->empty;
}

/* ---- order of execution within a CPU ---- */

static void lkmm_ppo(struct model *m)
{
	rel_t dep, rwdep, to_w, to_r;

	dep = either(m->addr, m->data);
	rwdep = seq(either(dep, m->ctrl), m->writes);
	to_w = either(rwdep, both(m->overwrite, m->internal), seq(m->addr, m->plain, m->wmb));
	to_r = either(seq(m->addr, m->reads), seq(dep, m->marked, m->rfi));
	m->ppo = either(to_r, to_w, both(m->fence, m->internal),
			both(m->po_unlock_lock_po, m->internal));
}

/* ---- propagation ---- */

#define a_cumul(r)	seq(opt(seq(m->rfe, marked)), r)

static void lkmm_propagation(struct model *m)
{
	rel_t marked = m->marked, to_itself;

	m->rmw_sequence = star(seq(m->rf_any, m->rmw));
	m->cumul_fence = seq(
		marked,
		either(a_cumul(either(m->strong_fence, m->po_rel)), m->wmb, m->po_unlock_lock_po),
		marked, m->rmw_sequence);
	m->cumul_fence_star = star(m->cumul_fence);
	m->prop = seq(marked, opt(both(m->overwrite, m->ext)), m->cumul_fence_star, marked,
		      opt(m->rfe), marked);
	to_itself = both(to_accesses(minus(m->prop, m->id)), m->internal);
	m->hb = seq(marked, either(m->ppo, m->rfe, to_itself), marked);
}

static void lkmm_pb(struct model *m)
{
	m->hb_star = star(m->hb);
	m->pb = seq(m->prop, m->strong_fence, m->hb_star, m->marked);
}

/* ---- RCU and SRCU ---- */

static void lkmm_srcu(struct model *m)
{
	rel_t lock = m->tag[TAG_SRCU_LOCK], unlock = m->tag[TAG_SRCU_UNLOCK];

	m->carry_srcu = m->pass_cookie = m->srcu_rscs = m->pool.none;
	if (lock->empty)
		return;
	m->carry_srcu = star(seq(m->data, m->not_srcu_unlock, m->rf_any));
	m->pass_cookie = seq(m->carry_srcu, m->data);
	m->srcu_rscs = both(seq(lock, m->pass_cookie, unlock), m->loc);
}

static rel_t lkmm_rcu_order(struct model *m, rel_t rcu_link)
{
	rel_t rcu_gp = m->tag[TAG_SYNC_RCU], srcu_gp = m->tag[TAG_SYNC_SRCU];
	rel_t order = either(rcu_gp, srcu_gp), before, link_order_link;

	m->rcu_rscsi = inverse(m->rcu_rscs);
	m->srcu_rscsi = inverse(m->srcu_rscs);
	do {
		before = order;
		link_order_link = either(rcu_link, seq(rcu_link, order, rcu_link));
		order = either(order,
			       seq(rcu_gp, link_order_link, m->rcu_rscsi),
			       seq(m->rcu_rscsi, link_order_link, rcu_gp),
			       both(seq(srcu_gp, link_order_link, m->srcu_rscsi), m->loc),
			       both(seq(m->srcu_rscsi, link_order_link, srcu_gp), m->loc),
			       seq(order, rcu_link, order));
	} while (!rel_same(&m->pool, order, before));
	return order;
}

static void lkmm_rb(struct model *m)
{
	/*
	 * rcu-order links grace periods and ends of critical sections only: other pairs of rcu-link
	 * are dropped.
	 */
	rel_t rcu_link, ends = either(m->sync, m->tag[TAG_RCU_LOCK], m->tag[TAG_RCU_UNLOCK],
				      m->tag[TAG_SRCU_LOCK], m->tag[TAG_SRCU_UNLOCK]);

	m->pb_star = star(m->pb);
	rcu_link = seq(set_of(ends), m->po_opt, m->hb_star, m->pb_star, m->prop, m->po,
		       set_of(ends));
	/* A section that never ends counts as ending after all completed grace periods. */
	m->never_ends = product(m->sync, m->endless);
	rcu_link = either(rcu_link, m->never_ends);
	m->rcu_order = lkmm_rcu_order(m, rcu_link);
	m->rcu_fence = seq(m->po, m->rcu_order, m->po_opt);
	m->fence = either(m->fence, m->rcu_fence);
	m->strong_fence = either(m->strong_fence, m->rcu_fence);
	m->rb = seq(m->prop, m->rcu_fence, m->hb_star, m->pb_star, m->marked);
}

/*
 * Without a critical section rcu-order consists of grace periods, which are also strong fences: rb
 * adds nothing to pb, and rcu-fence matters only for plain accesses.
 */
static bool lkmm_needs_rb(const struct model *m)
{
	return !m->sync->empty &&
	       !(m->rcu_rscs->empty && m->srcu_rscs->empty && m->unmarked->empty);
}

/* ---- plain accesses ---- */

static bool lkmm_plain_coherence(struct model *m)
{
	rel_t marked = m->marked;
	rel_t xbstar = star(either(m->hb, m->pb, m->rb));
	rel_t vis = seq(m->cumul_fence_star, opt(m->rfe), marked,
			either(seq(m->strong_fence, marked, xbstar), both(xbstar, m->internal)));
	rel_t w_pre = seq(marked, opt(either(m->addr, m->fence)));
	rel_t r_pre = seq(marked, opt(either(m->addr, m->nonrw_fence, m->rmb_noreturn_after)));
	rel_t w_post = seq(opt(m->fence), marked, m->rmw_sequence);
	rel_t r_post = seq(opt(either(m->nonrw_fence, m->rmb_noreturn_before)), marked);

	m->ww_vis = either(m->fence, seq(m->strong_fence, xbstar, w_pre), seq(w_post, vis, w_pre));
	m->wr_vis = either(m->fence, seq(m->strong_fence, xbstar, r_pre), seq(w_post, vis, r_pre));
	m->rw_xbstar = either(m->fence, seq(r_post, xbstar, w_pre));
	return both(both(m->pre_race, m->rf), inverse(m->rw_xbstar))->empty &&
	       both(both(m->pre_race, m->fr), inverse(m->wr_vis))->empty &&
	       both(both(m->pre_race, m->co), inverse(m->ww_vis))->empty;
}

/* Without the accesses of data_race(). */
static rel_t lkmm_pre_race(struct model *m)
{
	if (m->may_race->empty)
		return m->pre_race;
	return minus(m->pre_race, either(product(m->may_race, m->memory),
					 product(m->memory, m->may_race)));
}

/* Pairs of accesses that race if coherence and reads-from relate them, and can no longer be ordered
 * otherwise. */
static rel_t lkmm_races(struct execution *x)
{
	struct model *m = model_of(x);
	rel_t marked = m->marked, W = m->writes, pre_race = lkmm_pre_race(m);
	rel_t ww_nonrace = both(both(m->ww_vis, either(product(marked, W), m->rw_xbstar)),
				either(product(W, marked), m->wr_vis));
	rel_t ww_race = minus(both(pre_race, m->co), ww_nonrace);
	rel_t wr_race = minus(minus(both(pre_race, seq(opt(m->co), m->rf)), m->wr_vis),
			      inverse(m->rw_xbstar));
	rel_t rw_race = minus(both(pre_race, m->fr), m->rw_xbstar);

	return either(ww_race, wr_race, rw_race);
}

/* ---- the life of objects: a free is a plain write to all of the object ---- */

/* The pairs of an access and the free that it is ordered before; and others. */
static rel_t lkmm_before_free(struct model *m)
{
	return either(m->po, seq(m->reads, m->rw_xbstar),
		      both(both(m->ww_vis, m->wr_vis), m->rw_xbstar));
}

/*
 * An access that is not ordered before the free of its object, or two frees of one; a read of an
 * object that nothing has written to.
 */
static rel_t lkmm_misuses(struct execution *x, enum lkmm_flag flag)
{
	struct model *m = model_of(x);
	rel_t M = minus(m->memory, m->tag[TAG_FREE]);

	if (flag == LKMM_UNINITIALIZED)
		return seq(m->unset, m->rf);
	if (m->freed->empty)
		return m->pool.none;
	if (flag == LKMM_DOUBLE_FREE)
		return seq(m->tag[TAG_FREE], m->freed, m->tag[TAG_FREE]);
	return minus(seq(M, inverse(m->freed)), lkmm_before_free(m));
}

/* ---- the rules ---- */

/* Each is called only if those before it hold, and uses their results. */

static bool holds_coherence(struct execution *x)
{
	struct model *m = model_of(x);

	lkmm_coherence(m);
	return acyclic(either(m->po_loc, m->com)) && irreflexive(lkmm_torn(m));
}

static bool holds_atomic(struct execution *x)
{
	return lkmm_atomic(model_of(x));
}

static bool holds_happens_before(struct execution *x)
{
	struct model *m = model_of(x);

	lkmm_dependencies(m);
	lkmm_after_ctrl_dep(m);
	lkmm_fences(m);
	hand_on(m);
	lkmm_ppo(m);
	lkmm_propagation(m);
	return acyclic(m->hb);
}

static bool holds_propagation(struct execution *x)
{
	struct model *m = model_of(x);

	lkmm_pb(m);
	return acyclic(m->pb);
}

static bool holds_rcu(struct execution *x)
{
	struct model *m = model_of(x);

	lkmm_srcu(m);
	m->rb = m->never_ends = m->pool.none;
	if (lkmm_needs_rb(m))
		lkmm_rb(m);
	return irreflexive(m->rb);
}

static bool holds_plain_coherence(struct execution *x)
{
	struct model *m = model_of(x);

	return m->unmarked->empty || lkmm_plain_coherence(m);
}
