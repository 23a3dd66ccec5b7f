// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Formulas as the checker has them: expressions of C. */
#include "common.h"

static const struct {
	const char *op, *name;
} operator_name[] = {
	{ "+", "ADD" }, { "-", "SUB" }, { "&", "AND" }, { "|", "OR" },
	{ "^", "XOR" }, { "==", "EQ" }, { "!=", "NE" }, { "<", "LT" },
	{ "<=", "LE" }, { ">", "GT" },	{ ">=", "GE" },
};

static const char *binary_name(const char *op)
{
	for (size_t i = 0; i < COUNT(operator_name); i++)
		if (streq(operator_name[i].op, op))
			return operator_name[i].name;
	return "";
}

char *formula_text(const struct expr *e)
{
	switch (e->kind) {
	case E_VALUE:
		return "V";
	case E_ARG:
		return xprintf("ARG(%d)", e->arg);
	case E_NUMBER:
		return xprintf("NUMBER(%ld)", e->number);
	case E_UNARY:
		return xprintf("UNARY(%s, %s)", streq(e->op, "~") ? "NOT" : "NEG",
			       formula_text(e->left));
	case E_MASK:			/* on arrays: the checker has words for that */
		return "";
	case E_BINARY:
		break;
	}
	return xprintf("BINARY(%s, %s, %s)", binary_name(e->op), formula_text(e->left),
		       formula_text(e->right));
}

void put_formula_macros(struct out *o)
{
	put(o, "#define F(...) (&(const struct lkmm_formula){ __VA_ARGS__ })\n");
	put(o, "#define V F(.kind = LKMM_F_VALUE)\n");
	put(o, "#define ARG(i) F(.kind = LKMM_F_ARG, .number = (i))\n");
	put(o, "#define NUMBER(n) F(.kind = LKMM_F_NUMBER, .number = (n))\n");
	put(o, "#define UNARY(o, l) F(.kind = LKMM_F_UNARY, .op = LKMM_##o, .left = (l))\n");
	put(o, "#define BINARY(o, l, r) F(.kind = LKMM_F_BINARY, .op = LKMM_##o, .left = (l), "
	       ".right = (r))\n\n");
}
