// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Calls of functions of the test. The function is read again at each call, in place of it:
 * parameters stand for the arguments, and variables are fresh registers that conditions do not see.
 */
#include "front/error.h"
#include "item.h"

#include <stdio.h>
#include <string.h>

enum { MAX_PARAMETERS = 8 };

struct parameter {
	struct token name;
	bool mut;
	const struct rust_type *type;
};

struct signature {
	struct parameter p[MAX_PARAMETERS];
	int n;
	bool has_self;
	const struct rust_type *result;
	struct lex_spot body;
};

/* ---- signatures ---- */

void rust_skip_lifetimes(struct rust *r)
{
	struct lexer *x = r->x;

	if (!lex_accept(x, "<"))
		return;
	while (!x->error[0] && x->tok.kind == T_LIFETIME) {
		lex_next(x);
		if (lex_accept(x, ":"))
			lex_next(x);
		lex_accept(x, ",");
	}
	if (!tok_is(x, ">"))
		lex_error(x, x->tok.at,
			  "generics are not supported: write a function for each type");
	lex_next(x);
}

/* self, &self, &'a mut self, mut self */
static bool parse_self(struct rust *r, struct signature *s)
{
	struct lexer *x = r->x, ahead = *x;
	bool reference, mut;

	reference = lex_accept(&ahead, "&");
	if (reference && ahead.tok.kind == T_LIFETIME)
		lex_next(&ahead);
	mut = lex_accept(&ahead, "mut");
	if (!tok_is(&ahead, "self") || lex_next_is(&ahead, ":"))
		return false;
	s->p[0].name = ahead.tok;
	s->p[0].mut = mut && !reference;
	s->p[0].type = rust_self_type(r, ahead.tok.at);
	if (reference)
		s->p[0].type = rust_type_of(r, RUST_REFERENCE, mut, s->p[0].type);
	s->n = 1;
	s->has_self = true;
	while (!x->error[0] && x->tok.kind != T_END && !tok_is(x, "self"))
		lex_next(x);
	lex_next(x);
	return true;
}

static void parse_parameter(struct rust *r, struct signature *s)
{
	struct lexer *x = r->x;
	struct parameter *p = &s->p[s->n];

	if (s->n == MAX_PARAMETERS) {
		lex_error(x, x->tok.at, "expected at most %d parameters", MAX_PARAMETERS);
		return;
	}
	p->mut = lex_accept(x, "mut");
	p->name = x->tok;
	if (x->tok.kind != T_NAME)
		lex_expected(x, "the name of a parameter");
	lex_next(x);
	lex_expect(x, ":");
	p->type = parse_rust_type(r);
	s->has_self |= !s->n && p->name.len == 4 && !memcmp(p->name.text, "self", 4);
	s->n++;
}

/* All of a function between its name and its body. */
static __attribute__((noinline)) void parse_signature(struct rust *r, struct signature *s)
{
	struct lexer *x = r->x;

	memset(s, 0, sizeof(*s));
	s->result = &rust_unit;
	lex_next(x);
	rust_skip_lifetimes(r);
	lex_expect(x, "(");
	if (parse_self(r, s) && !tok_is(x, ")"))
		lex_expect(x, ",");
	while (!x->error[0] && !tok_is(x, ")")) {
		parse_parameter(r, s);
		if (!tok_is(x, ")"))
			lex_expect(x, ",");
	}
	lex_expect(x, ")");
	if (lex_accept(x, "->"))
		s->result = lex_accept(x, "!") ? &rust_never : parse_rust_type(r);
	if (tok_is(x, "where"))
		lex_error(x, x->tok.at,
			  "generics are not supported: write a function for each type");
	if (!tok_is(x, "{"))
		lex_expected(x, "'{'");
	s->body = lex_here(x);
}

/* The same, from anywhere else. */
static __attribute__((noinline)) void read_signature(struct rust *r, struct rust_item *item,
					   struct signature *s)
{
	const struct rust_item *in = r->in;
	struct rust_visit visit;

	rust_visit(r->l, &visit, &item->spot);
	r->in = item;
	parse_signature(r, s);
	r->in = in;
	rust_leave(r->l, &visit);
}

void rust_check_function(struct litmus *l, struct rust_item *item)
{
	struct signature s;
	struct rust r;

	rust_begin(&r, l);
	read_signature(&r, item, &s);
}

/* ---- arguments ---- */

