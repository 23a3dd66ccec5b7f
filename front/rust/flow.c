// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Blocks, let and if. */
#include "front/error.h"
#include "front/part.h"
#include "flow.h"
#include "item.h"

#include <string.h>

/* ---- let ---- */

static void check_storable(struct rust *r, const struct token *name, const struct value *v)
{
	const struct rust_type *t = v->type;
	bool unit = *name->text == '_';		/* let _x = f(); */
	char text[RUST_TYPE_TEXT];

	while (t->kind == RUST_RESULT || t->kind == RUST_OPTION || t->kind == RUST_CELL) {
		t = t->of;
		unit = true;
	}
	if (!rust_is_plain(t) && !rust_has_parts(t) && t->kind != RUST_NEVER &&
	    !(unit && t->kind == RUST_UNIT) && t->kind != RUST_UNKNOWN &&
	    t->kind != RUST_CLOSURE && t->kind != RUST_ITERATOR)
		rust_error(r, v->at, "expected a value to keep in a variable, found %s",
			   rust_type_text(v->type, text));
}

/* let [mut] NAME [: TYPE] [= EXPR]; */
static void parse_variable(struct rust *r)
{
	struct lexer *x = r->x;
	bool mut = lex_accept(x, "mut");
	struct token name = x->tok;
	const struct rust_type *t = &rust_unknown;
	struct value v = { 0 };
	struct binding *b;

	if (name.kind != T_NAME)
		lex_expected(x, "the name of a variable");
	lex_next(x);
	if (lex_accept(x, ":"))
		t = parse_rust_type(r);
	if (lex_accept(x, "=")) {
		r->expected = t;
		v = parse_rust_range(r, parse_rust_value(r));
		r->expected = NULL;
		rust_coerce(r, &v, t);
		check_storable(r, &name, &v);
		if (t->kind == RUST_UNKNOWN || t->kind == RUST_LITERAL)
			t = v.type;
	}
	lex_expect(x, ";");
	if (x->error[0])
		return;
	if (v.type && v.type->kind == RUST_UNIT) {
		rust_discard(r, v);
		v = rust_nothing(r, v.type, v.at);
	}
	if (v.type && ((v.lent && !mut) || v.type->kind == RUST_UNIT ||
		       v.type->kind == RUST_CLOSURE || v.type->kind == RUST_ITERATOR)) {
		rust_declare_value(r, &name, v.lent ? rust_now(r, v) : v);
		return;
	}
	b = rust_declare(r, &name, t, mut);
	if (b)
		b->late = !v.type;
	if (v.type)
		rust_store_local(r, b, v, name.at);
	if (v.type)
		rust_drop_later(r, b, false);
}

/* Whether let (a, b); is at hand. */
static bool is_late(const struct lexer *at)
{
	struct lexer x = *at;
	int depth = 0;

	if (!tok_is(&x, "(") && !tok_is(&x, "["))
		return false;
	do {
		depth += tok_is(&x, "(") + tok_is(&x, "[");
		depth -= tok_is(&x, ")") + tok_is(&x, "]");
		lex_next(&x);
	} while (depth && x.tok.kind != T_END);
	while (x.tok.kind != T_END && !tok_is(&x, ";") && !tok_is(&x, "="))
		lex_next(&x);
	return tok_is(&x, ";");
}

/* The type behind (a, b), or NULL; the token stays where it is. */
static const struct rust_type *late_type(struct rust *r)
{
	struct lex_spot start = lex_here(r->x);
	const struct rust_type *t = NULL;

	while (r->x->tok.kind != T_END && !tok_is(r->x, ";") && !tok_is(r->x, ":"))
		lex_next(r->x);
	if (lex_accept(r->x, ":"))
		t = parse_rust_type(r);
	if (!r->x->error[0])
		lex_go(r->x, &start);
	return t;
}

/* let (a, mut b); */
static void parse_late(struct rust *r)
{
	const struct rust_type *t = late_type(r);
	struct lexer *x = r->x;

	lex_next(x);
	for (int i = 0; !x->error[0] && !tok_is(x, ")") && !tok_is(x, "]"); i++) {
		bool mut = lex_accept(x, "mut");
		struct binding *b;

		if (x->tok.kind != T_NAME || (t && i >= rust_parts(t)))
			lex_expected(x, "a name: write a 'let' for each of the others");
		if (x->error[0])
			return;
		b = rust_declare(r, &x->tok, t ? rust_part_type(t, i) : &rust_unknown, mut);
		if (b)
			b->late = true;
		lex_next(x);
		if (!tok_is(x, ")") && !tok_is(x, "]"))
			lex_expect(x, ",");
	}
	lex_next(x);
	if (lex_accept(x, ":"))
		parse_rust_type(r);
	lex_expect(x, ";");
}

static void parse_let(struct rust *r)
{
	struct lexer *x = r->x;
	struct value v;

	lex_next(x);
	if (lex_accept(x, "_")) {
		if (lex_accept(x, ":"))
			parse_rust_type(r);
		lex_expect(x, "=");
		v = parse_rust_expr(r);
		/* a place is not read */
		if (v.where == IS_VALUE)
			rust_discard(r, v);
		lex_expect(x, ";");
	} else if (is_late(x)) {
		parse_late(r);
	} else if (x->tok.kind == T_NAME && !tok_is(x, "ref") && !rust_is_constructor(x) &&
		   !lex_next_is(x, "{") &&
		   !lex_next_is(x, "(") && !lex_next_is(x, "::")) {
		parse_variable(r);
	} else {
		parse_rust_let_else(r);
	}
}

/* ---- blocks ---- */

