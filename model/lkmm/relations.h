/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * An execution as a model sees it: events, the relations given with them, and the relations its
 * equations define. The names are those of the model; a set S is the relation [S].
 */
#ifndef LKMM_MODEL_RELATIONS_H
#define LKMM_MODEL_RELATIONS_H

#include "model/path/path.h"
#include "model/engine/rel.h"

struct model {
	struct pool pool;
	size_t fixed_mark;		/* the pool holds fixed relations up to here */

	/* given with the control flow */
	rel_t id, po, ext, internal, rmw, rmw_inverse, syntactic_addr, syntactic_data, syntactic_ctrl;
	rel_t syntactic_passed;		/* from reads to the fences that a branch on them led to */
	rel_t tag[NR_TAGS];		/* [events with this tag] */
	rel_t reads, writes, fences, rmw_events, rmw_halves;

	/* given with an execution, complete or not */
	rel_t loc, rf, co;
	rel_t handoff;			/* of an incomplete one: see lock.c */

	/* sets */
	rel_t memory, marked, plain, acquire, release, full, noreturn, returning, not_noreturn,
		not_srcu_unlock;
	rel_t sync;

	/* what follows from control flow alone */
	rel_t rcu_rscs, po_opt, acq_po, po_rel, rmb, wmb, rmb_noreturn_before, rmb_noreturn_after;
	rel_t mb_fixed, gp, barrier;

	/* what follows from an execution */
	rel_t po_loc, rfi, rfe, fr, com, carry, addr, data, ctrl, overwrite;
	rel_t po_unlock_lock_po, ctrl_acq, mb, strong_fence, nonrw_fence, fence, ppo;
	rel_t rmw_sequence, cumul_fence, cumul_fence_star, prop, hb, hb_star, pb, pb_star;
	rel_t srcu_rscs, carry_srcu, pass_cookie, rcu_rscsi, srcu_rscsi, rcu_order, rcu_fence, rb;
	rel_t pre_race, ww_vis, wr_vis, rw_xbstar, race;

	/* why.c: program order that nothing keeps, while an allowed execution is explained */
	rel_t loose;
};

#endif
