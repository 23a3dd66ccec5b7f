// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Values that consist of parts, as they are written: structs, tuples, variants of enums. */
#include "item.h"

#include <stdio.h>
#include <string.h>

enum { MAX_MEMBERS = 16, MAX_ELEMENTS = 64 };

/* ---- characters ---- */

static int hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ?
						(c | 32) - 'a' + 10 : -1;
}

/* The character between quotes at @p, of @n bytes; -1 if it is none. */
static int character(const char *p, int n)
{
	static const char names[] = "nrt\\0\'\"", values[] = "\n\r\t\\\0\'\"";
	const char *name;

	if (n == 1 && *p != '\\')
		return (unsigned char)*p;
	if (n == 4 && *p == '\\' && p[1] == 'x' && hex(p[2]) >= 0 && hex(p[3]) >= 0)
		return hex(p[2]) * 16 + hex(p[3]);
	if (n != 2 || *p != '\\' || !(name = memchr(names, p[1], sizeof(names) - 1)))
		return -1;
	return values[name - names];
}

struct value parse_rust_byte(struct rust *r)
{
	struct token t = r->x->tok;
	int c = *t.text == 'b' ? character(t.text + 2, t.len - 3) : -1;

	if (*t.text != 'b')
		rust_error(r, t.at, "a char is not supported: write b%.*s", t.len, t.text);
	else if (c < 0)
		rust_error(r, t.at, "expected one character");
	lex_next(r->x);
	return rust_value(rust_named_type("u8", 2), new_number(r->l, c, t.at), t.at);
}

/* ---- members ---- */

/* Members of a struct or of a variant, while they are read. */
struct literal {
	const struct rust_type *type;
	struct value v[MAX_MEMBERS];
	struct lkmm_stmt **mark[MAX_MEMBERS];
	bool given[MAX_MEMBERS];
	int order[MAX_MEMBERS], n;
};

static bool may_have(struct rust *r, const struct rust_type *t, struct lkmm_place at)
{
	char text[RUST_TYPE_TEXT];

	if (t->nfields > MAX_MEMBERS)
		rust_error(r, at, "expected a value with at most %d members, found %s", MAX_MEMBERS,
			   rust_type_text(t, text));
	return !r->x->error[0];
}

/* The value of member @i, which is at hand. */
static void parse_member(struct rust *r, struct literal *l, int i)
{
	const struct rust_type *expected = r->expected;

	if (l->given[i])
		rust_error(r, r->x->tok.at, "'%.*s' has been given before",
			   l->type->field[i].name.len, l->type->field[i].name.text);
	r->expected = l->type->field[i].type;
	l->v[i] = parse_rust_value(r);
	r->expected = expected;
	if (tok_is(r->x, ",") && !lex_next_is(r->x, "}") && !lex_next_is(r->x, ")"))
		l->v[i] = rust_await(r, l->v[i]);
	l->mark[i] = rust_mark(r);
	l->given[i] = true;
	l->order[l->n++] = i;
}

/* The parameters of a generic struct, from its members. */
static const struct rust_type *inferred(struct rust *r, const struct literal *l)
{
	const struct rust_type *t = l->type;
	struct rust_generic *generic = r->generic;
	char text[RUST_TYPE_TEXT];

	if (!rust_is_open(t))
		return t;
	for (int i = 0; i < t->nargs; i++)
		if (t->arg[i]->kind == RUST_PARAMETER) {
			struct rust_parameter p = { .name.text = t->arg[i]->name,
						    .name.len = (int)strlen(t->arg[i]->name),
						    .number = t->arg[i]->number };
			rust_add_generic(r, &p, NULL);
		}
	for (int i = 0; i < t->nfields; i++)
		if (l->given[i])
			rust_infer(r, t->field[i].type, l->v[i].type);
	t = rust_specialise(r, t);
	r->generic = generic;
	if (rust_is_open(t))
		rust_error(r, r->x->tok.at, "the type of %s is not known: write NAME::<TYPE>",
			   rust_type_text(t, text));
	return t;
}

