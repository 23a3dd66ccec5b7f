// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Why an execution breaks a rule: the relations of an explanation, and their operands. */
#include "relations.h"
#include "model/engine/notation.h"

static const struct step_name step_names[] = {
#define NAMED(field, ...) { offsetof(struct model, field), __VA_ARGS__ }
	NAMED(rf, "rfi", "rfe", false),
	NAMED(rfi, "rfi", "rfe", false),
	NAMED(co, "coi", "coe", false),
	NAMED(fr, "fri", "fre", false),
	NAMED(same, "same-access", NULL, false),
	NAMED(loose, "po", NULL, false),
	NAMED(po, "po", NULL, false),
	NAMED(po_loc, "po-loc", NULL, false),
	NAMED(rmw, "rmw", NULL, false),
	NAMED(rmw_inverse, "rmw^-1", NULL, false),
	NAMED(syntactic_addr, "addr", NULL, false),
	NAMED(syntactic_data, "data", NULL, false),
	NAMED(syntactic_ctrl, "ctrl", NULL, false),
	NAMED(acq_po, "acq-po", NULL, false),
	NAMED(ctrl_acq, "ctrl-acq", NULL, true),
	NAMED(po_rel, "po-rel", NULL, false),
	NAMED(rmb, "rmb", NULL, true),
	NAMED(rmb_noreturn_before, "rmb", NULL, true),
	NAMED(rmb_noreturn_after, "rmb", NULL, true),
	NAMED(wmb, "wmb", NULL, true),
	NAMED(mb, "mb", NULL, true),
	NAMED(gp, "gp", NULL, true),
	NAMED(never_ends, "never-ends", NULL, false),
	NAMED(rcu_rscsi, "rcu-rscs^-1", NULL, false),
	NAMED(srcu_rscsi, "srcu-rscs^-1", NULL, false),
#undef NAMED
};

/*
 * The part of program order that the model preserves: preserved program order between marked
 * accesses, and the relations that order a plain access with a marked one in the equations for
 * plain accesses (w-pre to r-post).
 */
static rel_t kept_order(struct model *m)
{
	rel_t plain_read = set_of(both(m->plain, m->reads));
	rel_t plain_write = set_of(both(m->plain, m->writes));

	return either(seq(m->marked, m->ppo, m->marked),
		      seq(plain_write, m->fence, m->marked),
		      seq(plain_read, either(m->nonrw_fence, m->rmb_noreturn_before), m->marked),
		      seq(m->marked, either(m->addr, m->fence), plain_write),
		      seq(m->marked, either(m->addr, m->nonrw_fence, m->rmb_noreturn_after),
			  plain_read));
}

/*
 * For an execution that breaks no rule: the cycle that sequential consistency would forbid, if any.
 */
static rel_t what_is_inconsistent(struct model *m)
{
	rel_t kept = both(kept_order(m), m->internal);

	m->loose = minus(m->po, kept);
	return cycles(either(kept, m->loose, of_accesses(m->com)));
}

/* Relates events to themselves if the rule is broken. */
static rel_t what_breaks(struct execution *x, int rule)
{
	struct model *m = model_of(x);

	switch (rule) {
	case COHERENCE:
		return either(cycles(either(m->po_loc, m->com)), lkmm_torn(m));
	case ATOMIC:
		return seq(both(m->fr, m->ext), both(m->co, m->ext), m->rmw_inverse);
	case HAPPENS_BEFORE:
		return cycles(m->hb);
	case PROPAGATION:
		return cycles(m->pb);
	case RCU:
		return m->rb;
	case PLAIN_COHERENCE:
		return either(seq(both(m->rf, m->pre_race), m->rw_xbstar),
			      seq(both(m->fr, m->pre_race), m->wr_vis),
			      seq(both(m->co, m->pre_race), m->ww_vis));
	default:
		return what_is_inconsistent(m);
	}
}
