// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Values: numbers, addresses, and the unknowable values of cycles of copies. */
#include "path.h"

#include <stdlib.h>

/* Where no test has numbers, and far from one another: an address plus a small number is still near
 * that address. */
#define FIRST_ADDRESS	INT64_C(0x4b1d4b1d00000000)
#define ADDRESS_STEP	(INT64_C(1) << 32)
#define END_OF_ADDRESSES (FIRST_ADDRESS + (INT64_C(1) << 48))
#define FIRST_UNKNOWABLE INT64_C(0x5b1d5b1d00000000)
#define END_OF_UNKNOWABLES (FIRST_UNKNOWABLE + (INT64_C(1) << 32))

int lkmm_first_of(const struct lkmm_test *t, int loc)
{
	return t->loc[loc].object ? t->loc[loc].object - 1 : loc;
}

int64_t lkmm_address(const struct lkmm_test *t, int loc)
{
	if (loc < 0 || loc >= t->nlocs)
		return 0;
	return FIRST_ADDRESS + (lkmm_first_of(t, loc) + 1) * ADDRESS_STEP + t->loc[loc].offset;
}

int lkmm_object(const struct lkmm_test *t, int64_t v, int64_t *offset)
{
	int64_t d;

	*offset = 0;
	if (v <= FIRST_ADDRESS || v >= END_OF_ADDRESSES)
		return -1;
	d = v - FIRST_ADDRESS + ADDRESS_STEP / 2;
	*offset = d % ADDRESS_STEP - ADDRESS_STEP / 2;
	d = d / ADDRESS_STEP - 1;
	return d >= 0 && d < t->nlocs && lkmm_first_of(t, (int)d) == d ? (int)d : -1;
}

int lkmm_pointee(const struct lkmm_test *t, int64_t v)
{
	int64_t offset;
	int first = lkmm_object(t, v, &offset);

	if (first < 0 || !offset)
		return first;
	for (int i = 0; i < t->nlocs; i++)
		if (t->loc[i].object == first + 1 && t->loc[i].offset == offset)
			return i;
	return -1;
}

/* Whether @bytes bytes, @offset from the start of the object at @first, are a piece of it that a
 * variable could be: within its bounds, and aligned. */
static bool is_piece(const struct lkmm_test *t, int first, int64_t offset, int bytes)
{
	if (!bytes || offset < 0 || offset % bytes)
		return false;
	for (int i = 0; i < t->nlocs; i++)
		if (lkmm_first_of(t, i) == first &&
		    offset + bytes <= t->loc[i].offset + t->loc[i].integer.bits / 8)
			return true;
	return false;
}

int lkmm_target(const struct lkmm_test *t, int64_t v, int bits, bool load)
{
	int loc = lkmm_pointee(t, v), own, first;
	int64_t offset;

	if (loc < 0) {
		first = lkmm_object(t, v, &offset);
		return first >= 0 && is_piece(t, first, offset, bits / 8) ? TARGET_PART
									  : TARGET_NONE;
	}
	own = t->loc[loc].integer.bits;
	if (t->loc[loc].piece_of && !bits)
		return TARGET_PART;
	return !bits || !own || bits == own || (load && bits < own) ? loc : TARGET_PART;
}

int lkmm_access_target(const struct lkmm_test *t, const struct lkmm_access *a, int64_t v, bool load)
{
	int64_t offset;
	int first;

	if (a->kind != LKMM_FREE)
		return lkmm_target(t, v, a->accessed.bits, load);
	first = lkmm_object(t, v, &offset);
	return first >= 0 && !offset ? first : TARGET_NONE;
}

int lkmm_event_target(const struct lkmm_test *t, const struct event *e, int64_t v)
{
	return e->piece ? lkmm_pointee(t, v) : lkmm_access_target(t, e->source->access, v, e->load);
}

int64_t lkmm_unknowable(int64_t v)
{
	return v >= FIRST_UNKNOWABLE && v < END_OF_UNKNOWABLES ? v - FIRST_UNKNOWABLE : -1;
}

int64_t lkmm_unknowable_value(int64_t number)
{
	return FIRST_UNKNOWABLE + number;
}

int64_t lkmm_truncate(int64_t v, struct lkmm_integer to)
{
	uint64_t u;

	if (!to.bits || to.bits >= 64 || lkmm_unknowable(v) >= 0 ||
	    (v >= FIRST_ADDRESS && v < END_OF_ADDRESSES))
		return v;
	u = (uint64_t)v << (64 - to.bits);
	return to.is_unsigned ? (int64_t)(u >> (64 - to.bits)) : (int64_t)u >> (64 - to.bits);
}

int64_t lkmm_unary(enum lkmm_operator op, int64_t a)
{
	switch (op) {
	case LKMM_NEG:
		return (int64_t)-(uint64_t)a;
	case LKMM_NOT:
		return ~a;
	case LKMM_LNOT:
		return !a;
	default:
		return lkmm_count_bits(op, a);
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
