// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Generic items. A function is read at each call anyhow, with the types that its parameters stand
 * for there; a struct has an instance for each of the types that it is of.
 */
#include "front/constant.h"
#include "item.h"

#include <stdio.h>
#include <string.h>

/* ---- names ---- */

/* const N: usize, from the name on */
static void parse_constant_parameter(struct lexer *x, struct rust_parameter *p)
{
	p->name = x->tok;
	lex_next(x);
	lex_expect(x, ":");
	p->number = rust_named_type(x->tok.text, x->tok.len);
	if (!p->number)
		lex_expected(x, "an integer type or bool");
}

int rust_generic_names(struct lexer *x, struct rust_parameter p[RUST_MAX_GENERICS])
{
	int depth = 1, n = 0;
	bool starts = true;

	if (!tok_is(x, "<"))
		return 0;
	for (lex_next(x); !x->error[0] && x->tok.kind != T_END && depth; lex_next(x)) {
		if (starts && depth == 1 && x->tok.kind == T_NAME) {
			if (n == RUST_MAX_GENERICS) {
				lex_error(x, x->tok.at, "expected at most %d types",
					  RUST_MAX_GENERICS);
				break;
			}
			p[n] = (struct rust_parameter){ .name = x->tok };
			if (lex_accept(x, "const"))
				parse_constant_parameter(x, &p[n]);
			n++;
		}
		starts = depth == 1 && tok_is(x, ",");
		depth += tok_is(x, "<") - tok_is(x, ">") - 2 * tok_is(x, ">>") +
			 tok_is(x, "(") - tok_is(x, ")");
		if (depth <= 0)
			break;
	}
	if (!lex_accept(x, ">"))
		lex_accept(x, ">>");
	return n;
}

static const struct rust_type *find_among(const struct rust_generic *g, const struct token *name)
{
	for (; g; g = g->outer)
		if (rust_same_token(&g->name, name))
			return g->type;
	return NULL;
}

const struct rust_type *rust_find_generic(const struct rust *r, const struct token *name)
{
	return find_among(r->generic, name);
}

const struct rust_type *rust_count(struct rust *r, int64_t n, const struct rust_type *number)
{
	struct rust_type *t = litmus_alloc(r->l, sizeof(*t));
	char text[24];

	if (!t)
		return &rust_never;
	snprintf(text, sizeof(text), "%lld", (long long)n);
	t->kind = RUST_COUNT;
	t->name = litmus_text(r->l, text, (int)strlen(text));
	t->number = number;
	t->value = n;
	return t;
}

void rust_add_generic(struct rust *r, const struct rust_parameter *p, const struct rust_type *t)
{
	struct rust_generic *g = litmus_alloc(r->l, sizeof(*g));
	struct rust_type *itself;

	if (!g)
		return;
	g->name = p->name;
	g->type = t;
	g->outer = r->generic;
	if (!t) {
		itself = litmus_alloc(r->l, sizeof(*itself));
		if (!itself)
			return;
		itself->kind = RUST_PARAMETER;
		itself->name = litmus_text(r->l, p->name.text, p->name.len);
		itself->number = p->number;
		g->type = itself;
	}
	r->generic = g;
}

/* ---- instances ---- */

bool rust_is_open(const struct rust_type *t)
{
	for (; t; t = t->of) {
		if (t->kind == RUST_PARAMETER || (t->count && t->count->kind == RUST_PARAMETER))
			return true;
		if (t->err && rust_is_open(t->err))
			return true;
		for (int i = 0; i < t->nargs; i++)
			if (rust_is_open(t->arg[i]))
				return true;
		for (int i = 0; t->is_tuple && i < t->nfields; i++)
			if (rust_is_open(t->field[i].type))
				return true;
	}
	return false;
}

static bool same_arguments(const struct rust_type *t, const struct rust_type *const *arg)
{
	for (int i = 0; i < t->nargs; i++)
		if (!rust_same_type(t->arg[i], arg[i]))
			return false;
	return true;
}

/* The generic type @t of item, with @arg in place of its parameters. */
static const struct rust_type *new_instance(struct rust *r, struct rust_item *item,
					    const struct rust_type **arg)
{
	const struct rust_type *of = item->type, **list;
	struct rust_generic *generic = r->generic;
	struct rust_field *f;
	struct rust_type *t;

	list = litmus_grow(r->l, item->instance, item->ninstances, sizeof(*list));
	t = litmus_alloc(r->l, sizeof(*t));
	f = litmus_alloc(r->l, (size_t)(of->nfields + 1) * sizeof(*f));
	if (!list || !t || !f)
		return &rust_never;
	*t = *of;
	t->arg = arg;
	t->field = f;
	item->instance = list;
	list[item->ninstances++] = t;
	r->generic = NULL;
	for (int i = 0; i < of->nargs; i++)
		rust_add_generic(r, &item->generic[i], arg[i]);
	for (int i = 0; i < of->nfields; i++) {
		f[i] = of->field[i];
		f[i].type = rust_specialise(r, f[i].type);
	}
	r->generic = generic;
	if (t->kind == RUST_STRUCT)
		rust_lay_out(r, t);
	return t;
}

