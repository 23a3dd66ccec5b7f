// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Types that come from expressions: typeof, __auto_type and _Generic. */
#include "aggregate.h"

struct ctype c_type_of_value(const struct lkmm_expr *e)
{
	struct ctype t = c_type_of(&e->type);

	if (!c_sizeof(t))
		t.integer = c_integer(e);
	/* a comparison is 0 or 1, but an int */
	t.truth &= t.stars || t.integer.bits == 8;
	return t;
}

struct ctype c_parse_typeof(struct litmus *l)
{
	struct lexer *x = &l->x;
	struct ctype t = { .integer = LKMM_SIGNED(32), .stars = 1 };

	if (!tok_is(x, "(") || c_type_starts(l, x->next))
		return c_parse_operand(l);
	lex_next(x);
	/* a void * */
	if (tok_is(x, "NULL") && lex_next_is(x, ")"))
		lex_next(x);
	else
		t = c_type_of_operand(c_parse_unevaluated(l, parse_expr));
	lex_expect(x, ")");
	return t;
}

struct ctype c_parse_auto(struct litmus *l)
{
	struct lexer *x = &l->x;
	struct ctype t = { .integer = LKMM_SIGNED(32) };
	struct lex_spot name;
	struct lkmm_expr *e;

	lex_next(x);
	name = lex_here(x);
	if (x->tok.kind != T_NAME || !lex_next_is(x, "=")) {
		lex_expected(x, "a name and its value, as in __auto_type x = 1");
		return t;
	}
	lex_next(x);
	lex_next(x);
	e = c_parse_unevaluated(l, parse_assignment);
	if (e && !x->error[0])
		t = c_type_of_value(e);
	if (!x->error[0])
		lex_go(x, &name);
	return t;
}

/* To the comma or the parenthesis that ends an argument. */
static void pass_argument(struct lexer *x)
{
	int depth = 0;

	for (; x->tok.kind != T_END && !x->error[0]; lex_next(x)) {
		if (!depth && (tok_is(x, ",") || tok_is(x, ")")))
			return;
		depth += (tok_is(x, "(") || tok_is(x, "[") || tok_is(x, "{")) -
			 (tok_is(x, ")") || tok_is(x, "]") || tok_is(x, "}"));
	}
}

/* int: 1, default: 2) The first that @t has; @chosen is where its expression starts. */
static bool choose(struct litmus *l, struct ctype t, struct lex_spot *chosen)
{
	struct lexer *x = &l->x;
	bool found = false, by_default = false;

	while (lex_accept(x, ",")) {
		bool is_default = lex_accept(x, "default");
		bool fits = is_default || c_same_type(parse_type(l), t);

		lex_expect(x, ":");
		if (fits && !found && (!is_default || !by_default)) {
			*chosen = lex_here(x);
			found = !is_default;
			by_default |= is_default;
		}
		pass_argument(x);
	}
	return found || by_default;
}

struct lkmm_expr *c_parse_generic(struct litmus *l, struct lkmm_place at)
{
	struct lexer *x = &l->x;
	struct lex_spot chosen = lex_here(x), end;
	struct lkmm_expr *e;
	struct ctype t = { 0 };
	char text[C_TYPE_TEXT];
	bool any;

	lex_expect(x, "(");
	e = c_parse_unevaluated(l, parse_assignment);
	if (e)
		t = c_type_of_value(e);
	any = choose(l, t, &chosen);
	if (!x->error[0] && !any)
		lex_error(x, at, "_Generic has no expression for %s", c_type_text(t, text));
	end = lex_here(x);
	lex_expect(x, ")");
	if (x->error[0])
		return NULL;
	lex_go(x, &chosen);
	e = parse_assignment(l);
	if (x->error[0])
		return NULL;
	lex_go(x, &end);
	lex_next(x);
	return e;
}
