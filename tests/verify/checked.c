// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Arithmetic of 64 bits that tells whether the result fits: in main(), where numbers are known, and
 * in a thread. FAULT 1: a sum is taken to fit. 2: what is not supported. 3: a signed sum is taken
 * not to fit.
 * expect 0: no fault in any execution
 * expect 1: this assertion can fail
 * expect 2: error: checked arithmetic of 64 bits is not supported here
 * expect 3: this assertion can fail
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

#include <limits.h>

static unsigned long number = ULONG_MAX - 1;

static void change(void *arg)
{
	(void)arg;
	lkmm_WRITE_ONCE(number, ULONG_MAX);
}

static void compute(void *arg)
{
	unsigned long n = lkmm_READ_ONCE(number), sum = 1, difference = 1;
	int over = __builtin_add_overflow(n, 1ul, &sum);
	int under = __builtin_sub_overflow(5ul, n, &difference);
	long product = 1, most = LONG_MAX, signed_sum;
	unsigned long wide;

	(void)arg;
	/* n is ULONG_MAX or less by one: -1 or -2 with a sign */
	lkmm_assert(!__builtin_add_overflow((long)n, most, &signed_sum) && signed_sum < most);
	lkmm_assert(__builtin_sub_overflow((long)n, most, &signed_sum) == (n == ULONG_MAX - 1));
	lkmm_assert(__builtin_sub_overflow(most, (long)n, &signed_sum) && signed_sum < 0);
	lkmm_assert(__builtin_mul_overflow(n, 2ul, &wide) && wide == n + n);
	lkmm_assert(!__builtin_mul_overflow(1ul, n, &wide) && wide == n);
	lkmm_assert(!__builtin_mul_overflow(n & 1, 8ul, &wide) && wide == 8 * (n & 1));
	lkmm_assert(FAULT == 1 || over == (n == ULONG_MAX));
	lkmm_assert(FAULT != 1 || !over);
	lkmm_assert(sum == n + 1 && under && difference == 5 - n);
	lkmm_assert(!__builtin_sub_overflow(n, 5ul, &difference) && difference == n - 5);
#if FAULT == 2
	over = __builtin_mul_overflow((long)n, 2l, &product);
#elif FAULT == 3
	over = __builtin_add_overflow((long)n, -2l, &signed_sum);
	product = 2;
#endif
	lkmm_assert(product == 1 || over);
}

int main(void)
{
	long l;
	unsigned long u;

	if (!__builtin_add_overflow(LONG_MAX, 1l, &l) || l != LONG_MIN ||
	    !__builtin_sub_overflow(LONG_MIN, 1l, &l) || l != LONG_MAX ||
	    !__builtin_mul_overflow(LONG_MAX, 2l, &l) || l != -2 ||
	    __builtin_mul_overflow(-3l, 5l, &l) || l != -15 ||
	    !__builtin_add_overflow(ULONG_MAX, 2ul, &u) || u != 1 ||
	    !__builtin_sub_overflow(2ul, 3ul, &u) || u != ULONG_MAX ||
	    !__builtin_mul_overflow(ULONG_MAX, 2ul, &u) || u != ULONG_MAX - 1 ||
	    __builtin_mul_overflow(3ul, 5ul, &u) || u != 15)
		lkmm_assert(0);
	lkmm_spawn(change, 0);
	lkmm_spawn(compute, 0);
}