static const struct rust_type *instance(struct rust *r, struct rust_item *item,
					const struct rust_type **arg)
{
	if (same_arguments(item->type, arg))
		return item->type;
	for (int i = 0; i < item->ninstances; i++)
		if (same_arguments(item->instance[i], arg))
			return item->instance[i];
	if (item->ninstances > 50 || too_deep(r->l)) {
		rust_error(r, r->x->tok.at, "expected at most 50 types that '%s' is of",
			   item->type->name);
		return &rust_never;
	}
	return new_instance(r, item, arg);
}

static const struct rust_type *specialise_tuple(struct rust *r, const struct rust_type *t)
{
	struct rust_type *to = litmus_alloc(r->l, sizeof(*to));
	struct rust_field *f = litmus_alloc(r->l, (size_t)(t->nfields + 1) * sizeof(*f));

	if (!to || !f)
		return &rust_never;
	*to = *t;
	to->field = f;
	for (int i = 0; i < t->nfields; i++) {
		f[i] = t->field[i];
		f[i].type = rust_specialise(r, f[i].type);
	}
	if (t->is_tuple)
		rust_name_tuple(r, to);
	rust_lay_out(r, to);
	return to;
}

/* The array @t has as many elements as its parameter says. */
static void set_length(struct rust *r, struct rust_type *t)
{
	int64_t n = t->count->value;

	t->count = NULL;
	t->n = (int)n;
	if (n < 1 || n > 1000)
		rust_error(r, r->x->tok.at, "expected 1 to 1000 elements");
}

const struct rust_type *rust_specialise(struct rust *r, const struct rust_type *t)
{
	const struct rust_type **arg;
	struct rust_type *to;
	struct token name;

	if (!t || !rust_is_open(t) || r->x->error[0]) {
		/* the struct of a variant has no arguments of its own */
		return t && t->is_payload ? specialise_tuple(r, t) : t;
	}
	if (t->kind == RUST_PARAMETER) {
		name = (struct token){ .text = t->name, .len = (int)strlen(t->name) };
		return rust_find_generic(r, &name) ? rust_find_generic(r, &name) : t;
	}
	if (t->is_tuple)
		return specialise_tuple(r, t);
	if (t->nargs) {
		arg = litmus_alloc(r->l, (size_t)t->nargs * sizeof(*arg));
		for (int i = 0; arg && i < t->nargs; i++)
			arg[i] = rust_specialise(r, t->arg[i]);
		return arg ? instance(r, (struct rust_item *)t->item, arg) : &rust_never;
	}
	to = litmus_alloc(r->l, sizeof(*to));
	if (!to)
		return &rust_never;
	*to = *t;
	to->of = rust_specialise(r, t->of);
	to->err = rust_specialise(r, t->err);
	to->count = rust_specialise(r, t->count);
	if (to->count && to->count->kind == RUST_COUNT)
		set_length(r, to);
	if (t->kind == RUST_ATOMIC || t->kind == RUST_CELL)
		to->integer = to->of->integer;
	return to;
}

/* The type that is expected at hand, if it is one of @item, or an Option or Result of one. */
static const struct rust_type *expected_of(const struct rust *r, const struct rust_item *item)
{
	const struct rust_type *t = r->expected;

	while (t && t->item != item)
		t = t->of;
	return t;
}

/* 4, { N + 1 }, N: the argument of a constant parameter of type @number */
static const struct rust_type *parse_count(struct rust *r, const struct rust_type *number)
{
	struct lexer *x = r->x;
	const struct rust_type *generic = rust_find_generic(r, &x->tok);
	struct lkmm_place at = x->tok.at;
	struct value v;
	int64_t n = 0;

	if (generic) {
		lex_next(x);
		return generic;
	}
	if (lex_accept(x, "{")) {
		n = parse_rust_constant(r, number);
		lex_expect(x, "}");
		return rust_count(r, n, number);
	}
	if (x->tok.kind == T_NUMBER) {
		n = x->tok.number;
		lex_next(x);
		return rust_count(r, n, number);
	}
	if (x->tok.kind != T_NAME) {
		lex_expected(x, "a number, a constant or { }");
		return &rust_never;
	}
	if (tok_is(x, "true") || tok_is(x, "false")) {
		n = tok_is(x, "true");
		lex_next(x);
		return rust_count(r, n, number);
	}
	v = parse_rust_name(r);
	rust_coerce(r, &v, number);
	if (!x->error[0] && (v.first || !constant_value(r->l->test, v.e, &n)))
		rust_error(r, at, "expected a constant");
	return rust_count(r, n, number);
}