/* The value of all members, each evaluated before the next. */
static struct value finish(struct rust *r, struct literal *l, struct lkmm_place at)
{
	struct value v;

	l->type = inferred(r, l);
	for (int i = 0; i < l->type->nfields && !r->x->error[0]; i++) {
		if (!l->given[i])
			rust_error(r, at, "'%.*s' is missing", l->type->field[i].name.len,
				   l->type->field[i].name.text);
		else
			rust_coerce(r, &l->v[i], l->type->field[i].type);
	}
	if (r->x->error[0])
		return rust_nothing(r, &rust_never, at);
	for (int i = l->n - 1; i >= 0; i--)
		rust_keep(r, &l->v[l->order[i]], l->mark[l->order[i]]);
	v = rust_composite(r, l->type, at);
	for (int i = 0; v.part && i < l->n; i++)
		v.part[l->order[i]] = rust_hold(r, l->v[l->order[i]]);
	for (int i = 0; v.part && i < l->n; i++) {
		struct value *part = &v.part[l->order[i]];

		v.first = rust_whole(r, v, part->first);
		part->first = NULL;
	}
	return v;
}

/* ..BASE */
static void parse_base(struct rust *r, struct literal *l)
{
	const struct rust_type *expected = r->expected;
	struct value base;

	r->expected = l->type;
	base = rust_placed(r, parse_rust_expr(r));
	r->expected = expected;
	rust_coerce(r, &base, l->type);
	if (r->x->error[0])
		return;
	if (base.where == IS_MEMORY)
		base = rust_read(r, base);
	for (int i = 0; i < l->type->nfields; i++) {
		if (l->given[i])
			continue;
		l->v[i] = rust_read(r, rust_part(r, base, i, base.at));
		l->mark[i] = rust_mark(r);
		l->given[i] = true;
		l->order[l->n++] = i;
	}
}

/* { a: 1, b, ..c } */
static struct value parse_named(struct rust *r, const struct rust_type *t, struct lkmm_place at)
{
	struct literal l = { .type = t };
	struct lexer *x = r->x;
	char text[RUST_TYPE_TEXT];

	lex_expect(x, "{");
	while (may_have(r, t, at) && !tok_is(x, "}")) {
		const struct rust_field *f;

		if (lex_accept(x, "..")) {
			parse_base(r, &l);
			break;
		}
		f = rust_find_field(t, &x->tok);
		if (!f) {
			rust_error(r, x->tok.at, "%s has no member '%.*s'", rust_type_text(t, text),
				   x->tok.len > 40 ? 40 : x->tok.len, x->tok.text);
			break;
		}
		if (lex_next_is(x, ":")) {
			lex_next(x);
			lex_next(x);
		}
		parse_member(r, &l, (int)(f - t->field));
		if (!tok_is(x, "}"))
			lex_expect(x, ",");
	}
	lex_expect(x, "}");
	return finish(r, &l, at);
}

/* (1, 2), behind the bracket; the first value of a tuple may have been read. */
static struct value parse_numbered(struct rust *r, const struct rust_type *t,
				   struct lkmm_place at)
{
	struct literal l = { .type = t };
	struct lexer *x = r->x;

	while (may_have(r, t, at) && !tok_is(x, ")")) {
		if (l.n == t->nfields) {
			rust_error(r, x->tok.at, "expected %d value%s", t->nfields,
				   t->nfields == 1 ? "" : "s");
			break;
		}
		parse_member(r, &l, l.n);
		if (!tok_is(x, ")"))
			lex_expect(x, ",");
	}
	lex_expect(x, ")");
	return finish(r, &l, at);
}

/* ---- structs, variants ---- */

bool rust_literal_starts(const struct lexer *x, const struct rust_type *t)
{
	bool named = !t->nfields || t->field[0].name.kind == T_NAME;

	return t->kind == RUST_STRUCT && (tok_is(x, "{") ? named : tok_is(x, "(") ? !named :
								   !t->nfields);
}

