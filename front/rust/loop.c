// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Loops, and the jumps out of them. */
#include "flow.h"

#include <string.h>

/* ---- return, break, continue ---- */

static struct value parse_jump_value(struct rust *r, struct lkmm_place at)
{
	struct lexer *x = r->x;

	if (tok_is(x, ";") || tok_is(x, "}") || tok_is(x, ")") || tok_is(x, ","))
		return rust_nothing(r, &rust_unit, at);
	return parse_rust_value(r);
}

/* The innermost loop, of those with and without a label. */
static struct rust_loop *innermost(const struct rust *r)
{
	struct rust_loop *loop = r->loop;

	while (loop && loop->is_block)
		loop = loop->outer;
	return loop;
}

/* The loop that break and continue mean: that of the label, or the innermost one. */
static struct rust_loop *parse_target(struct rust *r)
{
	struct lexer *x = r->x;
	struct rust_loop *loop = r->loop;

	if (x->tok.kind != T_LIFETIME)
		return innermost(r);
	while (loop && !(loop->has_label && loop->label.len == x->tok.len &&
			 !memcmp(loop->label.text, x->tok.text, (size_t)x->tok.len)))
		loop = loop->outer;
	if (!loop)
		lex_expected(x, "the label of a loop around it");
	lex_next(x);
	return loop;
}

/* The value that break gives to loop { }. */
static void give_loop(struct rust *r, struct rust_loop *loop, struct value v)
{
	if (!loop->is_loop) {
		rust_coerce(r, &v, &rust_unit);
		return;
	}
	if (!loop->value.type) {
		loop->value = rust_slot(r, v.type, v.at);
	} else {
		rust_coerce(r, &v, loop->value.type);
		if ((loop->value.type->kind == RUST_LITERAL && rust_is_integer(v.type)) ||
		    v.type->kind == RUST_RESULT || v.type->kind == RUST_OPTION)
			loop->value.type = v.type;
	}
	rust_fill(r, &loop->value, v);
}

/* Leaves @loop, or this turn of it, from within a loop or a block inside of it. */
static void leave(struct rust *r, struct rust_loop *loop, enum lkmm_stmt_kind kind,
		  struct lkmm_place at)
{
	struct lkmm_stmt **block = kind == LKMM_BREAK ? &loop->around : &loop->turn;
	struct lkmm_stmt *s = new_stmt(r->l, LKMM_LEAVE, at);

	if (!*block)
		*block = new_stmt(r->l, LKMM_BLOCK, at);
	if (s)
		s->leaves = *block;
	rust_append(r, s);
}

struct value parse_rust_jump(struct rust *r)
{
	struct lexer *x = r->x;
	struct lkmm_place at = x->tok.at;
	enum lkmm_stmt_kind kind = tok_is(x, "return") ? LKMM_RETURN :
				   tok_is(x, "break")  ? LKMM_BREAK :
							 LKMM_CONTINUE;
	struct rust_loop *loop = NULL;
	struct value v;

	lex_next(x);
	if (kind != LKMM_RETURN) {
		loop = parse_target(r);
		if (!loop)
			rust_error(r, at, "expected a loop around 'break' and 'continue'");
		else if (loop->is_block && kind == LKMM_CONTINUE)
			rust_error(r, at, "expected the label of a loop after 'continue'");
	}
	if (kind != LKMM_CONTINUE) {
		v = parse_jump_value(r, at);
		if (loop)
			give_loop(r, loop, v);
		else
			rust_return(r, v, at);
	}
	if (loop)
		rust_unwind(r, loop->drops);
	if (loop && (loop != r->loop || loop->is_block))
		leave(r, loop, kind, at);
	else if (loop)
		rust_emit(r, kind, NULL, at);
	return rust_nothing(r, &rust_never, at);
}

/* ---- loops ---- */

/* @step: between turns; or NULL */
static void put_loop(struct rust *r, struct lkmm_expr *cond, const struct stmts *body,
		     struct lkmm_expr *step, struct lkmm_place at)
{
	struct lkmm_stmt *s = new_stmt(r->l, LKMM_LOOP, at);

	if (s) {
		s->expr = cond;
		s->body = body->first;
		s->step = step;
	}
	rust_append(r, s);
}

void rust_loop_body(struct rust *r, struct rust_loop *loop, const struct pattern *p)
{
	struct value v;

	loop->outer = r->loop;
	r->loop = loop;
	v = parse_rust_body(r, p);
	rust_coerce(r, &v, &rust_unit);
	r->loop = loop->outer;
	if (!loop->turn)
		return;
	loop->turn->body = r->out->first;
	r->out->first = loop->turn;
	r->out->end = &loop->turn->next;
}

