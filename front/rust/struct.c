// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Structs and arrays: the layout of #[repr(C)]; variables of such types, and their first values.
 */
#include "front/constant.h"
#include "front/object.h"
#include "item.h"

#include <stdio.h>
#include <string.h>

enum { MAX_PARTS = 1000 };

/* ---- layout ---- */

int rust_align(const struct rust_type *t)
{
	int align = 1;

	switch (t->kind) {
	case RUST_POINTER:
	case RUST_REFERENCE:
		return 8;
	case RUST_ATOMIC:
	case RUST_CELL:
	case RUST_ARRAY:
		return rust_align(t->of);
	case RUST_STRUCT:
		for (int i = 0; i < t->nfields; i++)
			if (rust_align(t->field[i].type) > align)
				align = rust_align(t->field[i].type);
		return align;
	default:
		return t->integer.bits >= 8 ? t->integer.bits / 8 : 1;
	}
}

int rust_size(const struct rust_type *t)
{
	switch (t->kind) {
	case RUST_UNIT:
		return 0;
	case RUST_ATOMIC:
	case RUST_CELL:
		return rust_size(t->of);
	case RUST_ARRAY:
		return t->n * rust_size(t->of);
	case RUST_STRUCT:
		return t->size;
	default:
		return rust_align(t);
	}
}

static int round_up(int n, int align)
{
	return (n + align - 1) / align * align;
}

void rust_lay_out(struct rust *r, struct rust_type *t)
{
	(void)r;
	t->size = 0;
	for (int i = 0; i < t->nfields; i++) {
		struct rust_field *f = &((struct rust_field *)t->field)[i];

		f->offset = round_up(t->size, rust_align(f->type));
		t->size = f->offset + rust_size(f->type);
	}
	t->size = round_up(t->size, rust_align(t));
}

/* A type of a value in memory, or in registers. */
static void check_member(struct rust *r, const struct rust_type *t, struct lkmm_place at)
{
	char text[RUST_TYPE_TEXT];

	if (!rust_is_object(t) && !rust_is_plain(t) && !rust_has_parts(t) &&
	    t->kind != RUST_OPTION && t->kind != RUST_RESULT && t->kind != RUST_UNIT &&
	    t->kind != RUST_PARAMETER)
		rust_error(r, at, "a member cannot be %s here%s", rust_type_text(t, text),
			   t->kind == RUST_UNKNOWN ? ": write a trait, or a match, in place of a "
						     "pointer to a function" : "");
	else if (t->kind == RUST_STRUCT && !t->complete)
		rust_error(r, at, "a struct cannot be in itself: write a pointer");
}

static void parse_field(struct rust *r, struct rust_type *t)
{
	struct rust_field *f = litmus_grow(r->l, (void *)t->field, t->nfields, sizeof(*f));
	struct lexer *x = r->x;

	if (!f)
		return;
	t->field = f;
	f += t->nfields;
	f->name = x->tok;
	if (x->tok.kind != T_NAME)
		lex_expected(x, "the name of a member");
	lex_next(x);
	lex_expect(x, ":");
	f->type = parse_rust_type(r);
	check_member(r, f->type, f->name.at);
	t->nfields++;
}

/* { a: i32, b: i32 } */
static void parse_named_fields(struct rust *r, struct rust_type *t)
{
	struct lexer *x = r->x;

	lex_expect(x, "{");
	while (!x->error[0] && !tok_is(x, "}")) {
		rust_pass_modifiers(r->l);
		parse_field(r, t);
		if (!tok_is(x, "}"))
			lex_expect(x, ",");
	}
	lex_expect(x, "}");
}

/* (i32, i32) */
static void parse_numbered_fields(struct rust *r, struct rust_type *t)
{
	struct lexer *x = r->x;

	lex_expect(x, "(");
	while (!x->error[0] && !tok_is(x, ")")) {
		const struct rust_type *of;
		struct lkmm_place at;

		rust_pass_modifiers(r->l);
		at = x->tok.at;
		of = parse_rust_type(r);
		check_member(r, of, at);
		rust_add_numbered(r, t, of);
		if (!tok_is(x, ")"))
			lex_expect(x, ",");
	}
	lex_expect(x, ")");
}

/* The parameters of the generic type @t stand for themselves. */
static void open_generics(struct rust *r, struct rust_type *t)
{
	struct rust_parameter p[RUST_MAX_GENERICS];
	int n = rust_generic_names(r->x, p);

	t->arg = litmus_alloc(r->l, (RUST_MAX_GENERICS + 1) * sizeof(*t->arg));
	for (int i = 0; t->arg && i < n; i++) {
		rust_add_generic(r, &p[i], NULL);
		t->arg[t->nargs++] = rust_find_generic(r, &p[i].name);
	}
}

void rust_skip_where(struct lexer *x)
{
	while (!x->error[0] && x->tok.kind != T_END && !tok_is(x, "{") && !tok_is(x, ";"))
		lex_next(x);
}

