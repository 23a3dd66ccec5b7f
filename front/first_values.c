// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Types of C, and what stands before the processes: variables and their first values. */
#include "base/nearest.h"
#include "front/rust/rust.h"

#include <stdio.h>
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
	{ "s64", 64 }, { "__u8", -8 }, { "__u16", -16 }, { "__u32", -32 }, { "__u64", -64 },
	{ "__s8", 8 }, { "__s16", 16 }, { "__s32", 32 }, { "__s64", 64 }, { "uint", -32 },
	{ "ulong", -64 }, { "ssize_t", 64 }, { "ptrdiff_t", 64 }, { "loff_t", 64 },
	{ "pid_t", 32 }, { "restrict", 0 }, { "register", 0 }, { "__user", 0 },
	{ "int8_t", 8 }, { "int16_t", 16 },
	{ "int32_t", 32 }, { "int64_t", 64 }, { "uint8_t", -8 },
	{ "uint16_t", -16 }, { "uint32_t", -32 },
	{ "uint64_t", -64 }, { "signed", 0 }, { "unsigned", 0 },
	{ "volatile", 0 }, { "const", 0 }, { "struct", 0 },
	{ "srcu_struct", 32 }, { "__rcu", 0 },
};

/* What C itself has: these words can follow each other. All others can be names behind a type. */
static const char c_words[] = " int long char short signed unsigned volatile const restrict ";

static bool is_c_word(const struct lexer *x)
{
	char word[16];

	if (x->tok.len > 10)
		return false;
	snprintf(word, sizeof(word), " %.*s ", x->tok.len, x->tok.text);
	return strstr(c_words, word);
}

void try_types(struct nearest *n)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		nearest_try(n, types[i].name);
	nearest_try(n, "struct srcu_struct");
}

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
			 !lex_accept(&l->x, "__rcu") && !lex_accept(&l->x, "restrict") &&
			 !lex_accept(&l->x, "__restrict") && !lex_accept(&l->x, "__user"))
			return t;
	}
}

static bool next_is_name(const struct lexer *x)
{
	struct lexer ahead = *x;

	ahead.quiet = true;
	lex_next(&ahead);
	return ahead.tok.kind == T_NAME;
}

/* struct and a name that is not known, or just such a name: it counts as an int. */
static bool parse_unknown_type(struct litmus *l)
{
	static const char *const words[] = { "struct", "union", "enum", "" };
	struct lexer *x = &l->x, ahead = *x;
	int i = 0;

	ahead.quiet = true;
	lex_next(&ahead);
	while (*words[i] && !tok_is(x, words[i]))
		i++;
	if (*words[i] ? ahead.tok.kind != T_NAME || tok_is(&ahead, "srcu_struct")
		      : x->tok.kind != T_NAME || type_index(x) >= 0 || tok_is(x, "let") ||
				tok_is(x, "static") ||
				(ahead.tok.kind != T_NAME && !tok_is(&ahead, "*")))
		return false;
	ahead.tok.at = x->tok.at;
	unknown_type(l, words[i], *words[i] ? &ahead.tok : &x->tok);
	lex_next(x);
	if (*words[i])
		lex_next(x);
	return true;
}

struct ctype parse_type(struct litmus *l)
{
	struct ctype t = { 0 };
	bool is_unsigned = false, any = false;
	int i;

	if (parse_unknown_type(l))
		t.width = 32;
	while ((i = type_index(&l->x)) >= 0) {
		if ((t.width || is_unsigned) && types[i].width && !is_c_word(&l->x))
			break;
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

/* &x, x, &x[1] */
static int64_t parse_address(struct litmus *l)
{
	int loc = add_location(l, l->x.tok.text, l->x.tok.len);

	lex_next(&l->x);
	return lkmm_address(l->test, parse_element(l, loc));
}

int64_t parse_value(struct litmus *l)
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
		if (tok_is(x, "NULL") || tok_is(x, "false") || tok_is(x, "true")) {
			v = tok_is(x, "true");
			lex_next(x);
		} else if (x->tok.kind == T_NAME) {
			v = parse_address(l);
		} else {
			if (x->tok.kind == T_NUMBER)
				v = x->tok.number;
			else
				lex_expected(x, "a number or the name of a variable");
			lex_next(x);
		}
	}
	l->depth--;
	return v;
}

