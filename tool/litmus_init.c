// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Types of C, and what stands before the processes: variables and their first values. */
#include "rust.h"

#include <string.h>

/* ---- types ---- */

static const struct {
	const char *name;
	int width;			/* 0: a word that qualifies a type */
} types[] = {
	{ "int", 32 }, { "long", 64 }, { "char", 8 }, { "short", 16 },
	{ "bool", -8 }, { "_Bool", -8 }, { "void", 32 },
	{ "intptr_t", 64 }, { "uintptr_t", -64 }, { "size_t", -64 },
	{ "atomic_t", 32 }, { "atomic64_t", 64 },
	{ "atomic_long_t", 64 }, { "spinlock_t", 32 }, { "u8", -8 },
	{ "u16", -16 }, { "u32", -32 }, { "u64", -64 },
	{ "s8", 8 }, { "s16", 16 }, { "s32", 32 },
	{ "s64", 64 }, { "int8_t", 8 }, { "int16_t", 16 },
	{ "int32_t", 32 }, { "int64_t", 64 }, { "uint8_t", -8 },
	{ "uint16_t", -16 }, { "uint32_t", -32 },
	{ "uint64_t", -64 }, { "signed", 0 }, { "unsigned", 0 },
	{ "volatile", 0 }, { "const", 0 }, { "struct", 0 },
	{ "srcu_struct", 32 }, { "__rcu", 0 },
};

static int type_index(const struct lexer *x)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (tok_is(x, types[i].name))
			return (int)i;
	return -1;
}

bool tok_is_type(const struct lexer *x)
{
	return type_index(x) >= 0;
}

struct ctype parse_stars(struct litmus *l, struct ctype t)
{
	for (;;) {
		if (lex_accept(&l->x, "*"))
			t.stars++;
		else if (!lex_accept(&l->x, "const") && !lex_accept(&l->x, "volatile") &&
			 !lex_accept(&l->x, "__rcu"))
			return t;
	}
}

struct ctype parse_type(struct litmus *l)
{
	struct ctype t = { 0 };
	bool is_unsigned = false, any = false;
	int i;

	while ((i = type_index(&l->x)) >= 0) {
		is_unsigned |= tok_is(&l->x, "unsigned");
		t.truth |= tok_is(&l->x, "bool") || tok_is(&l->x, "_Bool");
		t.atomic |= !strncmp(types[i].name, "atomic", 6);
		/* "long int" is a long, "short int" a short */
		if (types[i].width && (!t.width || types[i].width != 32))
			t.width = types[i].width;
		any = true;
		lex_next(&l->x);
	}
	if (any && !t.width)
		t.width = 32;
	if (is_unsigned && t.width > 0)
		t.width = -t.width;
	return parse_stars(l, t);
}

/* ---- the variables ---- */

static int64_t parse_value(struct litmus *l);

/* What stands in parentheses; a type there is a cast, which changes nothing. */
static int64_t parse_parenthesised(struct litmus *l)
{
	struct lexer *x = &l->x;
	bool cast = tok_is_type(x);
	int64_t v = 0;

	if (cast)
		parse_type(l);
	else
		v = parse_value(l);
	lex_expect(x, ")");
	return cast ? parse_value(l) : v;
}

static int64_t parse_value(struct litmus *l)
{
	struct lexer *x = &l->x;
	int64_t v = 0;

	if (too_deep(l))
		return 0;
	l->depth++;
	if (lex_accept(x, "(")) {
		v = parse_parenthesised(l);
	} else if (lex_accept(x, "-")) {
		v = (int64_t)-(uint64_t)parse_value(l);
	} else if (lex_accept(x, "ATOMIC_INIT") || lex_accept(x, "ATOMIC64_INIT") ||
		   lex_accept(x, "ATOMIC_LONG_INIT")) {
		lex_expect(x, "(");
		v = parse_parenthesised(l);
	} else {
		lex_accept(x, "&");
		if (x->tok.kind == T_NUMBER)
			v = x->tok.number;
		else if (x->tok.kind == T_NAME)
			v = lkmm_address(add_location(l, x->tok.text, x->tok.len));
		else
			lex_expected(x, "a number or the name of a variable");
		lex_next(x);
	}
	l->depth--;
	return v;
}

static void parse_variable(struct litmus *l)
{
	struct lexer *x = &l->x;
	struct ctype t = parse_type(l);
	struct lkmm_thread *th = NULL;
	int i, width = t.stars ? 64 : t.width;
	int64_t v = 0;

	/* static mut x: i32 = 0; */
	if (lex_accept(x, "static") || lex_accept(x, "let"))
		lex_accept(x, "mut");

	if (x->tok.kind == T_NUMBER) {
		th = thread_number(l, x->tok.number);
		lex_next(x);
		lex_expect(x, ":");
	} else if (lex_accept(x, "[")) {
		/* herd also writes a variable [x] */
		if (x->tok.kind != T_NAME) {
			lex_expected(x, "the name of a variable");
			return;
		}
		i = add_location(l, x->tok.text, x->tok.len);
		lex_next(x);
		lex_expect(x, "]");
		if (lex_accept(x, "="))
			v = parse_value(l);
		if (!x->error[0])
			l->test.loc[i].init = v;
		return;
	}
	if (x->tok.kind != T_NAME) {
		lex_expected(x, "the name of a variable");
		return;
	}
	i = th ? add_register(l, th, x->tok.text, x->tok.len, 0)
	       : add_location(l, x->tok.text, x->tok.len);
	lex_next(x);
	if (rust_variable_starts(x))
		v = parse_rust_variable(l, &width);
	else if (lex_accept(x, "="))
		v = parse_value(l);
	if (x->error[0])
		return;
	if (th) {
		th->reg[i].init = v;
		th->reg[i].width = width;
	} else {
		l->test.loc[i].init = v;
		l->test.loc[i].width = width;
	}
}

void parse_variables(struct litmus *l)
{
	struct lexer *x = &l->x;

	if (!tok_is(x, "{")) {
		lex_expected(x, "'{' and the first values of variables");
		return;
	}
	lex_next(x);
	while (!x->error[0] && !lex_accept(x, "}")) {
		if (lex_accept(x, ";"))
			continue;
		if (x->tok.kind == T_END)
			lex_expected(x, "'}'");
		parse_variable(l);
		if (!tok_is(x, "}"))
			lex_expect(x, ";");
	}
}
