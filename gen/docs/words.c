// SPDX-License-Identifier: GPL-2.0 OR MIT
/* An operation in words: its effect and its result, from its formulas. */
#include "doc.h"

#include <string.h>

char *op_formula(const struct op *op, const struct expr *e)
{
	const char *value = op->family->on == ATOMIC_TYPE ? "*v" : "v";

	return e ? mdoc_literal(expr_text(e, op->args, value)) : "\\-";
}

/* ---- the effect ---- */

static char *operand(const struct op *op, const struct expr *e)
{
	return e->kind == E_NUMBER ? xprintf("%ld", e->number) :
		e->kind == E_ARG ? xprintf("\n.Fa %s\n", op->args[e->arg].name) :
		xprintf("\n.Li \"%s\"\n", op_formula(op, e));
}

/* The new value of the object: an arithmetic operator. */
static char *change(const struct op *op)
{
	const struct expr *right = op->becomes->right;

	if (op->becomes->kind != E_BINARY || op->becomes->left->kind != E_VALUE)
		return xprintf("Writes %s", operand(op, op->becomes));
	switch (op->becomes->op[0]) {
	case '+':
		return xprintf("Adds %s to the object", operand(op, right));
	case '-':
		return xprintf("Subtracts %s from the object", operand(op, right));
	case '|':
		return xprintf("Sets the bits of the object that are set in %s",
			       operand(op, right));
	case '^':
		return xprintf("Inverts the bits of the object that are set in %s",
			       operand(op, right));
	default:
		if (right->kind == E_UNARY && right->left->kind == E_MASK)
			return "Clears the bit";
		if (right->kind == E_UNARY)
			return xprintf("Clears the bits of the object that are set in %s",
				       operand(op, right->left));
		return xprintf("Clears the bits of the object that are not set in %s",
			       operand(op, right));
	}
}

/* "if the value found is not 0" */
static char *condition(const struct op *op)
{
	const struct expr *e = op->when;
	bool zero = e->right->kind == E_NUMBER && e->right->number == 0;

	if (streq(e->op, "!="))
		return xprintf("if the value found is not %s", operand(op, e->right));
	if (zero && streq(e->op, ">="))
		return "if the value found is not negative";
	if (zero && streq(e->op, "<="))
		return "if the value found is not positive";
	if (zero && streq(e->op, ">"))
		return "if the value found is positive";
	return xprintf("if\n.Li \"%s\"", op_formula(op, e));
}

char *op_in_words(const struct op *op)
{
	switch (plan_op(op).kind) {
	case PLAN_BIT:
	case PLAN_TEST_BIT:
		return xprintf("%s the bit", bit_verb(op));
	case PLAN_LOAD:
		return "Reads the object";
	case PLAN_STORE:
	case PLAN_XCHG:
		return xprintf("Writes %s", operand(op, op->becomes));
	case PLAN_CMPXCHG:
		if (op_returns_bool(op))
			return xprintf("Writes %s if the value found is the one that\n.Fa old\n"
				       "points to; if not, writes the value found there",
				       operand(op, op->becomes));
		return xprintf("Writes %s if the value found is %s", operand(op, op->becomes),
			       operand(op, op->when->right));
	case PLAN_LOOP:
		return xprintf("%s %s", change(op), condition(op));
	default:
		return change(op);
	}
}

/* ---- results ---- */

char *op_returned(const struct op *op, bool many)
{
	const struct expr *e = op->returns;
	const char *who = many ? "they" : "it";

	if (e->kind == E_VALUE)
		return op->when ? xprintf("the value found, whether %s wrote or not", who) :
			op->becomes ? "the value found, which is the old one" : "the value found";
	if (expr_tests_bit(e, "!="))
		return op->becomes ? "whether the bit was set" : "whether the bit is set";
	if (expr_is(op, e, op->when))
		return xprintf("true if %s wrote, and false otherwise", who);
	if (expr_is(op, e, op->becomes))
		return op->when ? xprintf("\n.Li \"%s\" ,\nwhether %s wrote or not",
					  op_formula(op, e), who) : "the new value";
	if (op_returns_bool(op) && expr_is(op, e->left, op->becomes) &&
	    e->right->kind == E_NUMBER && !e->right->number)
		return xprintf("true if the new value is %s, and false otherwise",
			       streq(e->op, "==") ? "0" : streq(e->op, "<") ? "negative" :
			       xprintf("%s 0", e->op));
	return xprintf("%s\n.Li \"%s\"", op_returns_bool(op) ? "whether" : "", op_formula(op, e));
}