static struct value parse_loop(struct rust *r, struct rust_loop *loop)
{
	struct lkmm_place at = r->x->tok.at;
	static const struct pattern nothing;
	struct stmts body, *outer;

	lex_next(r->x);
	loop->is_loop = true;
	rust_open(r, &body, &outer);
	rust_loop_body(r, loop, &nothing);
	r->out = outer;
	put_loop(r, NULL, &body, NULL, at);
	return loop->value.type ? loop->value : rust_nothing(r, &rust_never, at);
}

/* if (cond) { body } else break; after the statements that the condition needs */
static struct stmts test_inside(struct rust *r, struct stmts *before, struct lkmm_expr *cond,
				struct stmts *body, struct rust_drop *mark,
				struct lkmm_place at)
{
	struct value nothing = rust_nothing(r, &rust_unit, at);
	struct stmts *outer = r->out, leave, *ignored;

	rust_open(r, &leave, &ignored);
	rust_unwind(r, mark);
	rust_emit(r, LKMM_BREAK, NULL, at);
	r->out = before;
	rust_choose(r, cond, body, nothing, &leave, nothing, at);
	r->out = outer;
	return *before;
}

static struct value parse_while(struct rust *r, struct rust_loop *loop)
{
	struct lkmm_place at = r->x->tok.at;
	struct stmts before, body, *outer;
	struct rust_drop *mark = r->drops;
	struct lkmm_expr *cond;
	struct pattern p;

	lex_next(r->x);
	rust_open(r, &before, &outer);
	cond = parse_rust_condition(r, &p);
	if (tok_is(r->x, "&&")) {
		parse_rust_while_chain(r, loop, cond, &p, mark, at);
		r->out = outer;
		put_loop(r, NULL, &before, NULL, at);
		return rust_nothing(r, &rust_unit, at);
	}
	r->out = outer;
	rust_open(r, &body, &outer);
	rust_loop_body(r, loop, &p);
	rust_unwind(r, mark);
	r->out = outer;
	if (before.first) {
		body = test_inside(r, &before, cond, &body, mark, at);
		cond = NULL;
	}
	r->drops = mark;
	put_loop(r, cond, &body, NULL, at);
	return rust_nothing(r, &rust_unit, at);
}

static struct lkmm_expr *assign(struct rust *r, struct lkmm_expr *reg, struct lkmm_expr *e,
				struct lkmm_place at)
{
	return new_assign(r->l, reg, e, at);
}

/* @e, computed now. */
static struct lkmm_expr *keep(struct rust *r, struct lkmm_expr *e, struct lkmm_place at)
{
	struct lkmm_expr *reg =
		new_index(r->l, LKMM_REGISTER, rust_temporary(r, LKMM_SIGNED(64)), at);

	rust_emit(r, LKMM_EXPR, assign(r, reg, e, at), at);
	return reg;
}

/* The body may change the variable that an end of a range is now. */
static void keep_end(struct rust *r, struct value *v)
{
	if (v->e && v->e->kind == LKMM_REGISTER)
		v->e = keep(r, v->e, v->at);
}

/* A range that starts with @v, as in 0..n: its ends, evaluated; whether the last is part of it. */
static bool parse_range(struct rust *r, struct value v, struct value *from, struct value *to)
{
	bool last;

	*from = rust_now(r, v);
	last = lex_accept(r->x, "..=");
	if (!last)
		lex_expect(r->x, "..");
	*to = rust_now(r, parse_rust_value(r));
	rust_unify(r, from, to);
	if (!rust_is_integer(to->type) && to->type->kind != RUST_NEVER)
		rust_error(r, to->at, "expected a range of integers");
	keep_end(r, from);
	keep_end(r, to);
	return last;
}

/* The range of a loop: @count values, the first of them, and the step. */
struct series {
	struct lkmm_expr *first, *step, *count;
};

static struct lkmm_expr *compute(struct rust *r, enum lkmm_operator op, struct lkmm_expr *a,
				 struct lkmm_expr *b, struct lkmm_place at)
{
	return new_binary(r->l, op, a, b, at);
}

