// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The part before the processes: variables and their initial values. */
#include "error.h"
#include "front/c/aggregate.h"
#include "front/rust/rust.h"
#include "part.h"
#include "words.h"

#include <string.h>

/* A first value of a variable, or of a register of a process. */
struct given {
	int thread, index;		/* thread -1: a variable */
	bool type, value;
	bool fresh;			/* the name has not been seen before */
	int line;
};

/* The contents of parentheses; a type there is a cast, which changes nothing. */
static int64_t parse_parenthesised(struct litmus *l)
{
	struct lexer *x = &l->x;
	bool cast = c_type_starts(l, &x->tok);
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
	struct lexer *x = &l->x;
	int loc = c_function_location(l, &x->tok);
	struct c_part p;

	if (loc < 0)
		loc = add_location(l, x->tok.text, x->tok.len);
	lex_next(x);
	if (c_path_follows(x) && !l->test->loc[loc].object && !l->values_known) {
		l->is_late = true;
		while (c_path_follows(x)) {
			bool dot = lex_accept(x, ".");

			lex_next(x);
			if (!dot)
				lex_next(x);
			if (!dot)
				lex_expect(x, "]");
		}
		return 0;
	}
	loc = c_parse_path(l, loc, &p);
	return loc < 0 ? 0 : lkmm_address(l->test, loc);
}

/* ATOMIC_INIT and the like, which are their argument. */
static bool is_initial(const struct token *t)
{
	const struct word *w = t->kind == T_NAME ? find_word_behind("", t, false) : NULL;

	return w && w->is == WORD_ARGUMENT;
}