/* (a, b): each is evaluated before the next, and all before the body. */
static void parse_arguments(struct rust *r, const struct rust_item *item, const struct signature *s,
			    const struct value *self, struct value *v)
{
	struct lkmm_stmt **mark[MAX_PARAMETERS] = { NULL };
	int from = 0;

	if (self) {
		v[0] = *self;
		if (!r->x->error[0] &&
		    (self->type->kind != RUST_ENUM || s->p[0].type->kind == RUST_ENUM))
			rust_coerce(r, &v[0], s->p[0].type);
		mark[0] = rust_mark(r);
		from = 1;
	}
	lex_expect(r->x, "(");
	for (int i = from; i < s->n && !r->x->error[0]; i++) {
		if (tok_is(r->x, ")"))
			rust_error(r, r->x->tok.at, "'%.*s' takes %d argument%s",
				   item->name.len > 80 ? 80 : item->name.len, item->name.text,
				   s->n - from, s->n - from == 1 ? "" : "s");
		v[i] = parse_rust_as(r, s->p[i].type);
		mark[i] = rust_mark(r);
		if (!tok_is(r->x, ")"))
			lex_expect(r->x, ",");
	}
	lex_expect(r->x, ")");
	for (int i = s->n - 1; i >= 0 && !r->x->error[0]; i--)
		rust_keep(r, &v[i], mark[i]);
	for (int i = 0; i < s->n && !r->x->error[0]; i++)
		v[i] = rust_now(r, v[i]);
}

/* Makes the parameters stand for the arguments. */
static void bind_parameters(struct rust *r, const struct signature *s, struct value *v)
{
	for (int i = 0; i < s->n; i++) {
		const struct parameter *p = &s->p[i];

		if (p->mut)
			rust_store_local(r, rust_declare(r, &p->name, p->type, true), v[i],
					 p->name.at);
		else
			rust_declare_value(r, &p->name, v[i]);
	}
}

/* ---- return ---- */

/* The place that keeps the value of the call; @v is the value of one way to it. */
static void open_result(struct rust *r, struct rust_call *call, struct lkmm_place at)
{
	if (call->block)
		return;
	call->block = new_stmt(r->l, LKMM_BLOCK, at);
	call->result = rust_slot(r, call->type, at);
}

void rust_return(struct rust *r, struct value v, struct lkmm_place at)
{
	struct rust_call *call = r->call;
	struct lkmm_stmt *leave;

	rust_coerce(r, &v, call->type);
	if (r->x->error[0])
		return;
	open_result(r, call, at);
	rust_fill(r, &call->result, v);
	leave = new_stmt(r->l, LKMM_LEAVE, at);
	if (leave)
		leave->leaves = call->block;
	rust_append(r, leave);
}

/* ---- calls ---- */

/* P0 -> f -> g -> f */
static bool is_recursive(struct rust *r, const struct rust_item *item, struct lkmm_place at)
{
	char chain[160] = "";
	const struct rust_call *c;

	for (c = r->call; c && c->item != item; c = c->outer)
		;
	if (!c)
		return false;
	for (c = r->call; c; c = c->item == item ? NULL : c->outer) {
		char longer[160];

		snprintf(longer, sizeof(longer), "%.*s() -> %.100s",
			 c->item->name.len > 30 ? 30 : c->item->name.len, c->item->name.text,
			 chain);
		memcpy(chain, longer, sizeof(chain));
	}
	rust_error(r, at, "recursion is not supported: %s%.*s()", chain,
		   item->name.len > 30 ? 30 : item->name.len, item->name.text);
	return true;
}

/* The body in place of the call; the value that it leaves is that of the call. */
static struct value read_body(struct rust *r, struct rust_call *call, const struct signature *s,
			      struct value *arg)
{
	struct lkmm_place at = call->at;
	struct rust_visit visit;
	struct stmts body, *outer;
	struct value v;

	rust_visit(r->l, &visit, &s->body);
	rust_open(r, &body, &outer);
	bind_parameters(r, s, arg);
	v = parse_rust_block(r);
	rust_coerce(r, &v, s->result);
	if (call->block) {
		rust_fill(r, &call->result, v);
		v = call->result;
		call->block->body = body.first;
	}
	r->out = outer;
	rust_append(r, call->block ? call->block : body.first);
	rust_leave(r->l, &visit);
	v.at = at;
	v.local = NULL;
	return v;
}

struct value parse_rust_call(struct rust *r, struct rust_item *item, const struct value *self,
			     struct lkmm_place at)
{
	struct rust_call call = { .item = item, .at = at, .outer = r->call };
	struct value arg[MAX_PARAMETERS] = { { 0 } }, v;
	struct signature s;
	struct rust before;

	if (too_deep(r->l) || is_recursive(r, item, at))
		return rust_nothing(r, &rust_never, at);
	if (item->is_unsafe)
		rust_needs_unsafe(r, at, "this function");
	item->used = true;
	read_signature(r, item, &s);
	if (self && !s.has_self)
		rust_error(r, at, "'%.*s' takes no self: call it with '::'",
			   item->name.len > 80 ? 80 : item->name.len, item->name.text);
	parse_arguments(r, item, &s, self, arg);
	if (r->x->error[0])
		return rust_nothing(r, &rust_never, at);
	r->l->depth++;
	before = *r;
	call.type = s.result;
	r->call = &call;
	r->in = item;
	r->scope = NULL;
	r->loop = NULL;
	r->unsafe = item->is_unsafe;
	v = read_body(r, &call, &s, arg);
	before.all = r->all;
	before.nbindings = r->nbindings;
	*r = before;
	r->l->depth--;
	return v;
}