void parse_rust_struct(struct rust *r, struct rust_type *t)
{
	struct lexer *x = r->x;

	open_generics(r, t);
	if (tok_is(x, "where"))
		rust_skip_where(x);
	if (tok_is(x, "("))
		parse_numbered_fields(r, t);
	else if (tok_is(x, "{"))
		parse_named_fields(r, t);
	else
		lex_expect(x, ";");
	if (x->error[0])
		return;
	rust_lay_out(r, t);
	t->complete = true;
}

/* The type of a variant: a struct without a name, or nothing. */
static const struct rust_type *parse_payload(struct rust *r, struct rust_type *t,
					     const struct token *name)
{
	struct rust_type *holds;

	if (!tok_is(r->x, "(") && !tok_is(r->x, "{"))
		return &rust_unit;
	holds = rust_new_tuple(r);
	if (!holds)
		return &rust_unit;
	holds->is_tuple = false;
	holds->is_payload = true;
	holds->name = litmus_text(r->l, name->text, name->len);
	t->has_values = true;
	if (tok_is(r->x, "("))
		parse_numbered_fields(r, holds);
	else
		parse_named_fields(r, holds);
	return holds;
}

static void parse_variant(struct rust *r, struct rust_type *t, int64_t *next)
{
	struct rust_field *f = litmus_grow(r->l, (void *)t->field, t->nfields, sizeof(*f));
	struct lexer *x = r->x;

	if (!f)
		return;
	t->field = f;
	f += t->nfields++;
	f->name = x->tok;
	f->type = &rust_unit;
	if (x->tok.kind != T_NAME)
		lex_expected(x, "the name of a variant");
	lex_next(x);
	f->type = parse_payload(r, t, &f->name);
	if (lex_accept(x, "="))
		*next = parse_rust_constant(r, rust_named_type("i32", 3));
	f->offset = (int)(*next)++;
}

void parse_rust_enum(struct rust *r, struct rust_type *t)
{
	struct lexer *x = r->x;
	int64_t next = 0;

	open_generics(r, t);
	if (tok_is(x, "where"))
		rust_skip_where(x);
	lex_expect(x, "{");
	while (!x->error[0] && !tok_is(x, "}")) {
		if (tok_is(x, "#") && token_is(lex_token(x) + 2, "default"))
			t->first = t->nfields + 1;
		rust_pass_modifiers(r->l);
		parse_variant(r, t, &next);
		if (t->nfields > 60)
			rust_error(r, x->tok.at, "expected at most 60 variants");
		if (!tok_is(x, "}"))
			lex_expect(x, ",");
	}
	lex_expect(x, "}");
	t->integer = LKMM_SIGNED(32);
}

const struct rust_field *rust_find_field(const struct rust_type *t, const struct token *name)
{
	for (int i = 0; i < t->nfields; i++)
		if (t->field[i].name.len == name->len &&
		    !memcmp(t->field[i].name.text, name->text, (size_t)name->len))
			return &t->field[i];
	return NULL;
}

/* ---- objects ---- */

/* The contents of an UnsafeCell that has parts. */
static const struct rust_type *in_cell(const struct rust_type *t)
{
	const struct rust_type *of = t;

	while (of->kind == RUST_CELL)
		of = of->of;
	return of->kind == RUST_STRUCT || of->kind == RUST_ARRAY || of->kind == RUST_UNIT ? of : t;
}

bool rust_is_laid_out(const struct rust_type *t)
{
	t = in_cell(t);
	return t->kind == RUST_STRUCT || t->kind == RUST_ARRAY;
}

static void make_parts(struct rust *r, int first, const char *name, const struct rust_type *t,
		       int offset)
{
	char part[200], text[RUST_TYPE_TEXT];

	t = in_cell(t);
	if (r->x->error[0] || t->kind == RUST_UNIT)
		return;
	if (t->kind == RUST_ARRAY) {
		for (int i = 0; i < t->n; i++) {
			snprintf(part, sizeof(part), "%.150s[%d]", name, i);
			make_parts(r, first, part, t->of, offset + i * rust_size(t->of));
		}
	} else if (t->kind == RUST_STRUCT) {
		for (int i = 0; i < t->nfields; i++) {
			const struct rust_field *f = &t->field[i];

			snprintf(part, sizeof(part), "%.120s.%.*s", name,
				 f->name.len > 60 ? 60 : f->name.len, f->name.text);
			make_parts(r, first, part, f->type, offset + f->offset);
		}
	} else if (rust_is_object(t) || rust_is_plain(t)) {
		int part = add_part(r->l, first, name, t->integer, offset);

		r->l->test->loc[part].lock = t->kind == RUST_SPINLOCK || t->kind == RUST_SRCU;
		if (t->kind == RUST_SRCU)
			r->l->test->loc[part].word = "struct srcu_struct";
	} else {
		rust_error(r, r->x->tok.at, "%s cannot be in memory here: write an integer for it",
			   rust_type_text(t, text));
	}
}

