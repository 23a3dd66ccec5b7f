// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Indices of arrays that are parts of an object (C11 6.5.6p8). An address outside of a variable is
 * a bad pointer in any case; one outside of an array in it could be another member. So the address
 * is moved far away where the index is not in the array, or just behind its end and used by an
 * access. Not by a branch, which would order later stores.
 *
 * It is the array whose name the expression has: a pointer that has been assigned may lead to
 * anywhere in its object.
 */
#include "aggregate.h"
#include "front/constant.h"

/* Whether @array is all of a variable. */
static bool is_variable(const struct litmus *l, const struct lkmm_expr *e,
			const struct lkmm_aggregate *array)
{
	const struct ctype *t = e->kind == LKMM_ADDRESS ? c_object_type(l, e->index) : NULL;

	return t && !t->stars && t->aggregate == array;
}

/* Whether @i is a number from 0 to @n - 1, by its form: i & 3, i % 4U, i == j */
static bool is_below(const struct lkmm_expr *i, int n)
{
	while (i->kind == LKMM_CAST)
		i = i->a;
	if (i->type.truth)
		return n >= 2;
	if (i->kind != LKMM_BINARY)
		return false;
	if (i->op == LKMM_AND)
		return (i->b->kind == LKMM_NUMBER && i->b->number >= 0 && i->b->number < n) ||
		       (i->a->kind == LKMM_NUMBER && i->a->number >= 0 && i->a->number < n);
	return i->op == LKMM_MOD && c_type_of(&i->type).integer.is_unsigned &&
	       i->b->kind == LKMM_NUMBER && i->b->number > 0 && i->b->number <= n;
}

bool c_needs_bound(const struct litmus *l, const struct lkmm_expr *address,
		   const struct lkmm_expr *i)
{
	const struct lkmm_aggregate *array = address->type.array;
	int64_t n;

	if (!array || !array->n || address->type.reference || is_variable(l, address, array))
		return false;
	if (c_is_constant(i) && constant_value(l->test, i, &n))
		return n < 0 || n >= array->n;
	return !is_below(i, array->n);
}

/* @i once more */
static struct lkmm_expr *again(struct litmus *l, const struct lkmm_expr *i)
{
	struct lkmm_expr *e = i->kind == LKMM_NUMBER ? new_number(l, i->number, i->at) :
						       new_index(l, i->kind, i->index, i->at);

	if (e)
		e->type.integer = LKMM_SIGNED(64);
	return e;
}

struct lkmm_expr *c_bounded_sum(struct litmus *l, struct lkmm_expr *address, struct lkmm_expr *i,
				struct lkmm_place at)
{
	const struct lkmm_aggregate *array = address->type.array;
	struct lkmm_expr *keep = NULL, *e, *out;
	int64_t n;
	int reg;

	i = c_convert(l, i, LKMM_SIGNED(64));
	if (i && c_is_constant(i) && constant_value(l->test, i, &n)) {
		i = new_number(l, n, at);
	} else {
		reg = new_hidden(l, "index", LKMM_SIGNED(64));
		e = reg < 0 ? NULL : new_index(l, LKMM_REGISTER, reg, at);
		if (!e || !i)
			return NULL;
		keep = new_assign(l, again(l, e), i, at);
		i = e;
	}
	if (!i)
		return NULL;
	e = new_binary(l, LKMM_MUL, again(l, i), new_number(l, c_sizeof(array->of), at), at);
	e = new_binary(l, LKMM_ADD, address, e, at);
	out = new_binary(l, LKMM_GT, again(l, i), new_number(l, array->n, at), at);
	set_unsigned(out, LKMM_UNSIGNED(64));
	out = new_binary(l, LKMM_MUL, out, new_number(l, LKMM_FAR_AWAY, at), at);
	e = new_binary(l, LKMM_ADD, e, out, at);
	return c_in_order(l, keep, e);
}

void c_set_bound(struct lkmm_expr *e, bool access)
{
	while (e && e->kind == LKMM_COMMA)
		e = e->b;
	if (!e || e->kind != LKMM_BINARY || e->op != LKMM_ADD || !e->b ||
	    e->b->kind != LKMM_BINARY || e->b->op != LKMM_MUL || !e->b->a || !e->b->b ||
	    e->b->b->kind != LKMM_NUMBER || e->b->b->number != LKMM_FAR_AWAY)
		return;
	e->b->a->op = access ? LKMM_GE : LKMM_GT;
}
