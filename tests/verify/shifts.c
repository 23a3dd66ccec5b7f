// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Shifts by what another thread has written: by as many bits as there are, or more, or a negative
 * number, they have no value. Those that are masked, and those behind a check, have one. FAULT 7
 * to 9: in main(), on what a thread has left. 10, 11: a search for a bit of 0. 12: by a constant,
 * which is why clang warns. 13: sums that are too large wrap, as in the kernel, which is no fault.
 *
 * expect 0: no fault in any execution
 * expect 1: shifts.c:48:14: undefined: a shift by a number that is not from 0 to 31
 * json 1: "undefined_arithmetic"
 * expect 2: shifts.c:50:24: undefined: a shift by a number that is not from 0 to 63
 * expect 3: shifts.c:52:19: undefined: a shift by a number that is not from 0 to 31
 * expect 4: shifts.c:54:14: undefined: a shift by a number that is not from 0 to 31
 * expect 5: shifts.c:56:29: undefined: a shift by a number that is not from 0 to 31
 * expect 6: shifts.c:58:14: undefined: a shift by a number that is not from 0 to 31
 * expect 7: shifts.c:106:2: main() can compute here what has no value
 * json 7: "fault": "undefined"
 * expect 8: shifts.c:108:11: main() can compute here what has no value
 * expect 9: shifts.c:110:9: main() can compute here what has no value
 * expect 10: shifts.c:60:9: undefined: a search for a bit of 0
 * expect 11: shifts.c:62:9: undefined: a search for a bit of 0
 * expect 12: shifts.c:64:14: undefined: a shift by a number that is not from 0 to 31
 * expect 13: no fault in any execution
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>
#include <stdint.h>

#pragma clang diagnostic ignored "-Wshift-count-overflow"

static int by;
static unsigned int bits = 1;
static uint64_t left;
static int sum;

static unsigned int low(unsigned int x, unsigned int n)
{
	return n < 32 ? x >> n : 0;
}

static void shift(void *p)
{
	int n = lkmm_READ_ONCE(by);
	unsigned int some = lkmm_READ_ONCE(bits);

	(void)p;
#if FAULT == 1
	left = some << n;
#elif FAULT == 2
	left = (uint64_t)some << (n + 32);
#elif FAULT == 3
	left = (int)some >> n;
#elif FAULT == 4
	left = some >> (n & 63) << (n & 31);
#elif FAULT == 5
	left = n != 32 ? 0 : (some << n);
#elif FAULT == 6
	left = some << (n - 1);
#elif FAULT == 10
	left = __builtin_ctz(some & 2);
#elif FAULT == 11
	left = __builtin_clzll(some & 2);
#elif FAULT == 12
	left = some << 32;
#elif FAULT == 13
	sum = __INT_MAX__ + n;
	sum = -(n - 1) * __INT_MAX__ - 3;
#else
	left = low(some, n);
	left |= some << (n & 31);
	left |= (some << (n & 31)) | (some >> (-n & 31));
	left |= some << (unsigned int)n % 32;
	left |= (uint64_t)some << n;
	left |= some << ((unsigned int)n >> 27);
	left |= some << (n == 32);
	left |= 1u << ((unsigned char)n >> 3);
	if (n < 32)
		left |= some >> n;
	if (some)
		left |= 1u << __builtin_ctz(some);
	left |= 1ull << __builtin_popcount(some);
#endif
}

static void change(void *p)
{
	(void)p;
	lkmm_WRITE_ONCE(bits, 0);
	lkmm_WRITE_ONCE(by, 32);
}

static unsigned int twice(unsigned int x)
{
	return x << 1;
}

int main(void)
{
	int a = lkmm_spawn(shift, 0), b = lkmm_spawn(change, 0);
	int n;

	lkmm_join(a);
	lkmm_join(b);
	n = lkmm_READ_ONCE(by);
#if FAULT == 7
	lkmm_assert((1 << n) != 5);
#elif FAULT == 8
	return 2 / (n - 32);
#elif FAULT == 9
	return __builtin_ctz(lkmm_READ_ONCE(bits));
#endif
	return twice(n) << (n & 31);
}
