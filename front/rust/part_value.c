// SPDX-License-Identifier: GPL-2.0 OR MIT
/* First values of variables that have parts: structs, arrays, enums, Options. */
#include "front/constant.h"
#include "front/object.h"
#include "item.h"

static void parse_part_value(struct rust *r, int first, const struct rust_type *t, int offset);

/* Node { locked: Atomic::new(7), .. } */
static void parse_struct_value(struct rust *r, int first, const struct rust_type *t, int offset)
{
	struct lexer *x = r->x;
	const struct rust_field *f;
	char text[RUST_TYPE_TEXT];

	if (x->tok.kind == T_NAME)
		lex_next(x);
	lex_expect(x, "{");
	while (!x->error[0] && !tok_is(x, "}")) {
		if (lex_accept(x, "..")) {
			while (!x->error[0] && x->tok.kind != T_END && !tok_is(x, "}"))
				lex_next(x);
			break;
		}
		f = rust_find_field(t, &x->tok);
		if (!f) {
			rust_error(r, x->tok.at, "%s has no member '%.*s'", rust_type_text(t, text),
				   x->tok.len > 40 ? 40 : x->tok.len, x->tok.text);
			return;
		}
		lex_next(x);
		lex_expect(x, ":");
		parse_part_value(r, first, f->type, offset + f->offset);
		if (!tok_is(x, "}"))
			lex_expect(x, ",");
	}
	lex_expect(x, "}");
}

/* [Atomic::new(1), Atomic::new(2)], [const { Atomic::new(0) }; 4] */
static void parse_array_value(struct rust *r, int first, const struct rust_type *t, int offset)
{
	struct lexer *x = r->x;
	struct lex_spot start;
	int n = 0;

	lex_expect(x, "[");
	start = lex_here(x);
	while (!x->error[0] && !tok_is(x, "]")) {
		if (n == t->n) {
			rust_error(r, x->tok.at, "there are only %d elements", t->n);
			return;
		}
		parse_part_value(r, first, t->of, offset + n * rust_size(t->of));
		n++;
		if (n == 1 && lex_accept(x, ";")) {
			if (parse_rust_constant(r, rust_named_type("usize", 5)) != t->n)
				rust_error(r, x->tok.at, "expected %d elements", t->n);
			lex_expect(x, "]");
			for (; n < t->n && !x->error[0]; n++) {
				struct lex_spot end = lex_here(x);

				lex_go(x, &start);
				parse_part_value(r, first, t->of, offset + n * rust_size(t->of));
				lex_go(x, &end);
			}
			return;
		}
		if (!tok_is(x, "]"))
			lex_expect(x, ",");
	}
	if (n != t->n)
		rust_error(r, x->tok.at, "expected %d elements, found %d", t->n, n);
	lex_expect(x, "]");
}

/* The first value of the part at @offset, if it has one. */
static void set_first(struct rust *r, int first, int offset, int64_t n)
{
	int loc = find_part(r->l->test, first, offset);

	if (loc >= 0)
		r->l->test->loc[loc].init = n;
}

static void store_number(struct rust *r, int first, int offset, const struct value *v,
			 const struct lkmm_expr *e)
{
	int64_t n;

	if (v->first || !constant_value(r->l->test, e, &n))
		rust_error(r, v->at, "expected a constant");
	else
		set_first(r, first, offset, n);
}

/* Whether the constant @v holds something as the part @i of a @t: that is *@in. */
static bool constant_part(const struct rust *r, const struct rust_type *t, struct value v, int i,
			  struct value *in)
{
	int64_t n = 0;

	if (t->kind == RUST_OPTION || t->kind == RUST_RESULT) {
		*in = i ? rust_inside_err(v) : rust_inside(v);
		return v.ok && constant_value(r->l->test, v.ok, &n) && i == (n ? 0 : 1);
	}
	if (!v.part || (t->kind == RUST_ENUM && (!constant_value(r->l->test, v.e, &n) ||
						 n != t->field[i].offset)))
		return false;
	*in = v.part[i];
	return true;
}

/* The constant @v, which is a @t: the first value of the part at @offset. */
static void store_constant(struct rust *r, int first, const struct rust_type *t, int offset,
			   struct value v)
{
	struct value in;

	if (r->x->error[0] || t->kind == RUST_UNIT)
		return;
	if (t->kind == RUST_CELL || t->kind == RUST_ATOMIC) {
		store_constant(r, first, t->of, offset, rust_inside(v));
		return;
	}
	if (!rust_is_laid_out(t)) {
		store_number(r, first, offset, &v, v.e);
		return;
	}
	if (rust_is_tagged(t))
		store_number(r, first, offset, &v, t->kind == RUST_ENUM ? v.e : v.ok);
	for (int i = 0; i < rust_memory_parts(t); i++) {
		struct rust_field f = rust_memory_part(t, i);

		if (constant_part(r, t, v, i, &in))
			store_constant(r, first, f.type, offset + f.offset, in);
	}
}