static int count_parts(const struct rust_type *t)
{
	int n = 0;

	t = in_cell(t);
	if (t->kind == RUST_UNIT)
		return 0;
	if (t->kind == RUST_ARRAY)
		return t->n * count_parts(t->of);
	if (t->kind != RUST_STRUCT)
		return 1;
	for (int i = 0; i < t->nfields && n <= MAX_PARTS; i++)
		n += count_parts(t->field[i].type);
	return n;
}

/* Whether the variable @first has parts where a @t has members, of the same widths. */
static bool has_layout(const struct lkmm_test *test, int first, const struct rust_type *t,
		       int offset)
{
	int part;

	t = in_cell(t);
	for (int i = 0; t->kind == RUST_ARRAY && i < t->n; i++)
		if (!has_layout(test, first, t->of, offset + i * rust_size(t->of)))
			return false;
	for (int i = 0; t->kind == RUST_STRUCT && i < t->nfields; i++)
		if (!has_layout(test, first, t->field[i].type, offset + t->field[i].offset))
			return false;
	if (t->kind == RUST_ARRAY || t->kind == RUST_STRUCT || t->kind == RUST_UNIT)
		return true;
	part = find_part(test, first, offset);
	return part >= 0 && test->loc[part].integer.bits == t->integer.bits;
}

void rust_make_object(struct rust *r, int loc, const struct rust_type *t, struct lkmm_place at)
{
	char text[RUST_TYPE_TEXT], name[81];
	struct lkmm_location *p = &r->l->test->loc[loc];

	if (r->x->error[0])
		return;
	if (!count_parts(t) || count_parts(t) > MAX_PARTS) {
		rust_error(r, at, "expected an object of 1 to %d parts, found %s", MAX_PARTS,
			   rust_type_text(t, text));
		return;
	}
	snprintf(name, sizeof(name), "%.*s", (int)strcspn(p->name, ".["), p->name);
	if (p->object ? !has_layout(r->l->test, loc, t, 0) : p->integer.bits) {
		rust_error(r, at, "'%s' is not %s", name, rust_type_text(t, text));
		return;
	}
	if (p->object)
		return;
	make_parts(r, loc, name, t, 0);
	if (t->kind == RUST_ARRAY && t->of->kind != RUST_ARRAY && t->of->kind != RUST_STRUCT)
		r->l->test->loc[loc].elements = t->n;
}

int rust_elements(const struct lkmm_test *t, int loc, const struct rust_type *of)
{
	int n = 0;

	for (int i = 0; i < t->nlocs; i++)
		n += t->loc[i].object == loc + 1;
	return count_parts(of) ? n / count_parts(of) : 0;
}

/* ---- first values ---- */

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

/* The constant @v, which is a @t: the first value of the part at @offset. */
static void store_constant(struct rust *r, int first, const struct rust_type *t, int offset,
			   const struct value *v)
{
	int64_t n;
	int loc;

	t = in_cell(t);
	if (r->x->error[0] || t->kind == RUST_UNIT)
		return;
	for (int i = 0; v->part && t->kind == RUST_ARRAY && i < t->n; i++)
		store_constant(r, first, t->of, offset + i * rust_size(t->of), &v->part[i]);
	for (int i = 0; v->part && t->kind == RUST_STRUCT && i < t->nfields; i++)
		store_constant(r, first, t->field[i].type, offset + t->field[i].offset,
			       &v->part[i]);
	if (t->kind == RUST_ARRAY || t->kind == RUST_STRUCT)
		return;
	loc = find_part(r->l->test, first, offset);
	if (v->first || !constant_value(r->l->test, v->e, &n))
		rust_error(r, v->at, "expected a constant");
	else if (loc >= 0)
		r->l->test->loc[loc].init = n;
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
		store_constant(r, first, t, offset, &v);
}

static bool is_constructed(const struct lexer *x)
{
	return x->tok.kind == T_NAME && !lex_next_is(x, "{");
}

/* UnsafeCell::new(Node { .. }), to the value in it */
static int enter_cell(struct rust *r, const struct rust_type **t)
{
	int n = 0;

	for (; (*t)->kind == RUST_CELL && in_cell(*t) != *t; n++) {
		lex_expect(r->x, "UnsafeCell");
		lex_expect(r->x, "::");
		lex_expect(r->x, "new");
		lex_expect(r->x, "(");
		*t = (*t)->of;
	}
	return n;
}

static void parse_part_value(struct rust *r, int first, const struct rust_type *t, int offset)
{
	int cells = enter_cell(r, &t);
	bool block = tok_is(r->x, "const") && lex_next_is(r->x, "{");
	int64_t v;
	int loc;

	if (block) {
		lex_next(r->x);
		lex_next(r->x);
	}
	if (t->kind == RUST_STRUCT && is_constructed(r->x)) {
		parse_constructed(r, first, t, offset);
	} else if (t->kind == RUST_STRUCT) {
		parse_struct_value(r, first, t, offset);
	} else if (t->kind == RUST_ARRAY) {
		parse_array_value(r, first, t, offset);
	} else {
		/* it may make variables known, which moves them all */
		v = parse_rust_initial(r);
		loc = find_part(r->l->test, first, offset);
		if (loc >= 0)
			r->l->test->loc[loc].init = v;
	}
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