/* __SPIN_LOCK_UNLOCKED(dev.lock), __MUTEX_INITIALIZER(m): a lock that is free is 0. */
static bool is_unlocked(const struct token *t)
{
	static const char *const words[] = {
		"__SPIN_LOCK_UNLOCKED", "__RAW_SPIN_LOCK_UNLOCKED", "__RW_LOCK_UNLOCKED",
		"__MUTEX_INITIALIZER", "__RWSEM_INITIALIZER", "COMPLETION_INITIALIZER",
		"__SRCU_STRUCT_INIT", "__SEQLOCK_UNLOCKED",
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (token_is(t, words[i]) && token_is(t + 1, "("))
			return true;
	return false;
}

static int64_t parse_string(struct litmus *l)
{
	int loc = c_parse_string(l);

	return loc < 0 ? 0 : lkmm_address(l->test, loc);
}

bool is_initializer(const struct token *t)
{
	return is_unlocked(t) || is_initial(t);
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
	} else if (is_unlocked(lex_token(x))) {
		lex_next(x);
		c_pass_parentheses(x);
	} else if (is_initial(&x->tok)) {
		lex_next(x);
		lex_expect(x, "(");
		v = c_value_at_hand(l);
		lex_expect(x, ")");
	} else if (lex_accept(x, "&") && lex_accept(x, "(")) {
		v = parse_parenthesised(l);
	} else {
		if (tok_is(x, "NULL") || tok_is(x, "false") || tok_is(x, "true")) {
			v = tok_is(x, "true");
			lex_next(x);
		} else if (x->tok.kind == T_NAME && c_find_enumerator(l, &x->tok, &v)) {
			lex_next(x);
		} else if (x->tok.kind == T_NAME) {
			v = parse_address(l);
			if (l->test->architecture && lex_accept(x, "+"))
				v = (int64_t)((uint64_t)v + (uint64_t)parse_value(l));
		} else if (c_is_character(&x->tok)) {
			v = c_parse_character(l);
		} else if (c_is_string(&x->tok)) {
			v = parse_string(l);
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

	if (x->tok.kind != T_NUMBER && !(process_number(&x->tok, &n) && lex_next_is(x, ":")))
		return -1;
	if (!thread_number(l, n))
		return -1;
	lex_next(x);
	lex_expect(x, ":");
	return (int)n;
}

/* The name that gets a value: x, [x], 0:r1. */
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
		g->index = add_register(l, &l->test->thread[g->thread], name->text, name->len,
					LKMM_SIGNED(0));
	else
		g->index = add_location(l, name->text, name->len);
	g->fresh = g->index >= before;
	lex_next(x);
	if (brackets)
		lex_expect(x, "]");
	return g->index >= 0;
}

static void set_first(struct litmus *l, const struct given *g, int64_t v,
		      struct lkmm_integer type)
{
	struct lkmm_location *loc;
	struct lkmm_register *reg;

	if (g->thread >= 0) {
		reg = &l->test->thread[g->thread].reg[g->index];
		if (g->value || !reg->init)
			reg->init = v;
		if (type.bits || !reg->integer.bits)
			reg->integer = type;
		reg->given = true;
		return;
	}
	loc = &l->test->loc[g->index];
	if (g->value || !loc->init)
		loc->init = v;
	if (type.bits || !loc->integer.bits)
		loc->integer = type;
}

static bool next_is_name(const struct lexer *x)
{
	return x->next->kind == T_NAME;
}

/* An array, struct or union. */
static void parse_object(struct litmus *l, const struct given *g, struct ctype t,
			 const struct token *name)
{
	struct given now = *g;

	if (tok_is(&l->x, "[")) {
		c_parse_array(l, g->index, t, name->at);
	} else {
		c_make_object(l, g->index, t, name->at);
		if (lex_accept(&l->x, "="))
			c_parse_initializer(l, g->index, t);
	}
	give_once(l, &now, name);
}

int parse_declared_variable(struct litmus *l, struct ctype *t, struct lkmm_place at)
{
	struct given g = { .line = at.line, .type = true };
	struct lkmm_integer type = t->stars ? LKMM_SIGNED(64) : t->integer;
	struct token name;
	int64_t v = 0;

	bool pointer = tok_is(&l->x, "(");
	const struct token *declared;
	struct lex_spot end;

	if (pointer) {
		*t = c_parse_pointer(l, *t, &declared);
		end = lex_here(&l->x);
		if (l->x.error[0])
			return -1;
		lex_go_to(&l->x, declared);
		type = LKMM_SIGNED(64);
	}
	if (!parse_variable_name(l, &g, &name))
		return -1;
	if (pointer)
		lex_go(&l->x, &end);
	c_parse_attributes(l);
	if ((tok_is(&l->x, "[") && !pointer) || (t->aggregate && !t->stars)) {
		g.value = true;
		parse_object(l, &g, *t, &name);
	} else {
		if (lex_accept(&l->x, "=")) {
			v = c_fit(*t, c_first_value(l, -1, g.index));
			g.value = true;
		}
		if (l->x.error[0])
			return -1;
		give_once(l, &g, &name);
		set_first(l, &g, v, type);
		l->test->loc[g.index].word = t->stars ? NULL : t->word;
	}
	if (l->values_known)
		c_give_late_values(l);
	return g.index;
}

/* @v in a variable of type @t. An address stays one, as in tests for herd7. */
static int64_t fit(const struct litmus *l, struct ctype t, int64_t v)
{
	int64_t offset;

	return lkmm_object(l->test, v, &offset) < 0 ? c_fit(t, v) : v;
}

void fit_first_value(struct litmus *l, int loc, struct ctype t)
{
	l->test->loc[loc].init = fit(l, t, l->test->loc[loc].init);
}

static void parse_variable(struct litmus *l)
{
	struct lexer *x = &l->x;
	struct given g = { .line = x->tok.at.line };
	const struct token *start = x->next;
	struct ctype t = parse_type(l);
	struct lkmm_integer type = t.stars ? LKMM_SIGNED(64) : t.integer;
	struct token name;
	int64_t v = 0;

	g.type = x->next != start;
	/* static mut x: i32 = 0; */
	if ((tok_is(x, "static") || tok_is(x, "let")) && next_is_name(x)) {
		lex_next(x);
		if (next_is_name(x))
			lex_accept(x, "mut");
	}
	if (!parse_variable_name(l, &g, &name))
		return;
	if (g.thread < 0 && (tok_is(x, "[") || (t.aggregate && !t.stars))) {
		g.type = g.value = true;
		parse_object(l, &g, t, &name);
		return;
	}
	if (g.thread >= 0 && t.stars)
		l->test->thread[g.thread].reg[g.index].type = c_value_type(t);
	if (rust_variable_starts(x)) {
		v = parse_rust_variable(l, g.thread < 0 ? g.index : -1, &type);
		g.type = g.value = true;
	} else if (lex_accept(x, "=")) {
		v = c_first_value(l, g.thread, g.index);
		v = g.type ? fit(l, t, v) : v;
		g.value = true;
	}
	if (x->error[0])
		return;
	give_once(l, &g, &name);
	set_first(l, &g, v, type);
	if (g.thread < 0 && !t.stars)
		l->test->loc[g.index].word = t.word;
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
	l->in_braces = true;
	while (!x->error[0] && !tok_is(x, "}")) {
		struct litmus_mark mark = litmus_mark(l);

		if (pass_directive(l) || lex_accept(x, ";"))
			continue;
		if (x->tok.kind == T_NAME && body_has_ended(x)) {
			lex_expected(x, "'}' after the first values");
			return;
		}
		if (x->tok.kind == T_END)
			lex_expected(x, "'}'");
		if (!c_parse_defining(l))
			parse_variable(l);
		if (!tok_is(x, "}"))
			lex_expect(x, ";");
		litmus_recover(l, &mark, ";}");
	}
	c_give_late_values(l);
	l->in_braces = false;
	if (!x->error[0])
		lex_next(x);
}
