// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Statements of C, as far as they make sense in a litmus test. */
#include "aggregate.h"
#include "front/error.h"
#include "front/part.h"
#include "front/unknown.h"

#include <stdio.h>

static struct lkmm_stmt *expr_stmt(struct litmus *l, struct lkmm_expr *e, struct lkmm_place at)
{
	struct lkmm_stmt *s = new_stmt(l, LKMM_EXPR, at);

	if (s)
		s->expr = e;
	return s;
}

static struct lkmm_stmt *append(struct lkmm_stmt *list, struct lkmm_stmt *s)
{
	struct lkmm_stmt *last = list;

	if (!list)
		return s;
	while (last->next)
		last = last->next;
	last->next = s;
	return list;
}

/* The variable @name: its register, or the object that it is. */
static struct lkmm_expr *declare_variable(struct litmus *l, const struct token *name,
					  struct ctype t)
{
	struct lkmm_place at = name->at;
	char text[60];
	int reg;

	if ((t.aggregate && !t.stars) || c_is_in_memory(l, name)) {
		c_may_declare(l, name);
		c_note_declared(l, name, -1);
		snprintf(text, sizeof(text), "%.*s", name->len, name->text);
		return c_declare_local(l, name, text, t);
	}
	reg = c_declare_register(l, name, t);
	c_note_local(l, name, reg, t);
	return new_local(l, reg, at);
}

/* x, x[2] or x = 1, which starts with the name. */
static struct lkmm_expr *parse_declarator(struct litmus *l, struct ctype t)
{
	struct lexer *x = &l->x;
	const struct token *name = lex_token(x);
	struct lex_spot end;
	struct lkmm_place at = x->tok.at;
	struct lkmm_expr *r;

	if (tok_is(x, "(")) {
		t = c_parse_pointer(l, t, &name);
	} else {
		lex_next(x);
		if (tok_is(x, "["))
			t = c_parse_local_bounds(l, t);
	}
	c_parse_attributes(l);
	end = lex_here(x);
	if (x->error[0])
		return NULL;
	lex_go_to(x, name);
	r = declare_variable(l, name, t);
	if (x->error[0])
		return NULL;
	lex_go(x, &end);
	if (!lex_accept(x, "="))
		return NULL;
	if (t.aggregate && !t.stars && (tok_is(x, "{") || c_is_string(&x->tok)))
		return c_parse_braces(l, r, t);
	if (t.aggregate && !t.stars && t.aggregate->kind == C_ARRAY)
		lex_expected(x, "'{'");
	return c_assign(l, r, parse_assignment(l), at);
}

static struct lkmm_stmt *parse_declaration(struct litmus *l)
{
	struct lexer *x = &l->x;
	bool may_declare_type = tok_is(x, "struct") || tok_is(x, "union") || tok_is(x, "enum");
	struct ctype base = c_parse_base(l), t = parse_stars(l, base);
	struct lkmm_stmt *list = NULL;

	if (may_declare_type && lex_accept(x, ";"))
		return NULL;
	for (;;) {
		struct lkmm_place at = x->tok.at;
		struct lkmm_expr *e;

		if (x->tok.kind != T_NAME && !(tok_is(x, "(") && lex_next_is(x, "*"))) {
			lex_expected(x, "the name of a register");
			return NULL;
		}
		e = parse_declarator(l, t);
		if (e)
			list = append(list, expr_stmt(l, e, at));
		if (!lex_accept(x, ","))
			break;
		t = parse_stars(l, base);
	}
	lex_expect(x, ";");
	return list;
}

static struct lkmm_stmt *parse_stmt(struct litmus *l);

struct lkmm_expr *parse_c_condition(struct litmus *l)
{
	struct litmus_mark mark = litmus_mark(l);
	struct lkmm_expr *e;

	lex_expect(&l->x, "(");
	e = c_value(l, parse_expr(l));
	lex_expect(&l->x, ")");
	litmus_recover_parentheses(l, &mark, "){};");
	return e;
}

static struct lkmm_stmt *parse_if(struct litmus *l, struct lkmm_place at)
{
	struct lkmm_stmt *s = new_stmt(l, LKMM_IF, at);

	if (!s)
		return NULL;
	s->expr = parse_c_condition(l);
	s->body = parse_stmt(l);
	if (lex_accept(&l->x, "else"))
		s->orelse = parse_stmt(l);
	return s;
}

