// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Patterns: match, if let, while let, let else. */
#include "item.h"

#include <string.h>

enum { COVERS_NO = 1, COVERS_YES = 2 };

#define COVERS_ALL UINT64_MAX

static bool has_two_values(const struct rust_type *t)
{
	return t->kind == RUST_BOOL || t->kind == RUST_RESULT || t->kind == RUST_OPTION;
}

/* The values of type @t that are covered: all, if each of them is. */
static uint64_t covered_of(const struct rust_type *t, uint64_t covers)
{
	uint64_t all = has_two_values(t)	? COVERS_NO | COVERS_YES :
		       t->kind == RUST_ENUM ? (UINT64_C(1) << t->nfields) - 1 :
					      COVERS_ALL;

	return (covers & all) == all ? COVERS_ALL : covers;
}

static struct lkmm_expr *negate(struct rust *r, struct lkmm_expr *e, struct lkmm_place at)
{
	return new_binary(r->l, LKMM_LNOT, e, NULL, at);
}

/* Both conditions, where NULL always holds. */
static struct lkmm_expr *both(struct rust *r, struct lkmm_expr *a, struct lkmm_expr *b,
			      struct lkmm_place at)
{
	return a && b ? new_binary(r->l, LKMM_LAND, a, b, at) : a ? a : b;
}

static void wrong_pattern(struct rust *r, const struct value *v, struct lkmm_place at)
{
	char text[RUST_TYPE_TEXT];

	if (v->type->kind != RUST_NEVER)
		rust_error(r, at, "expected a pattern for %s", rust_type_text(v->type, text));
}

/* ---- the kinds of patterns ---- */

static struct lkmm_expr *parse_constant(struct rust *r, const struct value *v)
{
	struct lexer *x = r->x;
	bool minus = lex_accept(x, "-");
	struct value n = rust_value(&rust_literal, NULL, x->tok.at);
	const char *suffix = x->tok.text + x->tok.len - x->tok.suffix;

	if (x->tok.kind != T_NUMBER)
		lex_expected(x, "a number");
	n.e = new_number(r->l, minus ? (int64_t) - (uint64_t)x->tok.number : x->tok.number, n.at);
	if (x->tok.suffix && rust_named_type(suffix, x->tok.suffix))
		n.type = rust_named_type(suffix, x->tok.suffix);
	if (!rust_is_integer(v->type))
		wrong_pattern(r, v, n.at);
	else
		rust_coerce(r, &n, v->type);
	lex_next(x);
	return n.e;
}

/* 3, -1, 0..=3, 4.. */
static void parse_numbers(struct rust *r, const struct value *v, struct pattern *p)
{
	struct lexer *x = r->x;
	struct lkmm_place at = x->tok.at;
	struct lkmm_expr *n = parse_constant(r, v);
	bool last = tok_is(x, "..=");

	if (!last && !tok_is(x, "..")) {
		p->cond = new_binary(r->l, LKMM_EQ, v->e, n, at);
		return;
	}
	lex_next(x);
	p->cond = rust_binary(r, LKMM_GE, v->type, v->e, n, at);
	if (last || x->tok.kind == T_NUMBER || tok_is(x, "-"))
		p->cond = both(r, p->cond,
			       rust_binary(r, last ? LKMM_LE : LKMM_LT, v->type, v->e,
					   parse_constant(r, v), at),
			       at);
}

static void parse_bool(struct rust *r, const struct value *v, struct pattern *p)
{
	bool yes = tok_is(r->x, "true");

	if (v->type->kind != RUST_BOOL)
		wrong_pattern(r, v, r->x->tok.at);
	p->cond = yes ? v->e : negate(r, v->e, r->x->tok.at);
	p->covers = yes ? COVERS_YES : COVERS_NO;
	lex_next(r->x);
}

static bool is_constructor(const struct lexer *x)
{
	return tok_is(x, "Ok") || tok_is(x, "Err") || tok_is(x, "Some") || tok_is(x, "None");
}

/* Ok(PATTERN) and the like */
static void parse_constructor(struct rust *r, const struct value *v, struct pattern *p)
{
	struct lexer *x = r->x;
	struct lkmm_place at = x->tok.at;
	bool yes = tok_is(x, "Ok") || tok_is(x, "Some"), none = tok_is(x, "None");
	bool option = tok_is(x, "Some") || none;

	if (v->type->kind != (option ? RUST_OPTION : RUST_RESULT)) {
		wrong_pattern(r, v, at);
		return;
	}
	lex_next(x);
	if (!none) {
		lex_expect(x, "(");
		parse_rust_pattern(r, rust_value(v->type->of, v->e, at), p);
		lex_expect(x, ")");
	}
	p->covers = p->cond ? 0 : yes ? COVERS_YES : COVERS_NO;
	p->cond = both(r, yes ? v->ok : negate(r, v->ok, at), p->cond, at);
}

