// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * bit_spinlock.h: a lock in one bit of a word, one that is tried, and another bit beside it.
 * expect: no fault found, complete up to 2 turns
 * fault: include/linux/bit_spinlock.h: \tclear_bit_unlock( => \tclear_bit(
 * expect: data race
 * fault: include/linux/bit_spinlock.h: (test_and_set_bit_lock(bitnum, => (test_bit(bitnum,
 * expect: data race
 * fault: include/linux/bit_spinlock.h: \t__clear_bit_unlock(bitnum, addr); => ;
 * expect: executions block
 * fault: include/asm-generic/bitops/lock.h: fetch_or_acquire => fetch_or_relaxed
 * expect: data race
 * fault: include/asm-generic/bitops/lock.h: fetch_or_acquire => fetch_add_acquire
 * expect: data race
 */
#include <linux/bit_spinlock.h>
#include <lkmm/verify.h>

enum { LOCK = 2, FLAG = 3 };

static unsigned long word;
static int n;

static void count(void *arg)
{
	(void)arg;
	bit_spin_lock(LOCK, &word);
	n++;
	bit_spin_unlock(LOCK, &word);
}

static void try(void *arg)
{
	(void)arg;
	set_bit(FLAG, &word);
	if (!bit_spin_trylock(LOCK, &word))
		return;
	n++;
	__bit_spin_unlock(LOCK, &word);
}

int main(void)
{
	int a = lkmm_spawn(count, 0), b = lkmm_spawn(try, 0);

	lkmm_join(a);
	lkmm_join(b);
	lkmm_assert(n > 0 && word == 1UL << FLAG);
}