static void parse_step_by(struct rust *r, struct series *s, struct lkmm_place at)
{
	struct lkmm_expr *by, *one = new_number(r->l, 1, at);
	struct value v = rust_now(r, parse_rust_value(r));

	if (!rust_is_integer(v.type))
		rust_error(r, v.at, "expected the integer to step by");
	if (v.e && v.e->kind == LKMM_NUMBER && v.e->number < 1)
		rust_error(r, v.at, "expected a step of at least 1");
	by = keep(r, v.e, at);
	s->step = keep(r, compute(r, LKMM_MUL, s->step, by, at), at);
	by = compute(r, LKMM_DIV, compute(r, LKMM_SUB, s->count, one, at), by, at);
	by = compute(r, LKMM_ADD, by, one, at);
	/* Of none it is none. */
	by = compute(r, LKMM_MUL, by, compute(r, LKMM_GT, s->count, new_number(r->l, 0, at), at),
		     at);
	s->count = keep(r, by, at);
}

static void reverse(struct rust *r, struct series *s, struct lkmm_place at)
{
	struct lkmm_expr *n = compute(r, LKMM_SUB, s->count, new_number(r->l, 1, at), at);

	n = compute(r, LKMM_MUL, s->step, n, at);
	s->first = keep(r, compute(r, LKMM_ADD, s->first, n, at), at);
	s->step = keep(r, new_binary(r->l, LKMM_NEG, s->step, NULL, at), at);
}

/* (0..n).rev().step_by(2), of which the range has been read. */
static void parse_adapters(struct rust *r, struct series *s, const struct value *from,
			   const struct value *to, bool last)
{
	struct lexer *x = r->x;
	struct lkmm_place at = from->at;

	s->first = from->e;
	s->step = new_number(r->l, 1, at);
	s->count = compute(r, LKMM_SUB, to->e, from->e, at);
	s->count = keep(r, compute(r, LKMM_ADD, s->count, new_number(r->l, last, at), at), at);
	while (lex_accept(x, ".")) {
		bool rev = tok_is(x, "rev");

		if (!rev && !tok_is(x, "step_by"))
			lex_expected(x, "rev() or step_by()");
		lex_next(x);
		lex_expect(x, "(");
		if (rev)
			reverse(r, s, at);
		else
			parse_step_by(r, s, at);
		lex_expect(x, ")");
	}
}

/* for i in (0..n).rev() { }: turn by turn, i is computed from the number of the turn. */
static struct value parse_for_series(struct rust *r, struct rust_loop *loop, struct pattern *p,
				     struct lkmm_place at)
{
	struct lkmm_expr *i, *turn, *one = new_number(r->l, 1, at);
	struct value from, to;
	struct stmts body, *outer;
	struct series series;
	bool last = parse_range(r, parse_rust_value(r), &from, &to);

	lex_expect(r->x, ")");
	if (r->x->error[0])
		return rust_nothing(r, &rust_never, at);
	parse_adapters(r, &series, &from, &to, last);
	i = new_index(r->l, LKMM_REGISTER, rust_temporary(r, to.type->integer), at);
	turn = keep(r, new_number(r->l, 0, at), at);
	p->bound[0].v = rust_value(to.type, i, at);
	rust_open(r, &body, &outer);
	rust_emit(r, LKMM_EXPR,
		  assign(r, i, compute(r, LKMM_ADD, series.first,
				       compute(r, LKMM_MUL, series.step, turn, at), at), at), at);
	rust_loop_body(r, loop, p);
	r->out = outer;
	put_loop(r, compute(r, LKMM_LT, turn, series.count, at), &body,
		 assign(r, turn, compute(r, LKMM_ADD, turn, one, at), at), at);
	return rust_nothing(r, &rust_unit, at);
}

/* for x in &a { }, for x in a.iter() { } */
static struct value parse_for_elements(struct rust *r, struct rust_loop *loop, struct pattern *p,
				       struct value array)
{
	struct value element;
	const struct rust_type *usize = rust_named_type("usize", 5), *of = array.type->of;
	struct lkmm_expr *i, *one, *bytes;
	struct lkmm_place at = array.at;
	struct stmts body, *outer;

	array = rust_now_address(r, array);
	one = new_number(r->l, 1, at);
	i = keep(r, new_number(r->l, 0, at), at);
	bytes = compute(r, LKMM_MUL, i, new_number(r->l, rust_size(of), at), at);
	element = rust_value(rust_type_of(r, RUST_REFERENCE, array.mut, of),
			     compute(r, LKMM_ADD, array.e, bytes, at), at);
	if (p->nbound == 2)
		rust_error(r, at, "expected the name of a variable, or .iter().enumerate()");
	p->bound[0].v = element;
	rust_open(r, &body, &outer);
	rust_loop_body(r, loop, p);
	r->out = outer;
	put_loop(r, rust_binary(r, LKMM_LT, usize, i, new_number(r->l, array.type->n, at), at),
		 &body, assign(r, i, compute(r, LKMM_ADD, i, one, at), at), at);
	return rust_nothing(r, &rust_unit, at);
}