/* NAME, mut NAME, NAME @ PATTERN */
static void parse_binding(struct rust *r, const struct value *v, struct pattern *p)
{
	struct lexer *x = r->x;
	struct bound b = { .type = v->type, .e = v->e };

	b.mut = lex_accept(x, "mut");
	b.name = x->tok;
	if (x->tok.kind != T_NAME)
		lex_expected(x, "a pattern");
	else if (has_two_values(v->type) && v->type->kind != RUST_BOOL)
		rust_error(r, x->tok.at, "expected Ok(), Err(), Some(), None or '_'");
	lex_next(x);
	p->covers = COVERS_ALL;
	if (lex_accept(x, "@"))
		parse_rust_pattern(r, *v, p);
	if (p->nbound == RUST_MAX_BOUND)
		rust_error(r, b.name.at, "expected at most %d names in a pattern", RUST_MAX_BOUND);
	else
		p->bound[p->nbound++] = b;
}

/* Whether a path, a constant or a variant's own name starts here. */
static bool is_constant(struct rust *r, const struct value *v)
{
	struct rust_item *item;

	if (r->x->tok.kind != T_NAME || is_constructor(r->x))
		return false;
	item = rust_find(r, &r->x->tok) ? NULL : rust_find_item(r->l, NULL, &r->x->tok);
	return lex_next_is(r->x, "::") || (item && item->kind == RUST_CONST) ||
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
	for (int i = 0; v->type->kind == RUST_ENUM && i < v->type->nfields; i++)
		if (v->type->field[i].offset == n.e->number)
			p->covers |= UINT64_C(1) << i;
	p->cond = new_binary(r->l, LKMM_EQ, v->e, n.e, at);
}

static void parse_alternative(struct rust *r, const struct value *v, struct pattern *p)
{
	struct lexer *x = r->x;

	memset(p, 0, sizeof(*p));
	if (x->tok.kind == T_NUMBER || tok_is(x, "-")) {
		parse_numbers(r, v, p);
	} else if (tok_is(x, "true") || tok_is(x, "false")) {
		parse_bool(r, v, p);
	} else if (is_constant(r, v)) {
		parse_named_constant(r, v, p);
	} else if (is_constructor(x)) {
		parse_constructor(r, v, p);
	} else if (lex_accept(x, "_")) {
		p->covers = COVERS_ALL;
	} else if (lex_accept(x, "(")) {
		parse_rust_pattern(r, *v, p);
		lex_expect(x, ")");
	} else {
		parse_binding(r, v, p);
	}
}

/* ---- patterns ---- */

static void add_bound(struct rust *r, struct pattern *p, const struct bound *b)
{
	for (int i = 0; i < p->nbound; i++)
		if (p->bound[i].name.len == b->name.len &&
		    !memcmp(p->bound[i].name.text, b->name.text, (size_t)b->name.len))
			return;
	if (p->nbound == RUST_MAX_BOUND)
		rust_error(r, b->name.at, "expected at most %d names in a pattern", RUST_MAX_BOUND);
	else
		p->bound[p->nbound++] = *b;
}

void parse_rust_pattern(struct rust *r, struct value v, struct pattern *p)
{
	struct lkmm_place at = r->x->tok.at;
	struct pattern other;

	memset(p, 0, sizeof(*p));
	if (too_deep(r->l))
		return;
	r->l->depth++;
	lex_accept(r->x, "|");
	parse_alternative(r, &v, p);
	while (lex_accept(r->x, "|")) {
		parse_alternative(r, &v, &other);
		p->cond = p->cond && other.cond ?
				  new_binary(r->l, LKMM_LOR, p->cond, other.cond, at) :
				  NULL;
		p->covers |= other.covers;
		for (int i = 0; i < other.nbound; i++)
			add_bound(r, p, &other.bound[i]);
	}
	p->covers = covered_of(v.type, p->covers);
	if (p->covers == COVERS_ALL)
		p->cond = NULL;
	r->l->depth--;
}

void rust_bind(struct rust *r, const struct pattern *p)
{
	for (int i = 0; i < p->nbound; i++) {
		const struct bound *b = &p->bound[i];

		rust_store_local(r, rust_declare(r, &b->name, b->type, b->mut),
				 rust_value(b->type, b->e, b->name.at), b->name.at);
	}
}

/*
 * let PATTERN = EXPR, the token being the pattern: as the pattern is checked against the value, the
 * value is read first.
 */
static struct value parse_let(struct rust *r, struct pattern *p)
{
	struct lex_spot start = lex_here(r->x), end;
	struct value v;

	while (!r->x->error[0] && r->x->tok.kind != T_END && !tok_is(r->x, "=") &&
	       !tok_is(r->x, ";") && !tok_is(r->x, "{"))
		lex_next(r->x);
	lex_expect(r->x, "=");
	v = rust_hold(r, parse_rust_value(r));
	if (r->x->error[0])
		return v;
	end = lex_here(r->x);
	lex_go(r->x, &start);
	parse_rust_pattern(r, v, p);
	lex_expect(r->x, "=");
	if (!r->x->error[0])
		lex_go(r->x, &end);
	return v;
}