struct value parse_rust_literal(struct rust *r, const struct rust_type *t, struct lkmm_place at)
{
	if (tok_is(r->x, "{"))
		return parse_named(r, t, at);
	if (lex_accept(r->x, "("))
		return parse_numbered(r, t, at);
	return rust_composite(r, t, at);
}

struct value parse_rust_variant(struct rust *r, const struct rust_type *t, int i,
				struct lkmm_place at)
{
	const struct rust_type *holds = t->field[i].type;
	struct value v, number = rust_value(t, new_number(r->l, t->field[i].offset, at), at);

	if (!t->has_values)
		return number;
	v = rust_composite(r, t, at);
	v.e = number.e;
	if (holds->kind == RUST_UNIT || !v.part)
		return v;
	if (!rust_literal_starts(r->x, holds)) {
		rust_error(r, at, "'%.*s' holds values: expected them behind it",
			   t->field[i].name.len > 40 ? 40 : t->field[i].name.len,
			   t->field[i].name.text);
		return v;
	}
	v.part[i] = parse_rust_literal(r, holds, at);
	v.first = v.part[i].first;
	v.part[i].first = NULL;
	return v;
}

/* ---- arrays ---- */

/* The value of each of the @n elements, evaluated in turn. */
struct value rust_array_value(struct rust *r, const struct rust_type *of, struct value *v, int n,
			     struct lkmm_place at)
{
	struct rust_type *t = (void *)rust_type_of(r, RUST_ARRAY, false, of);
	struct value a;

	if (t == &rust_never || r->x->error[0])
		return rust_nothing(r, &rust_never, at);
	t->n = n;
	t->integer = LKMM_SIGNED(0);
	a = rust_composite(r, t, at);
	for (int i = 0; a.part && i < n; i++) {
		rust_coerce(r, &v[i], of);
		a.part[i] = rust_read(r, v[i]);
	}
	return a;
}

/* [v; N], of which the value and the semicolon have been read */
static struct value parse_repeated(struct rust *r, struct value *v, struct lkmm_place at)
{
	struct lkmm_place bound = r->x->tok.at;
	int64_t n = parse_rust_constant(r, rust_named_type("usize", 5));

	lex_expect(r->x, "]");
	if (n < 1 || n > MAX_ELEMENTS)
		rust_error(r, bound, "expected 1 to %d elements", MAX_ELEMENTS);
	if (rust_is_dropped(r, v[0].type))
		rust_error(r, at, "expected elements that are copied");
	for (int i = 1; i < n && i < MAX_ELEMENTS; i++)
		v[i] = v[0];
	return rust_array_value(r, v[0].type, v, (int)n, at);
}

struct value parse_rust_array(struct rust *r, struct lkmm_place at)
{
	const struct rust_type *expected = r->expected;
	struct value *v = litmus_alloc(r->l, MAX_ELEMENTS * sizeof(*v));
	struct lkmm_stmt **mark[MAX_ELEMENTS];
	int n = 0;

	if (!v)
		return rust_nothing(r, &rust_never, at);
	r->expected = expected && expected->kind == RUST_ARRAY ? expected->of : NULL;
	for (; !r->x->error[0] && !tok_is(r->x, "]"); n++) {
		if (n == MAX_ELEMENTS) {
			rust_error(r, r->x->tok.at, "expected 1 to %d elements", MAX_ELEMENTS);
			break;
		}
		v[n] = rust_await(r, rust_now(r, parse_rust_value(r)));
		if (r->expected && r->expected->kind == RUST_FN_POINTER)
			rust_coerce(r, &v[n], r->expected);
		mark[n] = rust_mark(r);
		if (!n && lex_accept(r->x, ";")) {
			r->expected = expected;
			return parse_repeated(r, v, at);
		}
		if (!tok_is(r->x, "]"))
			lex_expect(r->x, ",");
	}
	r->expected = expected;
	if (!n)
		lex_expected(r->x, "a value");
	lex_expect(r->x, "]");
	if (r->x->error[0])
		return rust_nothing(r, &rust_never, at);
	/* [n, { n = 5; 1 }]: the first is the old n */
	for (int i = n - 1; i >= 0; i--)
		rust_keep(r, &v[i], mark[i]);
	for (int i = 1; i < n && v[0].type->kind == RUST_LITERAL; i++)
		if (rust_is_integer(v[i].type))
			v[0].type = v[i].type;
	return rust_array_value(r, v[0].type, v, n, at);
}

