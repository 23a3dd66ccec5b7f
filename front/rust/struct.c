// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Structs, enums and arrays: their members; variables of such types. */
#include "front/object.h"
#include "item.h"

#include <stdio.h>
#include <string.h>

enum { MAX_PARTS = 1000 };

/* The struct or enum that is still being read, and that a @t would be in itself; or NULL. */
static const struct rust_type *in_itself(const struct rust_type *t)
{
	const struct rust_type *in = NULL;

	if ((t->kind == RUST_STRUCT || t->kind == RUST_ENUM) && t->item)
		return t->complete ? NULL : t;
	if (t->kind == RUST_ARRAY || t->kind == RUST_CELL || t->kind == RUST_OPTION ||
	    t->kind == RUST_RESULT)
		in = in_itself(t->of);
	if (!in && t->kind == RUST_RESULT && t->err)
		in = in_itself(t->err);
	for (int i = 0; !in && t->is_tuple && i < t->nfields; i++)
		in = in_itself(t->field[i].type);
	return in;
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
	else if (in_itself(t))
		rust_error(r, at, "%s cannot be in itself: write a pointer",
			   in_itself(t)->kind == RUST_ENUM ? "an enum" : "a struct");
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
	rust_lay_out(r, holds);
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
	t->complete = true;
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

static void make_parts(struct rust *r, int first, const char *name, const struct rust_type *t,
		       int offset)
{
	char part[200], text[RUST_TYPE_TEXT];

	t = rust_in_cell(t);
	if (r->x->error[0] || t->kind == RUST_UNIT)
		return;
	if (rust_has_niche(t)) {
		add_part(r->l, first, name, LKMM_SIGNED(64), offset);
	} else if (rust_is_laid_out(t)) {
		snprintf(part, sizeof(part), "%.150s.tag", name);
		if (rust_is_tagged(t))
			add_part(r->l, first, part, rust_tag_type()->integer, offset);
		for (int i = 0; i < rust_memory_parts(t); i++) {
			struct rust_field f = rust_memory_part(t, i);

			if (t->kind == RUST_ARRAY)
				snprintf(part, sizeof(part), "%.150s[%d]", name, i);
			else
				snprintf(part, sizeof(part), "%.120s.%.*s", name,
					 f.name.len > 60 ? 60 : f.name.len, f.name.text);
			make_parts(r, first, part, f.type, offset + f.offset);
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

	t = rust_in_cell(t);
	if (t->kind == RUST_UNIT)
		return 0;
	if (t->kind == RUST_ARRAY)
		return t->n * count_parts(t->of);
	if (!rust_is_laid_out(t))
		return 1;
	n = rust_is_tagged(t);
	for (int i = 0; i < rust_memory_parts(t) && n <= MAX_PARTS; i++)
		n += count_parts(rust_memory_part(t, i).type);
	return n;
}

/* Whether the variable @first has a part of the type @t at @offset. */
static bool has_part(const struct lkmm_test *test, int first, const struct rust_type *t, int offset)
{
	int part = find_part(test, first, offset);

	return part >= 0 && test->loc[part].integer.bits == t->integer.bits;
}

/* Whether the variable @first has parts where a @t has members, of the same widths. */
static bool has_layout(const struct lkmm_test *test, int first, const struct rust_type *t,
		       int offset)
{
	t = rust_in_cell(t);
	if (t->kind == RUST_UNIT)
		return true;
	if (!rust_is_laid_out(t))
		return has_part(test, first, t, offset);
	if (rust_is_tagged(t) && !has_part(test, first, rust_tag_type(), offset))
		return false;
	for (int i = 0; i < rust_memory_parts(t); i++) {
		struct rust_field f = rust_memory_part(t, i);

		if (!has_layout(test, first, f.type, offset + f.offset))
			return false;
	}
	return true;
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
	if (t->kind == RUST_ARRAY && !rust_is_laid_out(t->of))
		r->l->test->loc[loc].elements = t->n;
}

int rust_elements(const struct lkmm_test *t, int loc, const struct rust_type *of)
{
	int n = 0;

	for (int i = 0; i < t->nlocs; i++)
		n += t->loc[i].object == loc + 1;
	return count_parts(of) ? n / count_parts(of) : 0;
}