/* The body of a loop, which break leaves. */
static struct lkmm_stmt *parse_turn(struct litmus *l)
{
	const struct lkmm_stmt *outer = l->jumps->breaks;
	bool repeats = l->jumps->repeats;
	struct lkmm_stmt *s;

	l->jumps->breaks = NULL;
	l->jumps->repeats = false;
	s = parse_stmt(l);
	l->jumps->breaks = outer;
	l->jumps->repeats = repeats;
	return s;
}

static struct lkmm_stmt *parse_while(struct litmus *l, struct lkmm_place at)
{
	struct lkmm_stmt *s = new_stmt(l, LKMM_LOOP, at);

	if (!s)
		return NULL;
	s->expr = parse_c_condition(l);
	s->body = parse_turn(l);
	return s;
}

static struct lkmm_stmt *parse_do(struct litmus *l, struct lkmm_place at)
{
	struct lkmm_stmt *s = new_stmt(l, LKMM_LOOP, at);

	if (!s)
		return NULL;
	s->test_after = true;
	s->body = parse_turn(l);
	/* without its brace, which has been reported */
	if (body_has_ended(&l->x))
		return s;
	lex_expect(&l->x, "while");
	s->expr = parse_c_condition(l);
	lex_expect(&l->x, ";");
	return s;
}

static struct lkmm_stmt *parse_for(struct litmus *l, struct lkmm_place at)
{
	struct lexer *x = &l->x;
	struct litmus_mark mark = litmus_mark(l);
	struct lkmm_stmt *s = new_stmt(l, LKMM_LOOP, at), *first = NULL;
	struct c_scope scope;

	if (!s)
		return NULL;
	c_scope_open(l, &scope);
	lex_expect(x, "(");
	if (c_type_starts(l, &x->tok)) {
		first = parse_declaration(l);
	} else {
		if (!tok_is(x, ";"))
			first = expr_stmt(l, parse_expr(l), at);
		lex_expect(x, ";");
	}
	if (!tok_is(x, ";"))
		s->expr = c_value(l, parse_expr(l));
	lex_expect(x, ";");
	if (!tok_is(x, ")"))
		s->step = parse_expr(l);
	lex_expect(x, ")");
	litmus_recover_parentheses(l, &mark, "){}");
	s->body = parse_turn(l);
	c_scope_close(l, &scope);
	return append(first, s);
}

static struct lkmm_stmt *parse_jump(struct litmus *l, enum lkmm_stmt_kind kind,
				    struct lkmm_place at)
{
	lex_expect(&l->x, ";");
	return new_stmt(l, kind, at);
}

static bool is_assignment(const struct token *t)
{
	return token_is(t, "++") || token_is(t, "--") ||
	       (t->kind == T_PUNCT && t->text[t->len - 1] == '=' && !token_is(t, "==") &&
		!token_is(t, "!=") && !token_is(t, "<=") && !token_is(t, ">="));
}

/* herd7 has few keywords: continue = 1 assigns to a register. But return ++x; does not. */
static bool is_assigned(const struct lexer *x)
{
	const struct token *t = x->next;
	bool step = token_is(t, "++") || token_is(t, "--");

	return x->tok.kind == T_NAME && is_assignment(t) &&
	       !(step && (t[1].kind == T_NAME || token_is(t + 1, "*") || token_is(t + 1, "(")));
}

static struct lkmm_stmt *parse_expression(struct litmus *l, struct lkmm_place at)
{
	struct lkmm_stmt *s = expr_stmt(l, parse_expr(l), at);
	struct lexer *x = &l->x;

	/* scoped_guard(mutex, &m) { } is an error already: a statement may belong to it */
	if (lex_token(x) != l->behind_unknown || (!tok_is(x, "{") && x->tok.kind != T_NAME))
		lex_expect(x, ";");
	return s;
}

/* The types that are not known are types, for all that. */
static bool starts_declaration(const struct litmus *l)
{
	const struct lexer *x = &l->x;
	const struct token *t = x->next;

	if (c_type_starts(l, &x->tok))
		return !is_name_here(l, &x->tok) || t->kind == T_NAME;
	if (x->tok.kind != T_NAME || (not_read(&x->tok) && !tok_is(x, "struct")))
		return false;
	if (!token_is(t, "*"))
		return t->kind == T_NAME;
	while (token_is(t, "*"))
		t++;
	/* a * b; has no effect as an expression */
	return t->kind == T_NAME && !is_name_here(l, &x->tok) &&
	       (token_is(t + 1, "=") || token_is(t + 1, ";") || token_is(t + 1, ","));
}

