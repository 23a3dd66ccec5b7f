// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Which primitive implements a row. Decided from the row's formula alone, once for all
 * architectures and languages:
 *
 *	nothing is written              load
 *	when v == ARG, the rest new     cmpxchg
 *	any other condition             a loop of load and cmpxchg
 *	v does not occur in the new     xchg, or a store if nothing is returned
 *	v ALU operand                   the fetch form; the void form if nothing is returned
 *	... and returns new == 0, < 0   the test form
 *	v ^ (ARG & 127), v & 128        the test form, of bit 7
 *	v | m, v & ~m, v ^ m            the bit form; if m is tested, the form that tests a bit
 */
#include "gen/gen.h"

const char *const prim_name[NR_PRIMS] = { "load", "store", "xchg", "cmpxchg", "void", "fetch",
					  "test", "bit", "test_bit", "wait", "cmpxchg2",
					  "mask" };
const char *const alu_name[NR_ALUS] = { "add", "and", "andnot", "or", "xor", "sub", "inc", "dec" };
const char *const flag_name[NR_FLAGS] = { "ok", "zero", "negative", "found",
					    "bit7" };

bool alu_has_operand(enum alu alu)
{
	return alu != INC && alu != DEC;
}

static bool is_cmpxchg(const struct op *op)
{
	const struct expr *w = op->when;

	return streq(w->op, "==") && w->left->kind == E_VALUE && w->right->kind == E_ARG &&
	       !expr_uses_value(op->becomes);
}

static bool is_test(const struct op *op, enum flag *flag)
{
	const struct expr *e = op->returns;

	if (!e || !expr_is_comparison(e) || !expr_is(op, e->left, op->becomes) ||
	    e->right->kind != E_NUMBER || e->right->number)
		return false;
	*flag = streq(e->op, "==") ? FLAG_ZERO : FLAG_NEGATIVE;
	return streq(e->op, "==") || streq(e->op, "<");
}

static bool is_and(const struct expr *e, enum expr_kind left, int number)
{
	return e->kind == E_BINARY && e->op[0] == '&' && e->left->kind == left &&
	       e->right->kind == E_NUMBER && e->right->number == number;
}

/* Bits of the first byte but its last one are changed, and that one is returned. */
static bool is_test_of_bit7(const struct op *op, const struct plan *p)
{
	const struct expr *e = op->returns;

	return e && p->alu == XOR && is_and(p->operand, E_ARG, 127) && streq(e->op, "!=") &&
	       is_and(e->left, E_VALUE, 128) && e->right->kind == E_NUMBER && !e->right->number;
}

/* If no value is returned, subtraction and the constant 1 have separate primitives. */
static void plan_without_value(struct plan *p)
{
	bool one = p->operand->kind == E_NUMBER && p->operand->number == 1;

	if (p->alu == ADD && one)
		p->alu = p->negate ? DEC : INC;
	else if (p->alu == ADD && p->negate)
		p->alu = SUB;
	p->negate = false;
}

static bool plan_bit(const struct op *op, struct plan *p)
{
	if (p->operand->kind != E_MASK || (op->returns && !expr_tests_bit(op->returns, "!=")))
		return false;
	p->kind = op->returns ? PLAN_TEST_BIT : PLAN_BIT;
	p->flag = FLAG_FOUND;
	if (p->alu == AND)
		p->alu = ANDNOT;
	p->complement = false;
	return true;
}

/* Where the condition does not hold, the new value is the one found: it may be written. */
static bool writes_same_unless(const struct op *op)
{
	const struct expr *e = op->becomes;

	return expr_tests_bit(op->when, "==") && e->kind == E_BINARY && e->op[0] == '|' &&
	       e->left->kind == E_VALUE && e->right->kind == E_MASK;
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
	if (p->alu != ADD && plan_bit(op, p))
		return;
	if (p->alu == ADD && is_test(op, &p->flag))
		p->kind = PLAN_TEST;
	if (is_test_of_bit7(op, p))
		p->kind = PLAN_TEST, p->flag = FLAG_BIT7;
	if (p->kind != PLAN_FETCH)
		plan_without_value(p);
}

struct plan plan_op(const struct op *op)
{
	struct plan p = { .kind = PLAN_LOOP };

	if (!op->becomes)
		p.kind = PLAN_LOAD;
	else if (op->when && !writes_same_unless(op))
		p.kind = is_cmpxchg(op) ? PLAN_CMPXCHG : PLAN_LOOP;
	else if (!expr_uses_value(op->becomes))
		p.kind = op->returns ? PLAN_XCHG : PLAN_STORE;
	else
		plan_alu(op, &p);
	return p;
}

const char *bit_verb(const struct op *op)
{
	enum alu alu = plan_op(op).alu;

	return alu == OR ? "Sets" : alu == XOR ? "Inverts" : "Clears";
}

const struct op *op_by_value(const struct table *t, const struct op *op)
{
	if (plan_op(op).kind != PLAN_CMPXCHG || !op_returns_bool(op))
		return NULL;
	for (int i = 0; i < t->nops; i++)
		if (t->op[i].family->on == op->family->on &&
		    plan_op(&t->op[i]).kind == PLAN_CMPXCHG && !op_returns_bool(&t->op[i]))
			return &t->op[i];
	return NULL;
}
