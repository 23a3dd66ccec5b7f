// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Macros: assertions, which are a separate outcome as in C; matches!, addr_of!. */
#include "front/constant.h"
#include "flow.h"

#include <string.h>

/* The rest after the first arguments: a message, which is not shown. To the closing bracket. */
void rust_pass_message(struct lexer *x)
{
	int depth = 0;

	for (; !x->error[0] && x->tok.kind != T_END; lex_next(x)) {
		if (!depth && tok_is(x, ")"))
			return;
		depth += tok_is(x, "(") - tok_is(x, ")");
		if (!tok_is(x, "\""))
			continue;
		do
			lex_next(x);
		while (!x->error[0] && x->tok.kind != T_END && !tok_is(x, "\""));
	}
}

static struct value parse_panic(struct rust *r, struct lkmm_place at)
{
	lex_expect(r->x, "(");
	rust_pass_message(r->x);
	lex_expect(r->x, ")");
	if (!r->x->error[0])
		rust_append(r, new_failure(r->l, LKMM_BUG, at));
	return rust_nothing(r, &rust_never, at);
}

void rust_fail_unless(struct rust *r, struct lkmm_expr *cond, enum lkmm_access_kind kind,
		      struct lkmm_place at)
{
	struct lkmm_stmt *s = new_stmt(r->l, LKMM_IF, at);

	if (!s || !cond || r->x->error[0])
		return;
	s->expr = new_binary(r->l, LKMM_LNOT, cond, NULL, at);
	s->body = new_failure(r->l, kind, at);
	rust_append(r, s);
}

/* assert!(a), assert_eq!(a, b) and the optional message */
static struct value parse_assert(struct rust *r, bool compares, enum lkmm_operator op,
				 struct lkmm_place at)
{
	struct lkmm_stmt **mark;
	struct value a, b;

	lex_expect(r->x, "(");
	a = compares ? parse_rust_value(r) : parse_rust_as(r, &rust_bool);
	if (compares) {
		mark = rust_mark(r);
		lex_expect(r->x, ",");
		b = parse_rust_value(r);
		rust_keep(r, &a, mark);
		a = rust_compare(r, op, a, b, at);
	}
	if (!tok_is(r->x, ")"))
		lex_expect(r->x, ",");
	rust_pass_message(r->x);
	lex_expect(r->x, ")");
	rust_fail_unless(r, rust_whole(r, a, a.e), LKMM_ASSERT, at);
	return rust_nothing(r, &rust_unit, at);
}

/* build_assert!(a), of constants: the build would fail */
static struct value parse_build_assert(struct rust *r, struct lkmm_place at)
{
	struct value v;
	int64_t n = 0;

	lex_expect(r->x, "(");
	v = parse_rust_as(r, &rust_bool);
	if (!tok_is(r->x, ")"))
		lex_expect(r->x, ",");
	rust_pass_message(r->x);
	lex_expect(r->x, ")");
	if (!r->x->error[0] && (v.first || !constant_value(r->l->test, v.e, &n)))
		rust_error(r, v.at, "expected a constant: assert!() is checked in each execution");
	else if (!n)
		rust_error(r, at, "this is false, and the kernel would not build");
	return rust_nothing(r, &rust_unit, at);
}

/* warn_on!(a): the thread goes on, and has the value */
static struct value parse_warn(struct rust *r, struct lkmm_place at)
{
	struct value v;

	lex_expect(r->x, "(");
	v = rust_now(r, parse_rust_as(r, &rust_bool));
	lex_expect(r->x, ")");
	rust_fail_unless(r, new_binary(r->l, LKMM_LNOT, v.e, NULL, at), LKMM_WARN, at);
	return v;
}

/* matches!(EXPR, PATTERN if GUARD) */
static struct value parse_matches(struct rust *r, struct lkmm_place at)
{
	struct binding *from;
	struct pattern p;
	struct value v;

	lex_expect(r->x, "(");
	v = rust_matched(r, parse_rust_expr(r), &from);
	lex_expect(r->x, ",");
	parse_rust_pattern(r, v, &p);
	if (lex_accept(r->x, "if")) {
		struct lkmm_expr *guard;

		if (v.where == IS_VALUE)
			v = rust_now(r, v);
		guard = parse_rust_guard(r, &p);
		p.cond = rust_both(r, p.cond, guard, at);
	}
	lex_accept(r->x, ",");
	lex_expect(r->x, ")");
	if (!p.cond)
		p.cond = new_number(r->l, 1, at);
	return rust_value(&rust_bool, rust_whole(r, v, p.cond), at);
}

