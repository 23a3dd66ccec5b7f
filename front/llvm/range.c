// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Operators that have no value for some operands: a shift by as many bits as there are, or more,
 * beside divisions. A thread asks the model whether one happens (front/defined.c), unless the form
 * of the operands excludes it: n & 31, n % 32u. In main() it is a failure.
 *
 * What a compiler has optimised may shift too far where nobody uses the result: that is poison, and
 * no fault. So it is not asked of that. Sums of signed numbers that are too large are no fault:
 * kernels are compiled with -fno-strict-overflow, and the numbers wrap.
 */
#include "range.h"

/* The most that @k is, which is not negative; or -1. */
static int64_t most_of(const struct known *k)
{
	if (k->kind == KNOWN_NUMBER)
		return k->number >= 0 ? k->number : -1;
	return k->kind == KNOWN_REGISTER && k->most ? k->most : -1;
}

/* All ones, up to the highest of @n. */
static int64_t ones(int64_t n)
{
	for (int i = 1; i < 64; i *= 2)
		n |= n >> i;
	return n;
}

/* Of @a and @b, if both are known; as it is with the less of them. */
static int64_t most_of_bits(enum lkmm_operator op, int64_t a, int64_t b)
{
	if (op == LKMM_AND && (a < 0 || b < 0))
		return a < 0 ? b : a;
	if (a < 0 || b < 0)
		return -1;
	if (op == LKMM_AND)
		return a < b ? a : b;
	return ones(a | b);
}

/* Of a division or a shift to the right, by the number @n. */
static int64_t most_of_part(enum lkmm_operator op, int64_t a, int64_t n, int bits,
			    bool is_unsigned)
{
	if (op == LKMM_SHR) {
		if (n < 0 || n >= bits)
			return -1;
		if (a >= 0)
			return a >> n;
		return is_unsigned && n ? (int64_t)(~UINT64_C(0) >> (64 - bits + n)) : -1;
	}
	if (n <= 0 || (a < 0 && (!is_unsigned || op == LKMM_DIV)))
		return -1;
	if (op == LKMM_DIV)
		return a / n;
	return a >= 0 && a < n ? a : n - 1;
}

void note_range(struct known *k, enum lkmm_operator op, const struct known *a,
		const struct known *b, int bits, bool is_unsigned)
{
	const int64_t end = bits > 1 ? (int64_t)(~UINT64_C(0) >> (65 - bits)) : 1;
	int64_t x = most_of(a), y = most_of(b), most = -1;

	if (k->kind != KNOWN_REGISTER || bits < 1)
		return;
	if (op == LKMM_AND || op == LKMM_OR || op == LKMM_XOR)
		most = most_of_bits(op, x, y);
	else if (op == LKMM_ADD && x >= 0 && y >= 0 && x <= end - y)
		most = x + y;
	else if ((op == LKMM_SHR || op == LKMM_DIV || op == LKMM_MOD) && b->kind == KNOWN_NUMBER)
		most = most_of_part(op, x, b->number, bits, is_unsigned);
	if (op >= LKMM_EQ && op <= LKMM_LOR)
		most = 1;
	k->most = most > 0 && most <= end ? most : 0;
}

void note_extended(struct known *k, const struct known *a, int bits)
{
	int64_t most = most_of(a);

	if (k->kind == KNOWN_REGISTER && bits < 63)
		k->most = most >= 0 ? most : (INT64_C(1) << bits) - 1;
}

bool may_shift_too_far(const struct reader *r, enum lkmm_operator op, const struct known *by,
		       int bits)
{
	int64_t most = most_of(by);

	return (op == LKMM_SHL || op == LKMM_SHR) && !(r->sources && r->sources->optimized) &&
	       (most < 0 || most >= bits) && by->kind != KNOWN_NOTHING;
}

bool main_has_no_value(struct reader *r, enum lkmm_operator op, const struct known *a,
		       const struct known *b, int bits, bool is_unsigned, bool shift,
		       struct lkmm_place at)
{
	const int64_t least = (int64_t)(~UINT64_C(0) << (bits > 0 ? bits - 1 : 63));

	if (!is_running(r) || b->kind != KNOWN_NUMBER)
		return false;
	if (shift) {
		main_fails(r, LLVM_UNDEFINED, at, "main() shifts by a number here that is not from "
			   "0 to %d", bits - 1);
		return true;
	}
	if ((op != LKMM_DIV && op != LKMM_MOD) ||
	    (b->number && (is_unsigned || b->number != -1 || a->kind != KNOWN_NUMBER ||
			   a->number != least)))
		return false;
	main_fails(r, LLVM_UNDEFINED, at, b->number ? "main() divides the least number by -1 here" :
						      "main() divides by zero here");
	return true;
}
