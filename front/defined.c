// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Operators that have no value for some operands: a division by zero, or of the least number by -1;
 * a shift by a negative number, or by as many bits as there are. Where the form of the operands
 * does not exclude that (x / 2, x << (n & 31)), the operator gets a note, and model/path/defined.c
 * asks whether it happens.
 */
#include "defined.h"
#include "constant.h"

/* The numbers that a value may be: those from .least to .most, if .known. */
struct range {
	bool known;
	int64_t least, most;
};

static struct range range_of(const struct lkmm_test *t, const struct lkmm_expr *e);

/* Every value of type @t */
static struct range all_of(struct lkmm_integer t)
{
	if (t.bits <= 0 || t.bits > 32)
		return (struct range){ .known = false };
	if (t.is_unsigned)
		return (struct range){ true, 0, (INT64_C(1) << t.bits) - 1 };
	return (struct range){ true, -(INT64_C(1) << (t.bits - 1)),
			       (INT64_C(1) << (t.bits - 1)) - 1 };
}

static bool is_within(struct range r, int64_t least, int64_t most)
{
	return r.known && r.least >= least && r.most <= most;
}

static struct range both(struct range a, struct range b)
{
	return (struct range){ a.known && b.known, a.least < b.least ? a.least : b.least,
			       a.most > b.most ? a.most : b.most };
}

/* @a & @b, of which one is not negative, and @a % @b, of which neither is. */
static struct range range_of_part(enum lkmm_operator op, struct range a, struct range b)
{
	int64_t most = b.known && b.least >= 0 ? b.most : INT64_MAX;

	if (op == LKMM_MOD)
		return (struct range){ is_within(a, 0, INT64_MAX) && is_within(b, 1, INT64_MAX), 0,
				       b.most - 1 };
	if (a.known && a.least >= 0 && a.most < most)
		most = a.most;
	return (struct range){ most != INT64_MAX, 0, most };
}

static struct range range_of_binary(const struct lkmm_test *t, const struct lkmm_expr *e)
{
	struct range a = range_of(t, e->a), b = range_of(t, e->b), none = { .known = false };
	bool small = is_within(both(a, b), INT32_MIN, UINT32_MAX);

	if (e->op == LKMM_AND)
		return range_of_part(e->op, a, b);
	if (e->op == LKMM_MOD && e->is_unsigned && is_within(b, 1, INT64_MAX))
		return (struct range){ true, 0, b.most - 1 };
	if (e->op == LKMM_MOD)
		return range_of_part(e->op, a, b);
	if (e->op == LKMM_ADD && small)
		return (struct range){ true, a.least + b.least, a.most + b.most };
	if (e->op == LKMM_SUB && small)
		return (struct range){ true, a.least - b.most, a.most - b.least };
	return none;
}

static struct range range_of(const struct lkmm_test *t, const struct lkmm_expr *e)
{
	struct range r = { .known = false }, type;
	int64_t n;

	if (!e)
		return r;
	if (constant_value(t, e, &n))
		return (struct range){ true, n, n };
	if (e->type.truth ||
	    ((e->kind == LKMM_BINARY || e->kind == LKMM_UNARY) &&
	     ((e->op >= LKMM_EQ && e->op <= LKMM_LOR) || e->op == LKMM_LNOT)))
		return (struct range){ true, 0, 1 };
	if (e->kind == LKMM_UNARY && e->op >= LKMM_POPCOUNT)
		return (struct range){ true, 0, 64 };
	if (e->kind == LKMM_CAST) {
		r = range_of(t, e->a);
		type = all_of(e->to);
		return !e->to.bits || is_within(r, type.least, type.most) ? r : type;
	}
	if (e->kind == LKMM_COMMA)
		return range_of(t, e->b);
	if (e->kind == LKMM_CONDITIONAL)
		r = both(range_of(t, e->b), range_of(t, e->c));
	if (e->kind == LKMM_BINARY)
		r = range_of_binary(t, e);
	return r.known || e->type.wide ? r : all_of(e->type.integer);
}

static bool has_limits(enum lkmm_operator op)
{
	return op == LKMM_DIV || op == LKMM_MOD || op == LKMM_SHL || op == LKMM_SHR ||
	       op == LKMM_CTZ || op == LKMM_CLZ;
}

static bool has_a_value(const struct lkmm_test *t, const struct lkmm_expr *e,
			struct lkmm_integer type)
{
	struct range a = range_of(t, e->a), b;
	int64_t least = (int64_t)(~UINT64_C(0) << (type.bits - 1)), n;

	if (e->kind == LKMM_UNARY)
		return is_within(a, 1, INT64_MAX) || is_within(a, INT64_MIN, -1);
	b = range_of(t, e->b);
	if (e->op == LKMM_SHL || e->op == LKMM_SHR)
		return is_within(b, 0, type.bits - 1);
	if (type.is_unsigned && constant_value(t, e->b, &n))
		return n;
	if (is_within(b, INT64_MIN, -2) || is_within(b, 1, INT64_MAX))
		return true;
	return is_within(b, INT64_MIN, -1) && is_within(a, least + 1, INT64_MAX);
}

void note_undefined(struct litmus *l, struct lkmm_expr *e, struct lkmm_integer type,
		    enum lkmm_access_kind kind)
{
	if (!e || !has_limits(e->op) || !e->a || (e->kind == LKMM_BINARY && !e->b) ||
	    !type.bits || has_a_value(l->test, e, type) || !add_access(l, e, kind))
		return;
	e->access->accessed = type;
	e->access->operator = e->op;
}