/* NAME, (NUMBER, NAME) */
static void parse_names(struct rust *r, struct pattern *p)
{
	struct lexer *x = r->x;
	bool two = lex_accept(x, "(");

	p->nbound = two ? 2 : 1;
	for (int i = 0; i < p->nbound; i++) {
		p->bound[i].mut = lex_accept(x, "mut");
		lex_accept(x, "&") ? (void)(p->bound[i].copies = true) : (void)0;
		p->bound[i].name = x->tok;
		if (x->tok.kind != T_NAME)
			lex_expected(x, "the name of a variable");
		lex_next(x);
		if (two && !i)
			lex_expect(x, ",");
	}
	if (two)
		lex_expect(x, ")");
}

static struct value parse_for(struct rust *r, struct rust_loop *loop)
{
	struct lexer *x = r->x;
	struct lkmm_place at = x->tok.at;
	struct pattern p = { .nbound = 1 };
	struct lkmm_expr *i;
	struct value from, to;
	struct stmts body, *outer;
	bool last;

	lex_next(x);
	parse_names(r, &p);
	lex_expect(x, "in");
	if (p.nbound == 2 && tok_is(x, "("))
		rust_error(r, x->tok.at, "expected the name of a variable for a range");
	if (lex_accept(x, "("))
		return parse_for_series(r, loop, &p, at);
	from = rust_place(r, parse_rust_expr(r));
	if (from.type->kind == RUST_ITERATOR) {
		rust_loop_through(r, from, loop, &p);
		return rust_nothing(r, &rust_unit, at);
	}
	if (p.nbound == 2 && from.type->kind != RUST_ARRAY)
		rust_error(r, from.at, "expected an array, and .iter().enumerate() behind it");
	if (from.type->kind == RUST_ARRAY && from.where != IS_MEMORY) {
		from = rust_copy_registers(r, rust_now(r, from));
		rust_loop_through(r, rust_iterate_array(r, from), loop, &p);
		return rust_nothing(r, &rust_unit, at);
	}
	if (from.type->kind == RUST_ARRAY)
		return parse_for_elements(r, loop, &p, from);
	last = parse_range(r, from, &from, &to);
	if (x->error[0])
		return rust_nothing(r, &rust_never, at);
	i = new_index(r->l, LKMM_REGISTER, rust_temporary(r, to.type->integer), at);
	rust_emit(r, LKMM_EXPR, assign(r, i, from.e, at), at);
	p.bound[0].v = rust_value(to.type, i, at);
	rust_open(r, &body, &outer);
	rust_loop_body(r, loop, &p);
	r->out = outer;
	put_loop(r, rust_binary(r, last ? LKMM_LE : LKMM_LT, to.type, i, to.e, at), &body,
		 assign(r, i, new_binary(r->l, LKMM_ADD, i, new_number(r->l, 1, at), at), at), at);
	return rust_nothing(r, &rust_unit, at);
}

/* ---- all of them ---- */

/* 'a: { }, which break 'a leaves with a value */
static struct value parse_labelled(struct rust *r, struct rust_loop *loop)
{
	struct value v;

	loop->is_block = loop->is_loop = true;
	loop->outer = r->loop;
	r->loop = loop;
	v = parse_rust_block(r);
	r->loop = loop->outer;
	if (!loop->around)
		return v;
	if (v.type->kind != RUST_NEVER)
		give_loop(r, loop, v);
	return loop->value.type ? loop->value : v;
}

static struct value parse_kind(struct rust *r, struct rust_loop *loop)
{
	if (tok_is(r->x, "loop"))
		return parse_loop(r, loop);
	if (tok_is(r->x, "while"))
		return parse_while(r, loop);
	if (tok_is(r->x, "for"))
		return parse_for(r, loop);
	if (tok_is(r->x, "{") && loop->has_label)
		return parse_labelled(r, loop);
	lex_expected(r->x, "'loop', 'while' or 'for'");
	return rust_nothing(r, &rust_never, r->x->tok.at);
}

struct value parse_rust_loop(struct rust *r)
{
	struct rust_loop loop = { .drops = r->drops };
	struct stmts s, *outer;
	struct value v;

	if (r->x->tok.kind == T_LIFETIME) {
		loop.label = r->x->tok;
		loop.has_label = true;
		lex_next(r->x);
		lex_expect(r->x, ":");
	}
	rust_open(r, &s, &outer);
	v = parse_kind(r, &loop);
	r->out = outer;
	if (loop.around) {
		loop.around->body = s.first;
		rust_append(r, loop.around);
	} else {
		rust_append(r, s.first);
	}
	return v;
}
