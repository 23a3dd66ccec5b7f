// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Arrays, arithmetic on pointers, sizeof. */
#include "aggregate.h"
#include "front/part.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- declarations and names ---- */

/* How many elements stand between the brackets; 0: that is left open. */
int parse_bound(struct litmus *l)
{
	struct lexer *x = &l->x;
	int64_t n = 0;

	lex_expect(x, "[");
	if (x->tok.kind == T_NUMBER) {
		n = x->tok.number;
		if (n < 1 || n > C_MAX_ELEMENTS) {
			lex_error(x, x->tok.at, "expected 1 to %d elements", C_MAX_ELEMENTS);
			n = 1;
		}
		lex_next(x);
	}
	lex_expect(x, "]");
	return (int)n;
}

/* ---- arithmetic on pointers ---- */

/* @n objects of the size of that which @p points to, in bytes. */
static struct lkmm_expr *in_bytes(struct litmus *l, struct lkmm_expr *n, const struct lkmm_expr *p)
{
	int bytes = c_sizeof(c_pointee(&p->type));

	if (n->kind == LKMM_NUMBER) {
		struct lkmm_expr *e =
			new_number(l, (int64_t)((uint64_t)n->number * (uint64_t)bytes), n->at);

		if (e)
			e->type.integer = LKMM_SIGNED(64);
		return e;
	}
	n = c_convert(l, n, LKMM_SIGNED(64));
	if (bytes > 1 && n)
		n = new_binary(l, LKMM_MUL, n, new_number(l, bytes, n->at), n->at);
	if (n)
		n->type = (struct lkmm_type){ .integer = LKMM_SIGNED(64) };
	return n;
}

/* The type of @p + n: it no longer stands for a whole array. */
static struct lkmm_type element_pointer(const struct lkmm_expr *p)
{
	struct lkmm_type t = p->type;

	t.array = NULL;
	return t;
}

/* The address of the element that @p + @bytes is known to be, or NULL. */
static struct lkmm_expr *known_element(struct litmus *l, enum lkmm_operator op,
				       const struct lkmm_expr *p, const struct lkmm_expr *bytes)
{
	struct lkmm_expr *e;
	int64_t v;
	int loc;

	if (p->kind != LKMM_ADDRESS || bytes->kind != LKMM_NUMBER)
		return NULL;
	v = lkmm_address(l->test, p->index);
	loc = lkmm_pointee(l->test, op == LKMM_SUB ? v - bytes->number : v + bytes->number);
	e = loc >= 0 ? new_index(l, LKMM_ADDRESS, loc, p->at) : NULL;
	if (e)
		e->type = element_pointer(p);
	return e;
}

/* How many objects lie between the pointers @a and @b. */
static struct lkmm_expr *distance(struct litmus *l, struct lkmm_expr *a, struct lkmm_expr *b,
				  struct lkmm_place at)
{
	int bytes = c_sizeof(c_pointee(&a->type));
	struct lkmm_expr *e = new_binary(l, LKMM_SUB, a, b, at);

	if (e && bytes > 1)
		e = new_binary(l, LKMM_DIV, e, new_number(l, bytes, at), at);
	if (e)
		e->type = (struct lkmm_type){ .integer = LKMM_SIGNED(64) };
	return e;
}

bool is_pointer(const struct lkmm_expr *e)
{
	return e->type.stars > 0;
}

struct lkmm_expr *c_pointer_sum(struct litmus *l, enum lkmm_operator op, struct lkmm_expr *a,
				struct lkmm_expr *b, struct lkmm_place at)
{
	struct lkmm_expr *e, *n;

	if (op == LKMM_SUB && is_pointer(a) && is_pointer(b))
		return distance(l, a, b, at);
	if (!is_pointer(a) && op == LKMM_ADD)
		return c_pointer_sum(l, op, b, a, at);
	if (a->type.array && op == LKMM_SUB)
		return c_pointer_sum(l, LKMM_ADD, a, c_unary(l, LKMM_NEG, b, at), at);
	if (c_needs_bound(l, a, b)) {
		e = c_bounded_sum(l, a, b, at);
		if (e)
			e->type = element_pointer(a);
		return e;
	}
	n = in_bytes(l, b, a);
	if (!n)
		return NULL;
	e = known_element(l, op, a, n);
	if (e)
		return e;
	e = n->kind == LKMM_NUMBER && !n->number ? a : new_binary(l, op, a, n, at);
	if (e)
		e->type = element_pointer(a);
	return e;
}

/* ---- sizeof, typeof ---- */

struct ctype c_type_of_operand(const struct lkmm_expr *e)
{
	struct ctype t = { 0 };

	if (e && e->type.array)
		t.aggregate = e->type.array;
	else if (e)
		t = c_type_of_value(e);
	return t;
}

struct ctype c_parse_operand(struct litmus *l)
{
	struct lexer *x = &l->x;
	struct lkmm_expr *e;
	struct ctype t = { 0 };

	if (tok_is(x, "(") && c_type_starts(l, x->next)) {
		lex_next(x);
		t = c_parse_bounds(l, parse_type(l));
		lex_expect(x, ")");
	} else {
		e = c_parse_unevaluated(l, parse_c_unary);
		if (e && e->field)
			lex_error(x, e->at, "a bit-field has no size");
		t = c_type_of_operand(e);
	}
	return t;
}

struct lkmm_expr *parse_sizeof(struct litmus *l, struct lkmm_place at)
{
	struct lexer *x = &l->x;
	struct ctype t = c_parse_operand(l);
	int bytes = c_sizeof(t);
	struct lkmm_expr *e;
	if (!l->sized.aggregate)
		l->sized = c_value_type(t);
	if (!bytes)
		lex_error(x, at, "the size of this is unknown");
	e = new_number(l, bytes, at);
	if (e)
		e->type.integer = LKMM_UNSIGNED(64);
	return e;
}