/* An expression as a statement. True if it is the value of the block, which is *@v. */
static bool parse_expression(struct rust *r, struct value *v)
{
	struct lexer *x = r->x;
	bool block = rust_is_block_like(x);

	*v = block ? parse_rust_postfix(r, parse_rust_block_like(r)) : parse_rust_expr(r);
	if (tok_is(x, "}"))
		return true;
	if (!lex_accept(x, ";")) {
		if (!block)
			lex_expected(x, "';' or '}'");
		rust_coerce(r, v, &rust_unit);
	}
	rust_discard(r, *v);
	return false;
}

/* An item in a body. False if there is none. */
static __attribute__((noinline)) bool parse_item(struct rust *r)
{
	struct lexer ahead = *r->x;

	switch (rust_item_at(r->l, &ahead)) {
	case RUST_NO_ITEM:
		return false;
	case RUST_USE:
		rust_list_use(r->l, *r->x);
		rust_pass_item(r->l);
		break;
	default:
		/* it has been listed */
		rust_pass_item(r->l);
	}
	return true;
}

/* One statement. True if it is the value of the block, which is *@v. */
static bool parse_statement(struct rust *r, struct value *v, bool *never)
{
	struct rust_drop *drops = r->drops;

	if (lex_accept(r->x, ";"))
		return false;
	if (tok_is(r->x, "let")) {
		parse_let(r);
		rust_end_statement(r, drops);
		return false;
	}
	if (parse_item(r))
		return false;
	if (parse_expression(r, v)) {
		if (*never && v->type->kind == RUST_UNIT)
			v->type = &rust_never;
		return true;
	}
	rust_end_statement(r, drops);
	*never |= v->type->kind == RUST_NEVER;
	return false;
}

static struct value parse_statements(struct rust *r)
{
	struct lexer *x = r->x;
	bool never = false;
	struct value v;

	while (!x->error[0] && !tok_is(x, "}") && !body_has_ended(x)) {
		struct litmus_mark mark = litmus_mark(r->l);
		struct rust before = *r;

		if (x->tok.kind == T_END) {
			lex_expected(x, "'}'");
			break;
		}
		if (parse_statement(r, &v, &never)) {
			v = rust_read(r, v);
			if (!x->error[0])
				return v;
		}
		if (!litmus_recover_statement(r->l, &mark))
			continue;
		before.all = r->all;
		before.nbindings = r->nbindings;
		*r = before;
		/* of any expected type */
		never = true;
	}
	return rust_nothing(r, never ? &rust_never : &rust_unit, x->tok.at);
}

struct value parse_rust_block(struct rust *r)
{
	struct binding *scope = r->scope;
	struct rust_drop *drops = r->drops;
	struct value v = rust_nothing(r, &rust_never, r->x->tok.at);

	if (too_deep(r->l))
		return v;
	r->l->depth++;
	r->depth++;
	lex_expect(r->x, "{");
	v = parse_statements(r);
	r->closed = r->x->tok.at;
	rust_end_block(r, drops, &v);
	close_block(r->l);
	r->depth--;
	r->l->depth--;
	r->scope = scope;
	return v;
}

static struct value parse_unsafe(struct rust *r)
{
	struct value v;

	r->unsafe++;
	v = parse_rust_block(r);
	r->unsafe--;
	return v;
}

/* ---- if ---- */

struct value parse_rust_body(struct rust *r, const struct pattern *p)
{
	struct binding *scope = r->scope;
	struct rust_drop *drops = r->drops;
	struct value v;

	r->depth++;
	rust_bind(r, p);
	v = parse_rust_block(r);
	rust_end_block(r, drops, &v);
	rust_close(r, drops, &v);
	r->depth--;
	r->scope = scope;
	return v;
}

static struct value parse_if(struct rust *r);

struct value parse_rust_else(struct rust *r, struct lkmm_place at)
{
	if (!lex_accept(r->x, "else"))
		return rust_nothing(r, &rust_unit, at);
	return tok_is(r->x, "if") ? parse_if(r) : parse_rust_block(r);
}

static struct value parse_if(struct rust *r)
{
	struct lkmm_place at = r->x->tok.at;
	struct value yes, no;
	struct stmts a, b, *outer;
	struct rust_drop *drops;
	struct lkmm_expr *cond;
	struct pattern p;

	if (too_deep(r->l))
		return rust_nothing(r, &rust_never, at);
	r->l->depth++;
	lex_next(r->x);
	drops = r->drops;
	cond = parse_rust_condition(r, &p);
	if (tok_is(r->x, "&&")) {
		yes = parse_rust_if_chain(r, cond, &p, drops, at);
		r->l->depth--;
		return yes;
	}
	drops = r->drops;
	rust_open(r, &a, &outer);
	yes = parse_rust_body(r, &p);
	r->out = outer;
	rust_open(r, &b, &outer);
	no = parse_rust_else(r, yes.at);
	rust_close(r, drops, &no);
	r->out = outer;
	r->l->depth--;
	return rust_choose(r, cond, &a, yes, &b, no, at);
}

/* ---- all of them ---- */

bool rust_is_block_like(const struct lexer *x)
{
	static const char *const words[] = { "{", "if", "match", "loop", "while", "for", "unsafe" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (tok_is(x, words[i]))
			return true;
	return x->tok.kind == T_LIFETIME;
}

struct value parse_rust_block_like(struct rust *r)
{
	if (tok_is(r->x, "{"))
		return parse_rust_block(r);
	if (lex_accept(r->x, "unsafe"))
		return parse_unsafe(r);
	if (tok_is(r->x, "if"))
		return parse_if(r);
	if (tok_is(r->x, "match"))
		return parse_rust_match(r);
	return parse_rust_loop(r);
}