/* ---- tuples ---- */

void rust_name_tuple(struct rust *r, struct rust_type *t)
{
	char name[RUST_TYPE_TEXT] = "(", text[RUST_TYPE_TEXT];

	for (int i = 0; i < t->nfields; i++) {
		size_t n = strlen(name);

		snprintf(name + n, sizeof(name) - n, "%s%s", i ? ", " : "",
			 rust_type_text(t->field[i].type, text));
	}
	strncat(name, t->nfields == 1 ? ",)" : ")", sizeof(name) - strlen(name) - 1);
	t->name = litmus_text(r->l, name, (int)strlen(name));
}

void rust_add_numbered(struct rust *r, struct rust_type *t, const struct rust_type *of)
{
	static const char *const numbers[] = { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9",
					       "10", "11", "12", "13", "14", "15" };
	struct rust_field *f = litmus_grow(r->l, (void *)t->field, t->nfields, sizeof(*f));

	if (!f)
		return;
	if (t->nfields == MAX_MEMBERS) {
		rust_error(r, r->x->tok.at, "expected at most %d values", MAX_MEMBERS);
		return;
	}
	t->field = f;
	f += t->nfields;
	f->name = (struct token){ .kind = T_NUMBER, .text = numbers[t->nfields],
				  .number = t->nfields, .len = t->nfields < 10 ? 1 : 2,
				  .at = r->x->tok.at };
	f->type = of;
	t->nfields++;
}

struct rust_type *rust_new_tuple(struct rust *r)
{
	struct rust_type *t = litmus_alloc(r->l, sizeof(*t));

	if (!t)
		return NULL;
	t->kind = RUST_STRUCT;
	t->name = "()";
	t->is_tuple = t->complete = true;
	return t;
}

/* (a, b), of which the first value and the comma have been read. */
struct value parse_rust_tuple(struct rust *r, struct value first, struct lkmm_stmt **mark,
			      struct lkmm_place at)
{
	struct rust_type *t = rust_new_tuple(r);
	struct literal l = { .type = t, .v[0] = rust_await(r, first), .mark[0] = mark,
			     .given[0] = true, .n = 1 };
	struct lexer *x = r->x;

	if (!t)
		return rust_nothing(r, &rust_never, at);
	rust_add_numbered(r, t, first.type);
	while (!x->error[0] && !tok_is(x, ")")) {
		rust_add_numbered(r, t, &rust_never);
		if (!may_have(r, t, at))
			break;
		parse_member(r, &l, l.n);
		((struct rust_field *)t->field)[l.n - 1].type = l.v[l.n - 1].type;
		if (!tok_is(x, ")"))
			lex_expect(x, ",");
	}
	lex_expect(x, ")");
	rust_name_tuple(r, t);
	return finish(r, &l, at);
}

struct value rust_pair(struct rust *r, struct value a, struct value b, struct lkmm_place at)
{
	struct rust_type *t = rust_new_tuple(r);
	struct value pair;

	if (!t)
		return rust_nothing(r, &rust_never, at);
	rust_add_numbered(r, t, a.type);
	rust_add_numbered(r, t, b.type);
	rust_name_tuple(r, t);
	pair = rust_composite(r, t, at);
	if (!pair.part)
		return rust_nothing(r, &rust_never, at);
	pair.part[0] = a;
	pair.part[1] = b;
	return pair;
}
