// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Patterns that are constants: numbers, ranges, true, names; and what a pattern begins with. */
#include "flow.h"
#include "item.h"

void rust_wrong_pattern(struct rust *r, const struct value *v, struct lkmm_place at)
{
	char text[RUST_TYPE_TEXT];

	if (v->type->kind != RUST_NEVER)
		rust_error(r, at, "expected a pattern for %s", rust_type_text(v->type, text));
}

bool rust_is_constructor(const struct lexer *x)
{
	return tok_is(x, "Ok") || tok_is(x, "Err") || tok_is(x, "Some") || tok_is(x, "None");
}

bool rust_is_path_to_parts(const struct lexer *at, const struct rust_type *t)
{
	struct lexer x = *at;

	while (x.tok.kind == T_NAME && lex_next_is(&x, "::")) {
		lex_next(&x);
		lex_next(&x);
	}
	if (x.tok.kind != T_NAME || !rust_has_parts(t))
		return false;
	if (t->kind == RUST_ENUM)
		return rust_find_field(t, &x.tok);
	return t->kind == RUST_STRUCT && (lex_next_is(&x, "{") || lex_next_is(&x, "("));
}

/* ---- numbers ---- */

/* LIMIT, u8::MAX: the end of a range */
static struct lkmm_expr *parse_limit(struct rust *r, const struct value *v)
{
	struct value n = parse_rust_name(r);

	rust_coerce(r, &n, v->type);
	if (!r->x->error[0] && (!n.e || n.e->kind != LKMM_NUMBER))
		rust_error(r, n.at, "expected a constant as the end of a range");
	return n.e;
}

static struct lkmm_expr *parse_constant(struct rust *r, const struct value *v)
{
	struct lexer *x = r->x;
	bool minus = lex_accept(x, "-");
	struct value n = rust_value(&rust_literal, NULL, x->tok.at);
	const char *suffix = x->tok.text + x->tok.len - x->tok.suffix;

	if (x->tok.kind != T_NUMBER && x->tok.kind != T_STRING && !minus)
		return parse_limit(r, v);
	if (x->tok.kind == T_STRING) {
		n = parse_rust_byte(r);
		rust_coerce(r, &n, v->type);
		return n.e;
	}
	if (x->tok.kind != T_NUMBER)
		lex_expected(x, "a number");
	n.e = new_number(r->l, minus ? (int64_t) - (uint64_t)x->tok.number : x->tok.number, n.at);
	if (x->tok.suffix && rust_named_type(suffix, x->tok.suffix))
		n.type = rust_named_type(suffix, x->tok.suffix);
	if (!rust_is_integer(v->type))
		rust_wrong_pattern(r, v, n.at);
	else
		rust_coerce(r, &n, v->type);
	lex_next(x);
	return n.e;
}

/* Whether the end of a range follows: that of 4.. is the largest number. */
static bool has_end(const struct lexer *x)
{
	return x->tok.kind == T_NUMBER || x->tok.kind == T_STRING || tok_is(x, "-") ||
	       (x->tok.kind == T_NAME && !tok_is(x, "if"));
}

/* The rest of 0..=3 or 4.., behind the first number @n, or of ..3, where it is NULL. */
static void parse_range(struct rust *r, const struct value *v, struct lkmm_expr *n,
			struct pattern *p, struct lkmm_place at)
{
	bool last = tok_is(r->x, "..=");

	lex_next(r->x);
	p->cond = n ? rust_binary(r, LKMM_GE, v->type, v->e, n, at) : NULL;
	if (last || has_end(r->x))
		p->cond = rust_both(r, p->cond,
				    rust_binary(r, last ? LKMM_LE : LKMM_LT, v->type, v->e,
						parse_constant(r, v), at), at);
}

static bool is_range(const struct lexer *x)
{
	return tok_is(x, "..") || tok_is(x, "..=");
}

/* 3, -1, b'a', 0..=3, 4.. */
static void parse_numbers(struct rust *r, const struct value *v, struct pattern *p)
{
	struct lkmm_place at = r->x->tok.at;
	struct lkmm_expr *n = is_range(r->x) ? NULL : parse_constant(r, v);

	if (is_range(r->x))
		parse_range(r, v, n, p, at);
	else
		p->cond = new_binary(r->l, LKMM_EQ, v->e, n, at);
}

static void parse_bool(struct rust *r, const struct value *v, struct pattern *p)
{
	bool yes = tok_is(r->x, "true");

	if (v->type->kind != RUST_BOOL)
		rust_wrong_pattern(r, v, r->x->tok.at);
	p->cond = yes ? v->e : new_binary(r->l, LKMM_LNOT, v->e, NULL, r->x->tok.at);
	p->covers = rust_covers_variant(v->type, yes, RUST_COVERS_ALL);
	lex_next(r->x);
}

/* ---- names ---- */

/* Whether a path, a constant or a variant's own name starts here. */
static bool is_constant(struct rust *r, const struct value *v)
{
	struct rust_item *item;

	if (r->x->tok.kind != T_NAME || rust_is_constructor(r->x))
		return false;
	item = rust_find(r, &r->x->tok) ? NULL : rust_find_item(r->l, NULL, &r->x->tok);
	return (lex_next_is(r->x, "::") && !rust_is_path_to_parts(r->x, v->type)) ||
	       (item && item->kind == RUST_CONST) ||
	       (v->type->kind == RUST_ENUM && rust_find_field(v->type, &r->x->tok));
}

/* State::Idle, Idle, LIMIT */
static void parse_named_constant(struct rust *r, const struct value *v, struct pattern *p)
{
	const struct rust_field *f = NULL;
	struct lkmm_place at = r->x->tok.at;
	struct value n;

	if (v->type->kind == RUST_ENUM && !lex_next_is(r->x, "::"))
		f = rust_find_field(v->type, &r->x->tok);
	if (f) {
		n = rust_value(v->type, new_number(r->l, f->offset, at), at);
		lex_next(r->x);
	} else {
		n = parse_rust_name(r);
	}
	rust_coerce(r, &n, v->type);
	if (r->x->error[0] || !n.e || n.e->kind != LKMM_NUMBER) {
		rust_error(r, at, "expected a constant as a pattern");
		return;
	}
	if (is_range(r->x)) {
		parse_range(r, v, n.e, p, at);
		return;
	}
	for (int i = 0; v->type->kind == RUST_ENUM && i < v->type->nfields; i++)
		if (v->type->field[i].offset == n.e->number)
			p->covers |= rust_covers_variant(v->type, i, RUST_COVERS_ALL);
	p->cond = new_binary(r->l, LKMM_EQ, v->e, n.e, at);
}

/* ---- all of them ---- */

static bool starts_number(const struct lexer *x)
{
	return x->tok.kind == T_NUMBER || x->tok.kind == T_STRING || tok_is(x, "-") || is_range(x);
}

bool rust_is_constant_pattern(struct rust *r, const struct value *v)
{
	return starts_number(r->x) || tok_is(r->x, "true") || tok_is(r->x, "false") ||
	       is_constant(r, v);
}

void parse_rust_constant_pattern(struct rust *r, const struct value *v, struct pattern *p)
{
	if (starts_number(r->x))
		parse_numbers(r, v, p);
	else if (tok_is(r->x, "true") || tok_is(r->x, "false"))
		parse_bool(r, v, p);
	else
		parse_named_constant(r, v, p);
}
