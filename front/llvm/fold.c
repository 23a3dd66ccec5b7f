// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Arithmetic of values that are known. */
#include "reader.h"

int64_t fold_cast(int64_t n, int bits, bool is_unsigned)
{
	uint64_t u = (uint64_t)n;

	if (bits <= 0 || bits >= 64)
		return n;
	u &= (UINT64_C(1) << bits) - 1;
	if (!is_unsigned && bits > 1 && u >> (bits - 1))
		u |= ~UINT64_C(0) << bits;
	return (int64_t)u;
}

static bool divide(enum lkmm_operator op, int64_t a, int64_t b, bool is_unsigned, int64_t *n)
{
	bool division = op == LKMM_DIV;

	if (!b)
		return false;
	if (is_unsigned)
		*n = (int64_t)(division ? (uint64_t)a / (uint64_t)b : (uint64_t)a % (uint64_t)b);
	else if (b == -1)
		*n = division ? (int64_t)(0 - (uint64_t)a) : 0;
	else
		*n = division ? a / b : a % b;
	return true;
}

static bool less(int64_t a, int64_t b, bool is_unsigned)
{
	return is_unsigned ? (uint64_t)a < (uint64_t)b : a < b;
}

static bool shift(enum lkmm_operator op, int64_t a, int64_t b, bool is_unsigned, int64_t *n)
{
	if (b < 0 || b > 63)
		return false;
	if (op == LKMM_SHL)
		*n = (int64_t)((uint64_t)a << b);
	else
		*n = is_unsigned || a >= 0 ? (int64_t)((uint64_t)a >> b) : ~(~a >> b);
	return true;
}

static bool numbers(enum lkmm_operator op, int64_t a, int64_t b, bool is_unsigned, int64_t *n)
{
	uint64_t x = (uint64_t)a, y = (uint64_t)b;

	switch (op) {
	case LKMM_ADD: *n = (int64_t)(x + y); return true;
	case LKMM_SUB: *n = (int64_t)(x - y); return true;
	case LKMM_MUL: *n = (int64_t)(x * y); return true;
	case LKMM_AND: *n = (int64_t)(x & y); return true;
	case LKMM_OR: *n = (int64_t)(x | y); return true;
	case LKMM_XOR: *n = (int64_t)(x ^ y); return true;
	case LKMM_EQ: *n = a == b; return true;
	case LKMM_NE: *n = a != b; return true;
	case LKMM_LT: *n = less(a, b, is_unsigned); return true;
	case LKMM_GE: *n = !less(a, b, is_unsigned); return true;
	case LKMM_GT: *n = less(b, a, is_unsigned); return true;
	case LKMM_LE: *n = !less(b, a, is_unsigned); return true;
	case LKMM_LAND: *n = a && b; return true;
	case LKMM_LOR: *n = a || b; return true;
	case LKMM_NEG: *n = (int64_t)(0 - x); return true;
	case LKMM_NOT: *n = ~a; return true;
	case LKMM_LNOT: *n = !a; return true;
	case LKMM_DIV: case LKMM_MOD: return divide(op, a, b, is_unsigned, n);
	case LKMM_SHL: case LKMM_SHR: return shift(op, a, b, is_unsigned, n);
	case LKMM_POPCOUNT: case LKMM_CTZ: case LKMM_CLZ:
		*n = lkmm_count_bits(op, a);
		return true;
	}
	return false;
}

/* Addresses: the distance of two in one object, and comparison for equality. */
static bool addresses(enum lkmm_operator op, const struct known *a, const struct known *b,
		      int64_t *n)
{
	bool same = a->kind == b->kind && a->kind == KNOWN_ADDRESS && a->index == b->index;

	if (same && (op == LKMM_SUB || (op >= LKMM_EQ && op <= LKMM_GE)))
		return numbers(op, a->number, b->number, false, n);
	if (op != LKMM_EQ && op != LKMM_NE)
		return false;
	same = a->kind == KNOWN_FUNCTION && b->kind == KNOWN_FUNCTION && a->function == b->function;
	*n = (op == LKMM_EQ) == same;
	return true;
}

/* The bits of an address that the alignment of an object leaves for flags: of a word. */
static bool flag_bits(enum lkmm_operator op, const struct known *a, int64_t n, struct known *result)
{
	const int64_t most = sizeof(void *) - 1;

	if (n > most || n < ~most || (n < 0 && op != LKMM_AND))
		return false;
	if (op == LKMM_AND && n >= 0) {
		*result = known_number(a->number & n);
		return true;
	}
	*result = *a;
	return numbers(op, a->number, n, false, &result->number);
}

static bool is_pointer(const struct known *k)
{
	return k->kind == KNOWN_ADDRESS || k->kind == KNOWN_FUNCTION;
}

bool fold(enum lkmm_operator op, const struct known *a, const struct known *b, int bits,
	  bool is_unsigned, struct known *result)
{
	int64_t n;

	if (a->kind == KNOWN_NUMBER && b->kind == KNOWN_NUMBER) {
		if (!numbers(op, fold_cast(a->number, bits, is_unsigned),
			     fold_cast(b->number, bits, is_unsigned), is_unsigned, &n))
			return false;
		*result = known_number(op >= LKMM_EQ && op <= LKMM_LOR ? n :
				       fold_cast(n, bits, false));
		return true;
	}
	if (a->kind == KNOWN_ADDRESS && b->kind == KNOWN_NUMBER &&
	    (op == LKMM_ADD || op == LKMM_SUB)) {
		*result = *a;
		result->number += op == LKMM_ADD ? b->number : -b->number;
		return true;
	}
	if (a->kind == KNOWN_ADDRESS && b->kind == KNOWN_NUMBER && bits == 64 &&
	    (op == LKMM_AND || op == LKMM_OR || op == LKMM_XOR))
		return flag_bits(op, a, b->number, result);
	if (!(is_pointer(a) && (is_pointer(b) || b->kind == KNOWN_NUMBER)) &&
	    !(a->kind == KNOWN_NUMBER && is_pointer(b)))
		return false;
	if (!addresses(op, a, b, &n))
		return false;
	*result = known_number(n);
	return true;
}
