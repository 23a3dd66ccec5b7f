// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * First values of variables: what Atomic::new() and its like are given.
 *
 * An address or a null pointer is read here, since the variable that it names may be declared
 * later. All else is an expression, and must be a constant.
 */
#include "front/object.h"
#include "item.h"

#include <string.h>

static int64_t parse_in_parentheses(struct rust *r)
{
	int64_t v;

	lex_expect(r->x, "(");
	v = parse_rust_initial(r);
	lex_expect(r->x, ")");
	return v;
}

static bool is_null(const struct token *name)
{
	return token_is(name, "null") || token_is(name, "null_mut");
}

/* TYPE::new(..), or NonNull::from(..): the value is that in the brackets. */
static bool holds_value(const struct token *first, const struct token *name)
{
	return token_is(name, "new") ? !token_is(first, "NonNull") :
				       token_is(first, "NonNull") &&
					       (token_is(name, "from") ||
						token_is(name, "new_unchecked"));
}

/* Goes past ::b::c or ::<T>::c behind a name; @name becomes the last name, @first the first. */
static void pass_path(struct rust *r, struct token *first, struct token *name)
{
	struct lexer *x = r->x;

	*first = *name = x->tok;
	lex_next(x);
	while (lex_accept(x, "::")) {
		if (lex_accept_char(x, '<')) {
			parse_rust_type(r);
			if (!lex_accept_char(x, '>'))
				lex_expected(x, "'>'");
			continue;
		}
		*name = x->tok;
		if (name->kind != T_NAME)
			lex_expected(x, "a name");
		lex_next(x);
	}
}

/* Atomic::new(1), ptr::null_mut(), x.as_ptr(), and with '&' in front x */
static int64_t parse_named(struct rust *r)
{
	struct lexer *x = r->x;
	struct token first, name;
	bool whole;
	int loc;

	pass_path(r, &first, &name);
	if (x->error[0])
		return 0;
	if (tok_is(x, "(") && holds_value(&first, &name))
		return parse_in_parentheses(r);
	if (lex_accept(x, "(")) {
		if (!is_null(&name))
			lex_error(x, name.at, "expected Atomic::new(), null_mut() or a variable");
		lex_expect(x, ")");
		return 0;
	}
	if (r->l->values_known && find_location(r->l->test, name.text, name.len) < 0 &&
	    !rust_find_item(r->l, NULL, &name)) {
		rust_unknown_variable(r, &name);
		return 0;
	}
	loc = add_location(r->l, name.text, name.len);
	if (tok_is(x, "[") || (tok_is(x, ".") && !lex_next_is(x, "as_ptr")))
		loc = parse_part(r->l, loc, &whole);
	if (lex_accept(x, ".")) {
		lex_expect(x, "as_ptr");
		lex_expect(x, "(");
		lex_expect(x, ")");
	}
	return lkmm_address(r->l->test, loc);
}

/* Words that begin an expression which is no address. */
static bool begins_expression(const struct lexer *x)
{
	static const char *const words[] = { "true", "false", "if", "match", "unsafe", "const" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (tok_is(x, words[i]))
			return true;
	/* b'x' */
	return x->tok.kind != T_NAME || x->next->kind == T_STRING || lex_next_is(x, "!");
}

/* NAME, NAME.as_ptr(), TYPE::new(..), ptr::null(): not a constant, nor a function of the test */
static bool is_named_address(struct rust *r)
{
	struct lexer *x = r->x;
	struct token first, name;
	struct rust_item *item;
	bool path;

	if (begins_expression(x))
		return false;
	path = lex_next_is(x, "::");
	pass_path(r, &first, &name);
	if (tok_is(x, "("))
		return path && (is_null(&name) || (holds_value(&first, &name) &&
						   !rust_find_item(r->l, NULL, &first)));
	item = rust_find_item(r->l, path ? &first : NULL, &name);
	return item ? item->kind == RUST_STATIC : !path;
}

static __attribute__((noinline)) bool is_address(struct rust *r)
{
	struct lexer here = *r->x;
	bool yes;

	while (lex_accept(r->x, "("))
		;
	yes = tok_is(r->x, "&") || is_named_address(r);
	*r->x = here;
	return yes;
}

int64_t parse_rust_initial(struct rust *r)
{
	struct lexer *x = r->x;
	int64_t v;

	if (too_deep(r->l))
		return 0;
	r->l->depth++;
	if (!is_address(r)) {
		v = parse_rust_constant(r, &rust_unknown);
	} else if (tok_is(x, "(")) {
		v = parse_in_parentheses(r);
	} else {
		if (lex_accept(x, "&") && lex_accept(x, "raw"))
			lex_accept(x, "const");
		lex_accept(x, "mut");
		v = parse_named(r);
	}
	while (lex_accept(x, "as"))
		parse_rust_type(r);
	r->l->depth--;
	return v;
}

int64_t parse_rust_variable(struct litmus *l, int loc, struct lkmm_integer *type)
{
	const struct rust_type *t = NULL;
	struct lkmm_place at = l->x.tok.at;
	int64_t v = 0;
	struct rust r;

	rust_list_items(l, true);
	rust_begin(&r, l);
	if (lex_accept(r.x, ":"))
		t = parse_rust_type(&r);
	if (t && rust_is_laid_out(t)) {
		parse_rust_object(&r, loc, t, at);
		*type = l->test->loc[loc].integer;
		v = l->test->loc[loc].init;
	} else {
		if (t)
			*type = t->integer;
		if (lex_accept(r.x, "="))
			v = parse_rust_initial(&r);
	}
	return v;
}

bool rust_variable_starts(const struct lexer *x)
{
	const struct token *t = x->next;

	if (tok_is(x, ":"))
		return true;
	/* x = Atomic::new(1) */
	return tok_is(x, "=") && t->kind == T_NAME &&
	       (token_is(t + 1, "::") || token_is(t + 1, "."));
}
