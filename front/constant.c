// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Computes expressions whose value is known while a test is read. */
#include "constant.h"

static bool divide(const struct lkmm_expr *e, int64_t a, int64_t b, int64_t *v)
{
	if (!b || (!e->is_unsigned && a == INT64_MIN && b == -1))
		return false;
	if (e->op == LKMM_DIV)
		*v = e->is_unsigned ? (int64_t)((uint64_t)a / (uint64_t)b) : a / b;
	else
		*v = e->is_unsigned ? (int64_t)((uint64_t)a % (uint64_t)b) : a % b;
	return true;
}

static bool is_less(const struct lkmm_expr *e, int64_t a, int64_t b)
{
	return e->is_unsigned ? (uint64_t)a < (uint64_t)b : a < b;
}

static bool compute(const struct lkmm_expr *e, int64_t a, int64_t b, int64_t *v)
{
	uint64_t x = (uint64_t)a, y = (uint64_t)b;

	switch (e->op) {
	case LKMM_ADD: *v = (int64_t)(x + y); return true;
	case LKMM_SUB: *v = (int64_t)(x - y); return true;
	case LKMM_MUL: *v = (int64_t)(x * y); return true;
	case LKMM_AND: *v = a & b; return true;
	case LKMM_OR: *v = a | b; return true;
	case LKMM_XOR: *v = a ^ b; return true;
	case LKMM_SHL: *v = (int64_t)(x << (y & 63)); return true;
	case LKMM_SHR: *v = e->is_unsigned ? (int64_t)(x >> (y & 63)) : a >> (y & 63); return true;
	case LKMM_EQ: *v = a == b; return true;
	case LKMM_NE: *v = a != b; return true;
	case LKMM_LT: *v = is_less(e, a, b); return true;
	case LKMM_LE: *v = !is_less(e, b, a); return true;
	case LKMM_GT: *v = is_less(e, b, a); return true;
	case LKMM_GE: *v = !is_less(e, a, b); return true;
	case LKMM_LAND: *v = a && b; return true;
	case LKMM_LOR: *v = a || b; return true;
	default: return divide(e, a, b, v);
	}
}

static int64_t compute_unary(enum lkmm_operator op, int64_t a)
{
	switch (op) {
	case LKMM_NEG: return (int64_t)-(uint64_t)a;
	case LKMM_NOT: return ~a;
	case LKMM_LNOT: return !a;
	default: return lkmm_count_bits(op, a);
	}
}

/* The low bits of @v, as a number of the type that @e casts to. */
static int64_t cast(const struct lkmm_expr *e, int64_t v)
{
	int bits = e->to.bits;
	uint64_t mask;

	if (!bits || bits >= 64)
		return v;
	mask = (UINT64_C(1) << bits) - 1;
	v = (int64_t)((uint64_t)v & mask);
	return !e->to.is_unsigned && v >> (bits - 1) ? (int64_t)((uint64_t)v | ~mask) : v;
}

bool constant_value(const struct lkmm_test *t, const struct lkmm_expr *e, int64_t *v)
{
	int64_t a, b;

	if (!e)
		return false;
	switch (e->kind) {
	case LKMM_NUMBER:
		*v = e->number;
		return true;
	case LKMM_ADDRESS:
		*v = lkmm_address(t, e->index);
		return true;
	case LKMM_UNARY:
		if (!constant_value(t, e->a, &a))
			return false;
		*v = compute_unary(e->op, a);
		return true;
	case LKMM_CAST:
		if (!constant_value(t, e->a, &a))
			return false;
		*v = cast(e, a);
		return true;
	case LKMM_CONDITIONAL:
		return constant_value(t, e->a, &a) && constant_value(t, a ? e->b : e->c, v);
	case LKMM_BINARY:
		return constant_value(t, e->a, &a) && constant_value(t, e->b, &b) &&
		       compute(e, a, b, v);
	default:
		return false;
	}
}
