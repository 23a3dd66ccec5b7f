// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * <asm-generic/bitops/atomic.h> and lock.h: two threads that take a lock in one bit of a word, and
 * a third one that sets another bit of it.
 * expect: no fault in any execution
 * fault: include/asm-generic/bitops/lock.h: raw_atomic_long => atomic_long
 * fault: include/asm-generic/bitops/lock.h: fetch_or_acquire => fetch_or_relaxed
 * expect: data race
 * fault: include/asm-generic/bitops/lock.h: fetch_andnot_release => andnot
 * expect: data race
 * fault: include/asm-generic/bitops/lock.h: return !!(old & mask) => return 0
 * expect: data race
 * fault: include/asm-generic/bitops/instrumented-lock.h: arch_clear_bit => arch___clear_bit
 * expect: this assertion of main() can fail
 * fault: include/asm-generic/bitops/atomic.h: raw_atomic_long_or( => *p |= BIT_MASK(nr); (void)(
 * expect: this assertion of main() can fail
 */
#include <linux/bitops.h>
#include <lkmm/verify.h>

static unsigned long word;
static int counter;

static void count(void *arg)
{
	(void)arg;
	while (test_and_set_bit_lock(0, &word))
		cpu_relax();
	counter++;
	clear_bit_unlock(0, &word);
}

static void mark(void *arg)
{
	(void)arg;
	set_bit(1, &word);
}

int main(void)
{
	int a = lkmm_spawn(count, 0), b = lkmm_spawn(count, 0), c = lkmm_spawn(mark, 0);

	lkmm_join(a);
	lkmm_join(b);
	lkmm_join(c);
	lkmm_assert(counter == 2 && word == BIT(1));
}
