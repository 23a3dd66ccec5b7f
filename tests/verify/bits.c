// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A lock that is a bit of an array, and other bits beside it. FAULT 1: it is given back without a
 * release; 2: it is only looked at.
 *
 * expect 0: no fault in any execution
 * expect 1: data race
 * expect 2: data race
 */
#include <lkmm/bitops.h>
#include <lkmm/verify.h>

#ifndef FAULT
#define FAULT 0
#endif

enum { LOCK = 70, FLAG = 66 };

static unsigned long bits[2];
static int n;

static void add(void *flag)
{
	while (FAULT == 2 ? lkmm_test_bit(LOCK, bits) : lkmm_test_and_set_bit_lock(LOCK, bits))
		;
	n++;
	if (FAULT == 1)
		lkmm_clear_bit(LOCK, bits);
	else
		lkmm_clear_bit_unlock(LOCK, bits);
	if (flag)
		lkmm_change_bit(FLAG, bits);
	else
		lkmm_set_bit(3, bits);
}

int main(void)
{
	int a = lkmm_spawn(add, bits), b = lkmm_spawn(add, 0);

	lkmm_join(a);
	lkmm_join(b);
	lkmm_assert(n == 2 && bits[0] == 8 && bits[1] == 4);
	lkmm_assert(lkmm_test_and_clear_bit(FLAG, bits) && !lkmm_test_and_set_bit(FLAG, bits));
	lkmm_assert(lkmm_test_and_change_bit(FLAG, bits) && !lkmm_test_bit_acquire(FLAG, bits));
	lkmm_set_bit(7, bits);
	lkmm_assert(lkmm_clear_bit_unlock_is_negative_byte(3, bits) && bits[0] == 128);
	lkmm_assert(lkmm_xor_unlock_is_negative_byte(128 + 1, bits) && bits[0] == 129);
}
