// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Statements of C, as far as they make sense in a litmus test. */
#include "litmus.h"

struct lkmm_stmt *new_stmt(struct litmus *l, enum lkmm_stmt_kind kind, struct lkmm_place at)
{
	struct lkmm_stmt *s = litmus_alloc(l, sizeof(*s));

	l->parts = 0;
	if (s) {
		s->kind = kind;
		s->at = at;
	}
	return s;
}

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

/* int r1 = READ_ONCE(*x), *r2; */
static int declare(struct litmus *l, const struct token *name, struct ctype t)
{
	struct lkmm_type type = c_value_type(t);
	int i = add_register(l, l->thread, name->text, name->len, type.width);
	struct lkmm_register *r = i >= 0 && l->thread->reg ? &l->thread->reg[i] : NULL;

	/* A register whose first value stands at the top of the test gets its type here. */
	if (r && !r->width)
		r->width = type.width;
	if (r && !r->type.width)
		r->type = type;
	return i;
}

static struct lkmm_stmt *parse_declaration(struct litmus *l)
{
	struct lexer *x = &l->x;
	struct ctype t = parse_type(l);
	struct lkmm_stmt *list = NULL;

	for (;;) {
		struct lkmm_place at = x->tok.at;
		struct lkmm_expr *r;

		if (x->tok.kind != T_NAME) {
			lex_expected(x, "the name of a register");
			return NULL;
		}
		r = new_local(l, declare(l, &x->tok, t), at);
		lex_next(x);
		if (lex_accept(x, "="))
			list = append(list, expr_stmt(l, c_assign(l, r, parse_assignment(l), at),
						      at));
		if (!lex_accept(x, ","))
			break;
		t.stars = 0;
		t = parse_stars(l, t);
	}
	lex_expect(x, ";");
	return list;
}

static struct lkmm_stmt *parse_stmt(struct litmus *l);

static struct lkmm_expr *parse_parenthesised(struct litmus *l)
{
	struct lkmm_expr *e;

	lex_expect(&l->x, "(");
	e = c_value(l, parse_expr(l));
	lex_expect(&l->x, ")");
	return e;
}

static struct lkmm_stmt *parse_if(struct litmus *l, struct lkmm_place at)
{
	struct lkmm_stmt *s = new_stmt(l, LKMM_IF, at);

	if (!s)
		return NULL;
	s->expr = parse_parenthesised(l);
	s->body = parse_stmt(l);
	if (lex_accept(&l->x, "else"))
		s->orelse = parse_stmt(l);
	return s;
}

static struct lkmm_stmt *parse_while(struct litmus *l, struct lkmm_place at)
{
	struct lkmm_stmt *s = new_stmt(l, LKMM_LOOP, at);

	if (!s)
		return NULL;
	s->expr = parse_parenthesised(l);
	s->body = parse_stmt(l);
	return s;
}

static struct lkmm_stmt *parse_do(struct litmus *l, struct lkmm_place at)
{
	struct lkmm_stmt *s = new_stmt(l, LKMM_LOOP, at);

	if (!s)
		return NULL;
	s->test_after = true;
	s->body = parse_stmt(l);
	lex_expect(&l->x, "while");
	s->expr = parse_parenthesised(l);
	lex_expect(&l->x, ";");
	return s;
}

static struct lkmm_stmt *parse_for(struct litmus *l, struct lkmm_place at)
{
	struct lexer *x = &l->x;
	struct lkmm_stmt *s = new_stmt(l, LKMM_LOOP, at), *first = NULL;

	if (!s)
		return NULL;
	lex_expect(x, "(");
	if (tok_is_type(x)) {
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
	s->body = parse_stmt(l);
	return append(first, s);
}

static struct lkmm_stmt *parse_jump(struct litmus *l, enum lkmm_stmt_kind kind,
				    struct lkmm_place at)
{
	lex_expect(&l->x, ";");
	return new_stmt(l, kind, at);
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
	} else if (lex_accept(x, ";")) {
		s = NULL;
	} else if (lex_accept(x, "if")) {
		s = parse_if(l, at);
	} else if (lex_accept(x, "while")) {
		s = parse_while(l, at);
	} else if (lex_accept(x, "do")) {
		s = parse_do(l, at);
	} else if (lex_accept(x, "for")) {
		s = parse_for(l, at);
	} else if (lex_accept(x, "break")) {
		s = parse_jump(l, LKMM_BREAK, at);
	} else if (lex_accept(x, "continue")) {
		s = parse_jump(l, LKMM_CONTINUE, at);
	} else if (lex_accept(x, "return")) {
		s = parse_jump(l, LKMM_RETURN, at);
	} else if (tok_is_type(x)) {
		s = parse_declaration(l);
	} else if (tok_is(x, "goto") || tok_is(x, "switch")) {
		lex_error(x, at, "expected if, while, do or for: no test can have %.*s", x->tok.len,
			  x->tok.text);
		s = NULL;
	} else {
		s = expr_stmt(l, parse_expr(l), at);
		lex_expect(x, ";");
	}
	l->depth--;
	return s;
}

/* An empty block is an empty statement, so that NULL always means none. */
struct lkmm_stmt *parse_block(struct litmus *l)
{
	struct lkmm_stmt *first = new_stmt(l, LKMM_EXPR, l->x.tok.at), *last = first;

	lex_expect(&l->x, "{");
	while (!tok_is(&l->x, "}") && !l->x.error[0]) {
		struct lkmm_stmt *s;

		if (l->x.tok.kind == T_END) {
			lex_expected(&l->x, "'}'");
			return NULL;
		}
		s = parse_stmt(l);
		if (last && s) {
			last->next = s;
			while (last->next)
				last = last->next;
		}
	}
	lex_expect(&l->x, "}");
	return first;
}
