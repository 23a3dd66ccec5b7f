// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Atomic regions of KCSAN, in which plain accesses count as marked ones. FAULT 1: an access behind
 * the region. 2: a way that is in none leads there. 3: a function returns in a region or not. 4: a
 * region is the rest of a loop's turn, in which no access is. 5: from the second turn on, an access
 * is in it, but not in the first. 6 to 9: what is not supported.
 * 10: main() goes on as a thread in a region. 11: it reads once more behind that.
 * expect 0: no fault in any execution
 * expect 1: data race
 * expect 2: data race
 * expect 3: data race
 * expect 4: no fault in any execution
 * expect 5: data race
 * expect 6: error: an atomic region of KCSAN that begins before a loop and ends in it is not
 * expect 7: error: kcsan_nestable_atomic_end() ends no region
 * expect 8: error: kcsan_nestable_atomic_end() is not called on all ways that lead here
 * expect 9: error: kcsan_atomic_next() of anything but 0 and KCSAN_SEQLOCK_REGION_MAX is not
 * expect 10: no fault in any execution
 * expect 11: data race
 */
#include "../../include/verify/linux/kcsan-checks.h"
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

static int x, flag;

static void write(void *arg)
{
	(void)arg;
	kcsan_nestable_atomic_begin();
	x = 1;
	kcsan_nestable_atomic_end();
}

static void enter(void)
{
	kcsan_flat_atomic_begin();
#if FAULT == 3
	if (lkmm_READ_ONCE(flag))
		return;
	kcsan_flat_atomic_end();
#endif
}

static int look(void)
{
#if FAULT == 0 || FAULT == 3
	enter();
#elif FAULT == 1
	kcsan_atomic_next(1000);
	kcsan_atomic_next(0);
#elif FAULT == 2
	if (lkmm_READ_ONCE(flag))
		kcsan_flat_atomic_begin();
#elif FAULT == 4 || FAULT == 5
	for (int i = 0; i < 2; i++) {
		if (FAULT == 5 && x)
			break;
		kcsan_atomic_next(1000);
	}
	kcsan_atomic_next(1000);
#elif FAULT == 6
	kcsan_atomic_next(1000);
	for (int i = 0; i < 2; i++)
		kcsan_atomic_next(0);
#elif FAULT == 7
	kcsan_nestable_atomic_end();
#elif FAULT == 8
	if (lkmm_READ_ONCE(flag))
		kcsan_nestable_atomic_begin();
#else
	kcsan_atomic_next(1);
#endif
	return x;
}

static void read(void *arg)
{
	(void)arg;
	lkmm_assert(look() < 2);
}

#if FAULT >= 10
int main(void)
{
	int y;

	(void)read;
	kcsan_nestable_atomic_begin();
	lkmm_spawn(write, 0);
	y = x;
	kcsan_nestable_atomic_end();
	if (FAULT == 11)
		y = x;
	lkmm_assert(y < 2);
}
#else
int main(void)
{
	int a = lkmm_spawn(write, 0), b = lkmm_spawn(read, 0);

	lkmm_join(a);
	lkmm_join(b);
}
#endif
