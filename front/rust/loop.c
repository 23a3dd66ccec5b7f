// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Loops, and the jumps out of them. */
#include "flow.h"
#include "item.h"

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

void rust_loop_turn(struct rust *r, struct rust_loop *loop, struct value v,
		    const struct lex_spot *pattern, const struct lex_spot *body)
{
	struct pattern p;

	if (r->x->error[0])
		return;
	v = rust_now(r, v);
	lex_go(r->x, pattern);
	parse_rust_pattern(r, v, &p);
	if (p.cond)
		rust_error(r, v.at, "expected a pattern that always matches");
	if (!tok_is(r->x, "in"))
		lex_expected(r->x, "'in'");
	if (r->x->error[0])
		return;
	lex_go(r->x, body);
	rust_loop_body(r, loop, &p);
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
	if (loop->value.type)
		rust_settle(&loop->value);
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

static struct lkmm_expr *compute(struct rust *r, enum lkmm_operator op, struct lkmm_expr *a,
				 struct lkmm_expr *b, struct lkmm_place at)
{
	return new_binary(r->l, op, a, b, at);
}

/* To the "in" behind the pattern at hand. */
static void pass_pattern(struct lexer *x)
{
	int depth = 0;

	for (; !x->error[0] && x->tok.kind != T_END && !tok_is(x, "in"); lex_next(x)) {
		depth += tok_is(x, "{") - tok_is(x, "}");
		if (tok_is(x, ";") || depth < 0)
			return;
	}
}

/* The body, at hand, of a loop over values such as @v. */
static void parse_for_body(struct rust *r, struct rust_loop *loop, struct value v,
			   const struct lex_spot *pattern)
{
	struct lex_spot body = lex_here(r->x);

	rust_loop_turn(r, loop, v, pattern, &body);
}

static bool range_is_open(const struct lexer *x)
{
	return tok_is(x, ")") || tok_is(x, ",") || tok_is(x, "{") || tok_is(x, ";");
}

static struct value parse_end(struct rust *r, struct value *from)
{
	static const struct token max = { .kind = T_NAME, .text = "MAX", .len = 3 };
	struct lkmm_place at = r->x->tok.at;
	struct value to;
	int64_t n = INT32_MAX;

	if (range_is_open(r->x)) {
		if (from->type->kind == RUST_INTEGER)
			rust_limit(from->type, &max, &n);
		return rust_value(from->type, new_number(r->l, n, at), at);
	}
	to = rust_now(r, parse_rust_value(r));
	rust_unify(r, from, &to);
	if (!rust_is_integer(to.type) && to.type->kind != RUST_NEVER)
		rust_error(r, to.at, "expected a range of integers");
	return to;
}

struct value parse_rust_range(struct rust *r, struct value v)
{
	struct value to;
	bool last = tok_is(r->x, "..=");

	if (!last && !tok_is(r->x, ".."))
		return v;
	v = rust_now(r, v);
	lex_next(r->x);
	last |= range_is_open(r->x);
	to = parse_end(r, &v);
	if (r->x->error[0])
		return rust_nothing(r, &rust_never, v.at);
	return rust_iterate_range(r, v, to, last);
}

/* A range that starts with @v, as in 0..n: its ends, evaluated; whether the last is part of it. */
static bool parse_range(struct rust *r, struct value v, struct value *from, struct value *to)
{
	bool last;

	*from = rust_now(r, v);
	last = lex_accept(r->x, "..=");
	if (!last)
		lex_expect(r->x, "..");
	last |= range_is_open(r->x);
	*to = parse_end(r, from);
	keep_end(r, from);
	keep_end(r, to);
	return last;
}

/* for PATTERN in a..b: turn by turn, a register is the number. */
static struct value parse_for_range(struct rust *r, struct rust_loop *loop, struct value from,
				    const struct lex_spot *pattern)
{
	struct lkmm_place at = from.at;
	struct stmts body, *outer;
	struct lkmm_expr *i, *one;
	struct value to;
	bool last;

	if (r->x->error[0])
		return rust_nothing(r, &rust_never, at);
	last = parse_range(r, from, &from, &to);
	if (r->x->error[0])
		return rust_nothing(r, &rust_never, at);
	i = new_index(r->l, LKMM_REGISTER, rust_temporary(r, to.type->integer), at);
	one = new_number(r->l, 1, at);
	rust_emit(r, LKMM_EXPR, assign(r, i, from.e, at), at);
	rust_open(r, &body, &outer);
	parse_for_body(r, loop, rust_value(to.type, i, at), pattern);
	r->out = outer;
	put_loop(r, rust_binary(r, last ? LKMM_LE : LKMM_LT, to.type, i, to.e, at), &body,
		 assign(r, i, compute(r, LKMM_ADD, i, one, at), at), at);
	return rust_nothing(r, &rust_unit, at);
}

/* for PATTERN in &a, of an array in memory */
static struct value parse_for_elements(struct rust *r, struct rust_loop *loop, struct value array,
				       const struct lex_spot *pattern)
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
	rust_open(r, &body, &outer);
	parse_for_body(r, loop, element, pattern);
	r->out = outer;
	put_loop(r, rust_binary(r, LKMM_LT, usize, i, new_number(r->l, array.type->n, at), at),
		 &body, assign(r, i, compute(r, LKMM_ADD, i, one, at), at), at);
	return rust_nothing(r, &rust_unit, at);
}

/* Whether a @t has next() by an impl of Iterator. */
static bool has_next(struct rust *r, const struct rust_type *t)
{
	return t->item && rust_find_method(r->l, t, "Iterator", "next");
}

static struct value parse_for(struct rust *r, struct rust_loop *loop)
{
	char text[RUST_TYPE_TEXT];
	struct lex_spot pattern;
	struct value from;
	bool by_value;

	lex_next(r->x);
	pattern = lex_here(r->x);
	pass_pattern(r->x);
	lex_expect(r->x, "in");
	from = parse_rust_expr(r);
	by_value = from.type->kind == RUST_ARRAY;
	from = rust_place(r, from);
	if (r->x->error[0])
		return rust_nothing(r, &rust_never, from.at);
	if (from.type->kind == RUST_ARRAY && from.where == IS_MEMORY)
		return parse_for_elements(r, loop, from, &pattern);
	if (from.type->kind == RUST_ARRAY)
		from = rust_iterate_array(r, from, by_value);
	else if (has_next(r, from.type))
		from = rust_iterate_next(r, rust_read(r, from));
	if (from.type->kind != RUST_ITERATOR) {
		if (!tok_is(r->x, "..") && !tok_is(r->x, "..=") && from.type->kind != RUST_NEVER)
			rust_error(r, from.at, "expected a range, an array or an iterator, "
				   "found %s%s", rust_type_text(from.type, text),
				   from.type->kind == RUST_OPTION ? ": write .into_iter()" : "");
		return parse_for_range(r, loop, from, &pattern);
	}
	rust_loop_through(r, from, loop, &pattern);
	return rust_nothing(r, &rust_unit, from.at);
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
	if (loop->value.type)
		rust_settle(&loop->value);
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
