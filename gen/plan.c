// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Which primitive implements a row. Decided from the row's formula alone, once for all architectures and languages:
 *
 *	nothing is written              load
 *	when v == ARG, the rest new     cmpxchg
 *	any other condition             a loop of load and cmpxchg
 *	v does not occur in the new     xchg, or a store if nothing is returned
 *	v ALU operand                   the fetch form; the void form if nothing is returned
 */
#include "gen.h"

#include <string.h>

const char *const prim_name[NR_PRIMS] = { "load", "store", "xchg", "cmpxchg", "void", "fetch", "wait" };
const char *const alu_name[NR_ALUS] = { "add", "and", "andnot", "or", "xor" };

static bool is_cmpxchg(const struct op *op)
{
	const struct expr *w = op->when;

	return streq(w->op, "==") && w->left->kind == E_VALUE && w->right->kind == E_ARG && !expr_uses_value(op->becomes);
}

static void plan_alu(const struct op *op, struct plan *p)
{
	const struct expr *e = op->becomes;

	p->kind = op->returns ? PLAN_FETCH : PLAN_VOID;
	p->operand = e->right;
	if (e->kind != E_BINARY || e->left->kind != E_VALUE || expr_uses_value(e->right)) {
		p->kind = PLAN_LOOP;
		return;
	}
	if (e->op[0] == '&' && e->right->kind == E_UNARY && e->right->op[0] == '~') {
		p->operand = e->right->left;
		p->complement = true;
	}
	p->negate = e->op[0] == '-';
	p->alu = e->op[0] == '&' ? AND : e->op[0] == '|' ? OR : e->op[0] == '^' ? XOR : ADD;
}

struct plan plan_op(const struct op *op)
{
	struct plan p = { .kind = PLAN_LOOP };

	if (!op->becomes)
		p.kind = PLAN_LOAD;
	else if (op->when)
		p.kind = is_cmpxchg(op) ? PLAN_CMPXCHG : PLAN_LOOP;
	else if (!expr_uses_value(op->becomes))
		p.kind = op->returns ? PLAN_XCHG : PLAN_STORE;
	else
		plan_alu(op, &p);
	return p;
}
