// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Operators that have no value for some operands: a division by zero, a shift by the width of its
 * type or more. The front end notes those that are not known to have one. The path stops there
 * once, for pointer.c to ask whether an execution comes to it with such operands, and goes on as if
 * none did. It is no branch: nothing that comes later depends on it.
 */
#include "run.h"

static int64_t least_of(struct lkmm_integer t)
{
	return (int64_t)(~UINT64_C(0) << (t.bits - 1));
}

/* What is true if and only if @e has no value for @a and @b. */
static const struct sym *has_no_value(struct run *r, const struct lkmm_expr *e,
				      const struct sym *a, const struct sym *b)
{
	struct lkmm_integer t = e->access->accessed;
	const struct sym *zero, *least;

	if (e->kind == LKMM_UNARY)
		return lkmm_sym_unary(r, LKMM_LNOT, a);
	if (e->op == LKMM_SHL || e->op == LKMM_SHR)
		return lkmm_sym_typed_binary(r, LKMM_GE, true, b, lkmm_sym_number(r, t.bits));
	zero = lkmm_sym_unary(r, LKMM_LNOT, b);
	if (t.is_unsigned)
		return zero;
	least = lkmm_sym_binary(r, LKMM_EQ, a, lkmm_sym_number(r, least_of(t)));
	b = lkmm_sym_binary(r, LKMM_EQ, b, lkmm_sym_number(r, -1));
	return lkmm_sym_binary(r, LKMM_LOR, zero, lkmm_sym_binary(r, LKMM_LAND, least, b));
}

void lkmm_run_defined(struct run *r, const struct lkmm_expr *e, const struct sym *a,
		      const struct sym *b)
{
	const struct sym *none;

	if (!e->access || r->flow != FLOW_ON)
		return;
	none = has_no_value(r, e, a, b);
	for (const struct guard *g = r->guard; g && r->flow == FLOW_ON; g = g->outer) {
		const struct sym *cond = g->truth ? g->cond : lkmm_sym_unary(r, LKMM_LNOT, g->cond);

		none = lkmm_sym_binary(r, LKMM_LAND, cond, none);
	}
	if (r->flow == FLOW_ON)
		lkmm_run_unless(r, none, e);
}