/* addr_of!(PLACE) */
static struct value parse_address_of(struct rust *r, bool mut)
{
	struct value v;

	lex_expect(r->x, "(");
	v = parse_rust_expr(r);
	lex_expect(r->x, ")");
	if (v.where != IS_MEMORY && v.type->kind != RUST_NEVER)
		rust_error(r, v.at, "a local variable is a register here, and has no address: "
			   "write a reference, or the variable in { } before the processes");
	v.type = rust_type_of(r, RUST_POINTER, mut, v.type);
	v.where = IS_VALUE;
	return v;
}

/* container_of!(p, Inner<T>, data) */
static struct value parse_container(struct rust *r, struct lkmm_place at)
{
	const struct rust_type *t;
	struct value v, member;
	char text[RUST_TYPE_TEXT];

	lex_expect(r->x, "(");
	v = rust_now(r, parse_rust_value(r));
	lex_expect(r->x, ",");
	t = parse_rust_type(r);
	if (v.lent || (v.type->kind != RUST_POINTER && v.type->kind != RUST_NEVER))
		rust_error(r, v.at, "expected a raw pointer, found %s",
			   rust_type_text(v.type, text));
	member = rust_value(t, new_number(r->l, 0, at), at);
	member.where = IS_MEMORY;
	lex_expect(r->x, ",");
	do {
		struct token name = r->x->tok;

		lex_next(r->x);
		member = parse_rust_field(r, member, &name);
	} while (!r->x->error[0] && lex_accept(r->x, "."));
	lex_accept(r->x, ",");
	lex_expect(r->x, ")");
	rust_needs_unsafe(r, at, "container_of!()");
	if (r->x->error[0] || v.type->kind == RUST_NEVER)
		return rust_nothing(r, &rust_never, at);
	v.e = new_binary(r->l, LKMM_SUB, v.e, member.e, at);
	v.type = rust_type_of(r, RUST_POINTER, v.type->mut, t);
	return v;
}

static bool is_one_of(const struct token *name, const char *const *words)
{
	for (; *words; words++)
		if (strlen(*words) == (size_t)name->len &&
		    !memcmp(*words, name->text, (size_t)name->len))
			return true;
	return false;
}

struct value parse_rust_macro(struct rust *r, const struct token *name)
{
	static const char *const panics[] = {
		"panic", "unreachable", "todo", "unimplemented", NULL
	};
	static const char *const asserts[] = { "assert", "debug_assert", NULL };
	static const char *const equal[] = { "assert_eq", "debug_assert_eq", NULL };
	static const char *const unequal[] = { "assert_ne", "debug_assert_ne", NULL };
	static const char *const matches[] = { "matches", NULL };
	static const char *const warn[] = { "warn_on", NULL };
	static const char *const builds[] = {
		"build_assert", "const_assert", "static_assert", NULL
	};
	static const char *const container[] = { "container_of", NULL };
	static const char *const of[] = { "addr_of", NULL };
	static const char *const of_mut[] = { "addr_of_mut", NULL };

	lex_expect(r->x, "!");
	if (is_one_of(name, panics))
		return parse_panic(r, name->at);
	if (is_one_of(name, asserts))
		return parse_assert(r, false, LKMM_EQ, name->at);
	if (is_one_of(name, equal))
		return parse_assert(r, true, LKMM_EQ, name->at);
	if (is_one_of(name, unequal))
		return parse_assert(r, true, LKMM_NE, name->at);
	if (is_one_of(name, builds))
		return parse_build_assert(r, name->at);
	if (is_one_of(name, warn))
		return parse_warn(r, name->at);
	if (is_one_of(name, matches))
		return parse_matches(r, name->at);
	if (is_one_of(name, container))
		return parse_container(r, name->at);
	if (is_one_of(name, of) || is_one_of(name, of_mut))
		return parse_address_of(r, is_one_of(name, of_mut));
	rust_unknown_macro(r, name);
	return rust_nothing(r, &rust_never, name->at);
}