/* Node::new(1), Wrapper(1) */
static void parse_constructed(struct rust *r, int first, const struct rust_type *t, int offset)
{
	const struct rust_type *expected = r->expected;
	struct lkmm_place at = r->x->tok.at;
	struct stmts s, *outer;
	struct value v;

	r->expected = t;
	rust_open(r, &s, &outer);
	v = parse_rust_value(r);
	r->out = outer;
	r->expected = expected;
	rust_coerce(r, &v, t);
	if (s.first)
		rust_error(r, at, "expected a constant");
	if (v.type->kind != RUST_NEVER)
		store_constant(r, first, t, offset, v);
}

static bool is_constructed(const struct lexer *x)
{
	return x->tok.kind == T_NAME && !lex_next_is(x, "{");
}

/* UnsafeCell::new(Node { .. }), to the value in it */
static int enter_cell(struct rust *r, const struct rust_type **t)
{
	int n = 0;

	for (; (*t)->kind == RUST_CELL && rust_in_cell(*t) != *t; n++) {
		lex_expect(r->x, "UnsafeCell");
		lex_expect(r->x, "::");
		lex_expect(r->x, "new");
		lex_expect(r->x, "(");
		*t = (*t)->of;
	}
	return n;
}

/* State::Busy(1), at the name behind the path: the number of that variant, or -1. */
static int variant_at_path(const struct lexer *at, const struct rust_type *t)
{
	const struct rust_field *f;
	struct lexer x = *at;

	if (t->kind == RUST_OPTION && tok_is(&x, "Some"))
		return 0;
	if (t->kind == RUST_RESULT && (tok_is(&x, "Ok") || tok_is(&x, "Err")))
		return tok_is(&x, "Err");
	while (x.tok.kind == T_NAME && lex_next_is(&x, "::")) {
		lex_next(&x);
		lex_next(&x);
	}
	f = t->kind == RUST_ENUM && x.tok.kind == T_NAME ? rust_find_field(t, &x.tok) : NULL;
	return f ? (int)(f - t->field) : -1;
}

/* Some(1), Idle, State::Busy(1), Failed { errno: 5 } */
static void parse_variant_value(struct rust *r, int first, const struct rust_type *t, int offset)
{
	int i = variant_at_path(r->x, t);
	struct lexer *x = r->x;
	struct rust_field f;

	if (i < 0) {
		parse_constructed(r, first, t, offset);
		return;
	}
	f = rust_memory_part(t, i);
	if (rust_is_tagged(t))
		set_first(r, first, offset, t->kind == RUST_ENUM ? t->field[i].offset : !i);
	while (lex_next_is(x, "::")) {
		lex_next(x);
		lex_next(x);
	}
	if (f.type->is_payload && lex_next_is(x, "{")) {
		parse_struct_value(r, first, f.type, offset + f.offset);
		return;
	}
	lex_next(x);
	if (f.type->kind == RUST_UNIT && t->kind == RUST_ENUM)
		return;
	lex_expect(x, "(");
	for (int k = 0; f.type->is_payload && k < f.type->nfields && !x->error[0]; k++) {
		parse_part_value(r, first, f.type->field[k].type,
				 offset + f.offset + f.type->field[k].offset);
		if (!tok_is(x, ")"))
			lex_expect(x, ",");
	}
	if (!f.type->is_payload)
		parse_part_value(r, first, f.type, offset + f.offset);
	lex_expect(x, ")");
}

/* of UnsafeCell::new(v), what v is */
static void parse_inner_value(struct rust *r, int first, const struct rust_type *t, int offset)
{
	if (t->kind == RUST_STRUCT && is_constructed(r->x))
		parse_constructed(r, first, t, offset);
	else if (t->kind == RUST_STRUCT)
		parse_struct_value(r, first, t, offset);
	else if (t->kind == RUST_ARRAY)
		parse_array_value(r, first, t, offset);
	else if (t->kind == RUST_UNIT)
		parse_rust_value(r);
	else if (rust_is_laid_out(t))
		parse_variant_value(r, first, t, offset);
	else
		/* it may make variables known, which moves them all */
		set_first(r, first, offset, parse_rust_initial(r));
}

static void parse_part_value(struct rust *r, int first, const struct rust_type *t, int offset)
{
	int cells = enter_cell(r, &t);
	bool block = tok_is(r->x, "const") && lex_next_is(r->x, "{");

	if (block) {
		lex_next(r->x);
		lex_next(r->x);
	}
	parse_inner_value(r, first, t, offset);
	if (block)
		lex_expect(r->x, "}");
	while (cells--)
		lex_expect(r->x, ")");
}

void parse_rust_object(struct rust *r, int loc, const struct rust_type *t, struct lkmm_place at)
{
	rust_make_object(r, loc, t, at);
	if (lex_accept(r->x, "="))
		parse_part_value(r, loc, t, 0);
}
