// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Functions of the compiler that count bits. They are operators of the program: a value that is
 * computed by one depends on its operand as by any other. Those that count zeros are undefined for
 * 0, but for the forms with an operand for that case, __builtin_ctzg(x, 64), which has to be this.
 */
#include "aggregate.h"
#include "front/constant.h"
#include "front/defined.h"

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
	{ "__builtin_ctzg", LKMM_CTZ, 64 }, { "__builtin_clzg", LKMM_CLZ, 64 },
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

static void parse_value_for_zero(struct litmus *l)
{
	struct lkmm_place at;
	int64_t n = 0;

	lex_expect(&l->x, ",");
	at = l->x.tok.at;
	if (!constant_value(l->test, parse_assignment(l), &n) || n != 64)
		lex_error(&l->x, at, "expected 64, the value for 0");
}

struct lkmm_expr *c_parse_builtin(struct litmus *l, const struct token *name)
{
	const struct ctype type = { .integer = LKMM_UNSIGNED(builtins[find(name)].bits) };
	enum lkmm_operator op = builtins[find(name)].op;
	bool any = name->text[name->len - 1] == 'g';
	struct lkmm_expr *e;

	lex_expect(&l->x, "(");
	e = c_cast(l, type, c_value(l, parse_assignment(l)), name->at);
	if (any)
		parse_value_for_zero(l);
	lex_expect(&l->x, ")");
	e = e ? new_binary(l, op, e, NULL, name->at) : NULL;
	if (!any)
		note_undefined(l, e, type.integer, LKMM_UNDEFINED);
	/* 32 zeros precede the high ones. */
	if (type.integer.bits == 32 && op == LKMM_CLZ)
		e = new_binary(l, LKMM_SUB, e, new_number(l, 32, name->at), name->at);
	if (e)
		e->type.integer = LKMM_SIGNED(32);
	return e;
}