/* Whether the arguments end here, maybe as the first half of ">>". */
static bool closes(const struct lexer *x)
{
	return x->tok.kind == T_END || *x->tok.text == '>';
}

/* <'a, i32, 4>, or nothing where the types are to be inferred, or have been expected. */
const struct rust_type *parse_rust_instance(struct rust *r, struct rust_item *item)
{
	const struct rust_type *t = item->type, **arg;
	struct lkmm_place at = r->x->tok.at;
	int n = 0;

	if (!lex_accept_char(r->x, '<'))
		return expected_of(r, item) ? expected_of(r, item) :
		       r->in && r->in->owner.len && rust_same_token(&r->in->owner, &item->name) ?
			       rust_self_type(r, at) : rust_specialise(r, t);
	arg = litmus_alloc(r->l, (size_t)(t->nargs + 1) * sizeof(*arg));
	while (arg && !r->x->error[0] && !closes(r->x)) {
		if (r->x->tok.kind == T_LIFETIME) {
			lex_next(r->x);
		} else {
			const struct rust_type *number = n < t->nargs ? t->arg[n]->number : NULL;
			const struct rust_type *a = number ? parse_count(r, number) :
							     parse_rust_type(r);

			if (n < t->nargs)
				arg[n] = a;
			n++;
		}
		if (!closes(r->x))
			lex_expect(r->x, ",");
	}
	if (!lex_accept_char(r->x, '>'))
		lex_expected(r->x, "'>'");
	if (r->x->error[0] || !arg)
		return &rust_never;
	if (n != t->nargs) {
		rust_error(r, at, "'%s' is of %d type%s", t->name, t->nargs,
			   t->nargs == 1 ? "" : "s");
		return &rust_never;
	}
	return n ? instance(r, item, arg) : t;
}

/* ---- aliases ---- */

/* <A, B> at hand, if any: how many there are. */
static int parse_alias_arguments(struct rust *r, const struct rust_type **arg)
{
	int n = 0;

	if (!lex_accept_char(r->x, '<'))
		return 0;
	while (!r->x->error[0] && !closes(r->x)) {
		if (n == RUST_MAX_GENERICS)
			lex_expected(r->x, "'>'");
		else if (r->x->tok.kind == T_LIFETIME)
			lex_next(r->x);
		else
			arg[n++] = parse_rust_type(r);
		if (!closes(r->x))
			lex_expect(r->x, ",");
	}
	if (!lex_accept_char(r->x, '>'))
		lex_expected(r->x, "'>'");
	return n;
}

/* <T = (), U> of the alias: each stands for an argument, or for its default. */
static void bind_alias(struct rust *r, const struct rust_type **arg, int n, struct lkmm_place at)
{
	for (int i = 0; !r->x->error[0] && !closes(r->x); i++) {
		struct rust_parameter p = { .name = r->x->tok };
		const struct rust_type *t = i < n ? arg[i] : NULL, *other;

		if (r->x->tok.kind == T_LIFETIME)
			i--;
		lex_next(r->x);
		if (p.name.kind != T_LIFETIME) {
			other = lex_accept(r->x, "=") ? parse_rust_type(r) : NULL;
			if (!t && !other)
				rust_error(r, at, "expected a type for '%.*s'",
					   p.name.len > 40 ? 40 : p.name.len, p.name.text);
			rust_add_generic(r, &p, t ? t : other);
		}
		if (!closes(r->x))
			lex_expect(r->x, ",");
	}
}

const struct rust_type *parse_rust_item_type(struct rust *r, struct rust_item *item)
{
	const struct rust_type *arg[RUST_MAX_GENERICS], *t;
	struct rust_generic *generic = r->generic;
	struct lkmm_place at = r->x->tok.at;
	struct rust_visit visit;
	int n;

	/* type Result<T> = core::result::Result<T, Error>; */
	if (item->kind == RUST_ALIAS && item->reading && item->known)
		return NULL;
	t = rust_item_type(r->l, item);
	if (!t || item->kind != RUST_ALIAS || t->kind != RUST_UNKNOWN)
		return t;
	n = parse_alias_arguments(r, arg);
	item->reading = true;
	rust_visit(r->l, &visit, &item->spot);
	lex_next(r->x);
	lex_expect(r->x, "<");
	bind_alias(r, arg, n, at);
	if (!lex_accept_char(r->x, '>'))
		lex_expected(r->x, "'>'");
	lex_expect(r->x, "=");
	t = parse_rust_type(r);
	rust_leave(r->l, &visit);
	item->reading = false;
	r->generic = generic;
	return t;
}

