// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Values: numbers, addresses, and what a cycle of copies leaves open. */
#include "path.h"

/* Where no test has numbers, and far from one another: an address plus a small number is still near
 * that address. */
#define FIRST_ADDRESS	INT64_C(0x4b1d4b1d00000000)
#define ADDRESS_STEP	(INT64_C(1) << 32)
#define END_OF_ADDRESSES (FIRST_ADDRESS + (INT64_C(1) << 48))
#define FIRST_UNKNOWABLE INT64_C(0x5b1d5b1d00000000)
#define END_OF_UNKNOWABLES (FIRST_UNKNOWABLE + (INT64_C(1) << 32))

int64_t lkmm_address(int loc)
{
	return FIRST_ADDRESS + (loc + 1) * ADDRESS_STEP;
}

int lkmm_pointee(int64_t v, int nlocs)
{
	int64_t d;

	if (v <= FIRST_ADDRESS)
		return -1;
	d = v - FIRST_ADDRESS;
	if (d % ADDRESS_STEP || d / ADDRESS_STEP > nlocs)
		return -1;
	return (int)(d / ADDRESS_STEP) - 1;
}

int64_t lkmm_unknowable(int64_t v)
{
	return v >= FIRST_UNKNOWABLE && v < END_OF_UNKNOWABLES ? v - FIRST_UNKNOWABLE : -1;
}

int64_t lkmm_unknowable_value(int64_t number)
{
	return FIRST_UNKNOWABLE + number;
}

int64_t lkmm_truncate(int64_t v, int width)
{
	int bits = width < 0 ? -width : width;
	uint64_t u;

	if (!bits || bits >= 64 || lkmm_unknowable(v) >= 0 ||
	    (v >= FIRST_ADDRESS && v < END_OF_ADDRESSES))
		return v;
	u = (uint64_t)v << (64 - bits);
	return width < 0 ? (int64_t)(u >> (64 - bits)) : (int64_t)u >> (64 - bits);
}

int64_t lkmm_unary(enum lkmm_operator op, int64_t a)
{
	switch (op) {
	case LKMM_NEG:
		return (int64_t)-(uint64_t)a;
	case LKMM_NOT:
		return ~a;
	default:
		return !a;
	}
}

/* False for a division that has no result. */
static bool divide(enum lkmm_operator op, int64_t a, int64_t b, int64_t *v)
{
	if (!b || (a == INT64_MIN && b == -1))
		return false;
	*v = op == LKMM_DIV ? a / b : a % b;
	return true;
}

static bool divide_unsigned(enum lkmm_operator op, uint64_t a, uint64_t b, int64_t *v)
{
	if (!b)
		return false;
	*v = (int64_t)(op == LKMM_DIV ? a / b : a % b);
	return true;
}

/* Order is the same for unsigned numbers when their highest bit counts the other way round. */
static int64_t as_unsigned(int64_t v)
{
	return (int64_t)((uint64_t)v ^ (uint64_t)INT64_MIN);
}

static int64_t compare(enum lkmm_operator op, int64_t a, int64_t b)
{
	switch (op) {
	case LKMM_EQ:
		return a == b;
	case LKMM_NE:
		return a != b;
	case LKMM_LT:
		return a < b;
	case LKMM_LE:
		return a <= b;
	case LKMM_GT:
		return a > b;
	case LKMM_GE:
		return a >= b;
	case LKMM_LAND:
		return a && b;
	default:
		return a || b;
	}
}

bool lkmm_binary(enum lkmm_operator op, bool is_unsigned, int64_t a, int64_t b, int64_t *v)
{
	uint64_t x = (uint64_t)a, y = (uint64_t)b;

	switch (op) {
	case LKMM_ADD:
		*v = (int64_t)(x + y);
		break;
	case LKMM_SUB:
		*v = (int64_t)(x - y);
		break;
	case LKMM_MUL:
		*v = (int64_t)(x * y);
		break;
	case LKMM_AND:
		*v = a & b;
		break;
	case LKMM_OR:
		*v = a | b;
		break;
	case LKMM_XOR:
		*v = a ^ b;
		break;
	case LKMM_SHL:
		*v = (int64_t)(x << (y & 63));
		break;
	case LKMM_SHR:
		*v = is_unsigned ? (int64_t)(x >> (y & 63)) : a >> (y & 63);
		break;
	case LKMM_DIV:
	case LKMM_MOD:
		return is_unsigned ? divide_unsigned(op, x, y, v) : divide(op, a, b, v);
	case LKMM_LT:
	case LKMM_LE:
	case LKMM_GT:
	case LKMM_GE:
		if (is_unsigned) {
			a = as_unsigned(a);
			b = as_unsigned(b);
		}
		*v = compare(op, a, b);
		break;
	default:
		*v = compare(op, a, b);
	}
	return true;
}
