// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Functions of the compiler that count bits. They are operators of the program: a value that is
 * computed by one depends on its operand as by any other. Of 0, those that count zeros are the
 * number of bits, where the compiler leaves them undefined.
 */
#include "aggregate.h"

static const struct {
	const char *name;
	enum lkmm_operator op;
	int bits;
} builtins[] = {
	{ "__builtin_popcount", LKMM_POPCOUNT, 32 }, { "__builtin_ctz", LKMM_CTZ, 32 },
	{ "__builtin_clz", LKMM_CLZ, 32 },
	{ "__builtin_popcountl", LKMM_POPCOUNT, 64 }, { "__builtin_ctzl", LKMM_CTZ, 64 },
	{ "__builtin_clzl", LKMM_CLZ, 64 },
	{ "__builtin_popcountll", LKMM_POPCOUNT, 64 }, { "__builtin_ctzll", LKMM_CTZ, 64 },
	{ "__builtin_clzll", LKMM_CLZ, 64 },
};

static int find(const struct token *name)
{
	for (size_t i = 0; i < sizeof(builtins) / sizeof(builtins[0]); i++)
		if (same_name(builtins[i].name, name->text, name->len))
			return (int)i;
	return -1;
}

bool c_is_builtin(const struct token *name)
{
	return find(name) >= 0;
}

struct lkmm_expr *c_parse_builtin(struct litmus *l, const struct token *name)
{
	const struct ctype type = { .integer = LKMM_UNSIGNED(builtins[find(name)].bits) };
	enum lkmm_operator op = builtins[find(name)].op;
	struct lkmm_expr *e;

	lex_expect(&l->x, "(");
	e = c_cast(l, type, c_value(l, parse_assignment(l)), name->at);
	lex_expect(&l->x, ")");
	if (!e)
		return NULL;
	/* In 64 bits, a one ends the zeros of the low half, and 32 zeros precede the high ones. */
	if (type.integer.bits == 32 && op == LKMM_CTZ)
		e = new_binary(l, LKMM_OR, e, new_number(l, INT64_C(1) << 32, name->at), name->at);
	e = e ? new_binary(l, op, e, NULL, name->at) : NULL;
	if (type.integer.bits == 32 && op == LKMM_CLZ)
		e = new_binary(l, LKMM_SUB, e, new_number(l, 32, name->at), name->at);
	if (e)
		e->type.integer = LKMM_SIGNED(32);
	return e;
}