/* ; and the kernel's fallthrough; do nothing. */
static bool parse_nothing(struct litmus *l)
{
	struct lexer *x = &l->x;

	if (tok_is(x, "fallthrough") && lex_next_is(x, ";") && !is_name_here(l, &x->tok))
		lex_next(x);
	return lex_accept(x, ";");
}

/* A statement; a list of them where it declares, or is a block. */
static struct lkmm_stmt *parse_stmt(struct litmus *l)
{
	struct lexer *x = &l->x;
	struct lkmm_place at = x->tok.at;
	struct lkmm_stmt *s;

	if (too_deep(l))
		return NULL;
	l->depth++;
	if (tok_is(x, "{")) {
		s = parse_block(l);
	} else if (pass_directive(l) || parse_nothing(l)) {
		s = NULL;
	} else if (c_is_static_assert(lex_token(x))) {
		c_parse_static_assert(l);
		s = NULL;
	} else if (c_static_starts(l)) {
		c_pass_static(x);
		s = NULL;
	} else if (is_assigned(x)) {
		s = parse_expression(l, at);
	} else if (lex_accept(x, "if")) {
		s = parse_if(l, at);
	} else if (lex_accept(x, "while")) {
		s = parse_while(l, at);
	} else if (lex_accept(x, "do")) {
		s = parse_do(l, at);
	} else if (lex_accept(x, "for")) {
		s = parse_for(l, at);
	} else if (lex_accept(x, "break")) {
		s = parse_break(l, at);
	} else if (lex_accept(x, "continue")) {
		c_expect_no_repeat(l, at, "continue");
		s = parse_jump(l, LKMM_CONTINUE, at);
	} else if (lex_accept(x, "return")) {
		s = parse_return(l, at);
	} else if (lex_accept(x, "switch")) {
		s = parse_switch(l, at);
	} else if (lex_accept(x, "goto")) {
		s = parse_goto(l, at);
	} else if (starts_declaration(l)) {
		s = parse_declaration(l);
	} else if (not_read(&x->tok)) {
		lex_error(x, at, "%s", not_read(&x->tok));
		s = NULL;
	} else {
		s = parse_expression(l, at);
	}
	l->depth--;
	return s;
}

/* The same in a block: after an error, reading continues with the next one. */
struct lkmm_stmt *parse_next(struct litmus *l)
{
	struct litmus_mark mark = litmus_mark(l);
	int block = l->block;
	struct lkmm_stmt *s = parse_stmt(l);

	if (!litmus_recover_statement(l, &mark))
		return s;
	c_scope_recover(l, block);
	return NULL;
}

static bool parse_statements(struct litmus *l, struct c_list *list);

/* What follows the label of @loop, up to the end of the block. */
static bool parse_repeat(struct litmus *l, struct lkmm_stmt *loop)
{
	bool repeats = l->jumps->repeats, ends = false;
	struct c_list list;

	if (too_deep(l))
		return false;
	l->depth++;
	l->jumps->repeats = true;
	c_list_open(l, &list);
	ends = parse_statements(l, &list);
	c_end_repeat(l, loop, &list);
	l->jumps->repeats = repeats;
	l->depth--;
	return ends;
}

/* Up to the end of the block; false if that is missing. */
static bool parse_statements(struct litmus *l, struct c_list *list)
{
	int first_goto = c_gotos(l);

	while (!tok_is(&l->x, "}") && !l->x.error[0] && !body_has_ended(&l->x)) {
		struct lkmm_stmt *loop = NULL;

		if (l->x.tok.kind == T_END) {
			lex_expected(&l->x, "'}'");
			return false;
		}
		if (!is_label(&l->x))
			c_list_add(list, parse_next(l));
		else if ((loop = parse_label(l, list, first_goto)) && !parse_repeat(l, loop))
			return false;
		c_list_add(list, loop);
	}
	return true;
}

/* An empty block is an empty statement: NULL always means no statement. */
struct lkmm_stmt *parse_block(struct litmus *l)
{
	struct c_scope scope;
	struct c_list list;

	c_list_open(l, &list);
	c_scope_open(l, &scope);
	lex_expect(&l->x, "{");
	if (!parse_statements(l, &list))
		return NULL;
	close_block(l);
	c_scope_close(l, &scope);
	return list.first;
}