struct lkmm_expr *parse_rust_condition(struct rust *r, struct pattern *p)
{
	struct lkmm_place at = r->x->tok.at;
	struct value v;

	memset(p, 0, sizeof(*p));
	if (!lex_accept(r->x, "let"))
		return parse_rust_as(r, &rust_bool).e;
	v = parse_let(r, p);
	return rust_whole(r, v, p->cond ? p->cond : new_number(r->l, 1, at));
}

/* The block after else, which must leave. */
static void parse_else(struct rust *r, struct lkmm_expr *cond, struct lkmm_place at)
{
	struct stmts yes, no, *outer;
	struct value v;

	rust_open(r, &yes, &outer);
	r->out = outer;
	rust_open(r, &no, &outer);
	lex_expect(r->x, "else");
	v = parse_rust_block(r);
	r->out = outer;
	if (v.type->kind != RUST_NEVER)
		rust_error(r, at,
			   "expected 'return', 'break' or 'continue' at the end of the block "
			   "after 'else'");
	rust_choose(r, cond, &yes, rust_nothing(r, &rust_unit, at), &no, v, at);
}

void parse_rust_let_else(struct rust *r)
{
	struct lkmm_place at = r->x->tok.at;
	struct pattern p = { 0 };
	struct value v = rust_now(r, parse_let(r, &p));

	if (r->x->error[0])
		return;
	if (tok_is(r->x, "else"))
		parse_else(r, p.cond ? p.cond : new_number(r->l, 1, at), at);
	else if (p.cond)
		lex_expected(r->x, "'else', as the pattern does not always match");
	lex_expect(r->x, ";");
	(void)v;
	rust_bind(r, &p);
}

/* ---- match ---- */

/* if GUARD: an expression that sees the bindings of the pattern. */
static struct lkmm_expr *parse_guard(struct rust *r, const struct pattern *p)
{
	struct binding *scope = r->scope;
	struct stmts s, *outer;
	struct value v;

	for (int i = 0; i < p->nbound; i++)
		rust_declare_alias(r, &p->bound[i].name, p->bound[i].type, p->bound[i].e);
	rust_open(r, &s, &outer);
	v = parse_rust_as(r, &rust_bool);
	r->out = outer;
	r->scope = scope;
	if (s.first)
		rust_error(r, v.at, "expected a guard without statements in it");
	return v.e;
}

static struct value parse_arm_body(struct rust *r, const struct pattern *p)
{
	struct lexer *x = r->x;
	struct binding *scope = r->scope;
	struct value v;

	lex_expect(x, "=>");
	r->depth++;
	rust_bind(r, p);
	if (rust_is_block_like(x)) {
		v = rust_read(r, parse_rust_postfix(r, parse_rust_block_like(r)));
		lex_accept(x, ",");
	} else {
		v = parse_rust_value(r);
		if (!tok_is(x, "}"))
			lex_expect(x, ",");
	}
	r->depth--;
	r->scope = scope;
	return v;
}

static struct value parse_arms(struct rust *r, struct value v, uint64_t covered);

/* The arms after one that always matches are dead code. */
static void drop_arms(struct rust *r, struct value v)
{
	struct stmts dead, *outer;

	rust_open(r, &dead, &outer);
	parse_arms(r, v, COVERS_ALL);
	r->out = outer;
}

static struct value parse_arm(struct rust *r, struct value v, uint64_t covered)
{
	struct lkmm_place at = r->x->tok.at;
	struct lkmm_expr *cond, *guard;
	struct stmts a, b, *outer;
	struct value yes, no;
	struct pattern p;

	parse_rust_pattern(r, v, &p);
	cond = p.cond;
	if (lex_accept(r->x, "if")) {
		guard = parse_guard(r, &p);
		cond = both(r, cond, guard, at);
		p.covers = 0;
	}
	covered = covered_of(v.type, covered | p.covers);
	if (covered == COVERS_ALL) {
		yes = parse_arm_body(r, &p);
		drop_arms(r, v);
		return yes;
	}
	rust_open(r, &a, &outer);
	yes = parse_arm_body(r, &p);
	r->out = outer;
	rust_open(r, &b, &outer);
	no = parse_arms(r, v, covered);
	r->out = outer;
	return rust_choose(r, cond, &a, yes, &b, no, at);
}

/* The rest of the arms, of which those before have covered some values. */
static struct value parse_arms(struct rust *r, struct value v, uint64_t covered)
{
	struct value result = rust_nothing(r, &rust_never, r->x->tok.at);

	if (r->x->error[0] || too_deep(r->l))
		return result;
	r->l->depth++;
	if (!lex_accept(r->x, "}"))
		result = parse_arm(r, v, covered);
	else if (covered != COVERS_ALL)
		rust_error(r, result.at,
			   "expected '_' or a pattern for the values that are left, found '}'");
	r->l->depth--;
	return result;
}

struct value parse_rust_match(struct rust *r)
{
	struct value v;

	lex_next(r->x);
	v = rust_now(r, parse_rust_value(r));
	lex_expect(r->x, "{");
	return parse_arms(r, v, 0);
}