/* The names of the generics of the function @item itself, behind its own name. */
static int names_of_function(struct rust *r, const struct rust_item *item,
			     struct rust_parameter p[RUST_MAX_GENERICS])
{
	struct lexer x = *r->x;

	lex_go(&x, &item->spot);
	lex_next(&x);
	return rust_generic_names(&x, p);
}

void parse_rust_given(struct rust *r, const struct rust_item *item, struct rust_generic *outer)
{
	struct rust_parameter p[RUST_MAX_GENERICS];
	struct rust_generic *inner = r->generic;
	struct lkmm_place at = r->x->tok.at;
	int n = names_of_function(r, item, p), i = 0;

	lex_accept_char(r->x, '<');
	while (!r->x->error[0] && !closes(r->x)) {
		const struct rust_type *t;

		if (r->x->tok.kind == T_LIFETIME) {
			lex_next(r->x);
		} else if (i == n) {
			rust_error(r, at, "'%.*s' is of %d type%s",
				   item->name.len > 80 ? 80 : item->name.len, item->name.text, n,
				   n == 1 ? "" : "s");
		} else {
			r->generic = outer;
			t = p[i].number ? parse_count(r, p[i].number) : parse_rust_type(r);
			r->generic = inner;
			if (t->kind != RUST_UNKNOWN)
				rust_add_generic(r, &p[i], t);
			inner = r->generic;
			i++;
		}
		if (!closes(r->x))
			lex_expect(r->x, ",");
	}
	if (!lex_accept_char(r->x, '>'))
		lex_expected(r->x, "'>'");
}

/* ---- inference ---- */

static void set_generic(struct rust *r, const struct rust_type *parameter,
			const struct rust_type *to)
{
	size_t n = strlen(parameter->name);

	for (struct rust_generic *g = r->generic; g; g = g->outer)
		if ((size_t)g->name.len == n && !memcmp(g->name.text, parameter->name, n) &&
		    g->type->kind == RUST_PARAMETER) {
			g->type = to;
			return;
		}
}

void rust_infer(struct rust *r, const struct rust_type *t, const struct rust_type *from)
{
	for (; t && from; t = t->of, from = from->of) {
		if (t->kind == RUST_PARAMETER) {
			if (from->kind == RUST_LITERAL)
				from = rust_named_type("i32", 3);
			set_generic(r, t, from);
			return;
		}
		if (t->err && from->kind == RUST_RESULT)
			rust_infer(r, t->err, rust_err_type(from));
		if (t->count && t->count->kind == RUST_PARAMETER && from->kind == RUST_ARRAY)
			set_generic(r, t->count, rust_count(r, from->n, t->count->number));
		for (int i = 0; i < t->nargs && t->item == from->item; i++)
			rust_infer(r, t->arg[i], from->arg[i]);
		for (int i = 0; t->is_tuple && from->is_tuple && i < t->nfields &&
				i < from->nfields; i++)
			rust_infer(r, t->field[i].type, from->field[i].type);
	}
}

/* @t, or what it is of, if its impl is the one that @item is in; or NULL. */
static const struct rust_type *type_of_owner(struct rust *r, const struct rust_type *t,
					     const struct rust_item *item)
{
	while (t && t->of)
		t = t->of;
	if (!t || !t->item || !rust_is_owner(r->l, item, &t->item->name))
		return NULL;
	return t;
}

void rust_bind_owner(struct rust *r, const struct rust_item *item, const struct value *self)
{
	const struct rust_type *t = self ? type_of_owner(r, self->type, item) : NULL;
	struct rust_generic *outer = r->generic;

	if (!t)
		t = type_of_owner(r, r->expected, item);
	r->generic = NULL;
	for (int i = 0; i < item->ngenerics; i++) {
		const struct rust_type *arg = t && i < t->nargs ? t->arg[i] : NULL;

		/* Self::f(), in the same impl */
		if (!arg && r->in && rust_same_token(&r->in->owner, &item->owner))
			arg = find_among(outer, &item->generic[i].name);
		rust_add_generic(r, &item->generic[i], arg);
	}
}
