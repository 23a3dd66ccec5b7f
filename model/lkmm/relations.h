/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * The relations that the equations of the Linux-kernel memory model define, by the names it gives
 * them, beside those that an execution brings along. A set S is the relation [S].
 */
#ifndef LKMM_MODEL_RELATIONS_H
#define LKMM_MODEL_RELATIONS_H

#include "model/engine/model.h"
#include "rules.h"

struct model {
	union {
		struct execution execution;
		struct {
			EXECUTION
		};
	};

	/* sets */
	rel_t memory, stores, marked, plain, unmarked, acquire, release, full, noreturn, returning,
		not_noreturn, not_srcu_unlock;
	rel_t sync;

	/* from control flow alone */
	rel_t rcu_rscs, po_opt, acq_po, po_rel, rmb, wmb, rmb_noreturn_before, rmb_noreturn_after;
	rel_t mb_fixed, gp, barrier;

	/* from an execution */
	rel_t po_loc, rf_any, rfi, rfe, fr, com, carry, addr, data, ctrl, overwrite;
	rel_t po_unlock_lock_po, ctrl_acq, mb, strong_fence, nonrw_fence, fence, ppo;
	rel_t rmw_sequence, cumul_fence, cumul_fence_star, prop, hb, hb_star, pb, pb_star;
	rel_t srcu_rscs, carry_srcu, pass_cookie, rcu_rscsi, srcu_rscsi, never_ends, rcu_order,
		rcu_fence, rb;
	rel_t pre_race, ww_vis, wr_vis, rw_xbstar;
};

static inline struct model *model_of(struct execution *x)
{
	return (struct model *)(void *)x;
}

#endif