/* A variable has one type and one first value, although they may stand apart. */
static void give_once(struct litmus *l, struct given *now, const struct token *name)
{
	struct given *g = l->given;
	int i;

	for (i = now->fresh ? l->ngiven : 0; i < l->ngiven; i++)
		if (g[i].thread == now->thread && g[i].index == now->index)
			break;
	if (i == l->ngiven) {
		g = litmus_grow(l, g, l->ngiven, sizeof(*g));
		if (!g)
			return;
		l->given = g;
		l->ngiven++;
		g[i] = *now;
		return;
	}
	if ((g[i].type && now->type) || (g[i].value && now->value) || (!now->type && !now->value))
		litmus_report(l, name->at, "'%.*s' is declared twice, first in line %d",
			      name->len > 80 ? 80 : name->len, name->text, g[i].line);
	g[i].type |= now->type;
	g[i].value |= now->value;
}

/* 0: or P0: in front of a register; -1 for none. */
static int parse_thread(struct litmus *l)
{
	struct lexer *x = &l->x;
	int64_t n = x->tok.number;

	if (x->tok.kind != T_NUMBER && !(process_number(x, &n) && lex_next_is(x, ":")))
		return -1;
	if (!thread_number(l, n))
		return -1;
	lex_next(x);
	lex_expect(x, ":");
	return (int)n;
}

/* The name of what is given a value: x, [x], 0:r1. */
static bool parse_variable_name(struct litmus *l, struct given *g, struct token *name)
{
	struct lexer *x = &l->x;
	bool brackets;
	int before;

	g->thread = parse_thread(l);
	brackets = g->thread < 0 && lex_accept(x, "[");
	*name = x->tok;
	if (x->tok.kind != T_NAME) {
		lex_expected(x, "the name of a variable");
		return false;
	}
	before = g->thread >= 0 ? l->test->thread[g->thread].nregs : l->test->nlocs;
	if (g->thread >= 0)
		g->index = add_register(l, &l->test->thread[g->thread], name->text, name->len, 0);
	else
		g->index = add_location(l, name->text, name->len);
	g->fresh = g->index >= before;
	lex_next(x);
	if (brackets)
		lex_expect(x, "]");
	return g->index >= 0;
}

static void set_first(struct litmus *l, const struct given *g, int64_t v, int width)
{
	struct lkmm_location *loc;
	struct lkmm_register *reg;

	if (g->thread >= 0) {
		reg = &l->test->thread[g->thread].reg[g->index];
		if (g->value || !reg->init)
			reg->init = v;
		if (width || !reg->width)
			reg->width = width;
		reg->given = true;
		return;
	}
	loc = &l->test->loc[g->index];
	if (g->value || !loc->init)
		loc->init = v;
	if (width || !loc->width)
		loc->width = width;
}

static void parse_variable(struct litmus *l)
{
	struct lexer *x = &l->x;
	struct given g = { .line = x->tok.at.line };
	const char *start = x->tok.text;
	struct ctype t = parse_type(l);
	int width = t.stars ? 64 : t.width;
	struct token name;
	int64_t v = 0;

	g.type = x->tok.text != start;
	/* static mut x: i32 = 0; */
	if ((tok_is(x, "static") || tok_is(x, "let")) && next_is_name(x)) {
		lex_next(x);
		if (next_is_name(x))
			lex_accept(x, "mut");
	}
	if (!parse_variable_name(l, &g, &name))
		return;
	if (g.thread < 0 && tok_is(x, "[")) {
		g.type = g.value = true;
		parse_array(l, g.index, width);
		give_once(l, &g, &name);
		return;
	}
	if (rust_variable_starts(x)) {
		v = parse_rust_variable(l, &width);
		g.type = g.value = true;
	} else if (lex_accept(x, "=")) {
		v = parse_value(l);
		g.value = true;
	}
	if (x->error[0])
		return;
	give_once(l, &g, &name);
	set_first(l, &g, v, width);
}

/* Each ends with a semicolon, the last need not. */
void parse_variables(struct litmus *l)
{
	struct lexer *x = &l->x;

	if (!tok_is(x, "{")) {
		lex_expected(x, "the initial state, { ... }");
		return;
	}
	lex_next(x);
	while (!x->error[0] && !lex_accept(x, "}")) {
		struct litmus_mark mark = litmus_mark(l);

		if (pass_directive(l) || lex_accept(x, ";"))
			continue;
		if (x->tok.kind == T_NAME && body_has_ended(x)) {
			lex_expected(x, "'}' after the first values");
			return;
		}
		if (x->tok.kind == T_END)
			lex_expected(x, "'}'");
		parse_variable(l);
		if (!tok_is(x, "}"))
			lex_expect(x, ";");
		litmus_recover(l, &mark, ";}");
	}
}
