// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Sequential consistency: all accesses are in one order, which program order agrees with. */
#include "model/engine/rel.c"
#include "model/engine/model.h"
#include "model/engine/notation.h"

struct model {
	union {
		struct execution execution;
		struct {
			EXECUTION
		};
	};
	rel_t fr, fre, coe;
};

static bool holds_sc(struct execution *x)
{
	struct model *m = (struct model *)(void *)x;

	m->fr = seq(inverse(m->rf), m->co);
	return acyclic(either(m->po, of_accesses(either(m->rf, m->co, m->fr))));
}

static bool holds_atomic(struct execution *x)
{
	struct model *m = (struct model *)(void *)x;

	m->fre = both(m->fr, m->ext);
	m->coe = both(m->co, m->ext);
	return both(m->rmw, seq(m->fre, m->coe))->empty;
}

static rel_t what_breaks(struct execution *x, int rule)
{
	struct model *m = (struct model *)(void *)x;

	if (rule == 2)
		return seq(m->fre, m->coe, m->rmw_inverse);
	return cycles(either(m->po, of_accesses(either(m->rf, m->co, m->fr))));
}

static const struct step_name step_names[] = {
	{ offsetof(struct model, po), "po", NULL, false },
	{ offsetof(struct model, rf), "rfi", "rfe", false },
	{ offsetof(struct model, co), "coi", "coe", false },
	{ offsetof(struct model, fr), "fri", "fre", false },
	{ offsetof(struct model, same), "same-access", NULL, false },
	{ offsetof(struct model, fre), "fri", "fre", false },
	{ offsetof(struct model, coe), "coi", "coe", false },
	{ offsetof(struct model, rmw_inverse), "rmw^-1", NULL, false },
};

static bool holds(struct execution *x, int rule)
{
	return rule ? holds_atomic(x) : holds_sc(x);
}

extern const struct equations SIZED(lkmm_sc_equations_);

const struct equations SIZED(lkmm_sc_equations_) = {
	.size = sizeof(struct model),
	.holds = holds,
	.breaks = what_breaks,
	.name = step_names,
	.nnames = sizeof(step_names) / sizeof(step_names[0]),
};
