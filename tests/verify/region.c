// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Atomic regions of KCSAN, in which plain accesses count as marked ones. FAULT 1: an access behind
 * the region. 2: a way that is in none leads there. 3: a function returns in a region or not. 4: a
 * region is the rest of a loop's turn, in which no access is. 5: from the second turn on, an access
 * is in it, but not in the first. 6 to 9: what is not supported.
 * 10: main() goes on as a thread in a region. 11: it reads once more behind that.
 * 12: where a way leads that is in no region, only those that are in one read; 13: all write.
 * 14: a loop reads from the second turn on. 15: also in the first. 16: from the second on, but the
 * region has ended then. 17: of two kinds of regions, the thread is in one. 18: or in none.
 * 19: a word of two parts. 20: a thread's own variable. 21: main() goes on as a thread, where it is
 * in a region or not. 22: and reads in any case.
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
 * expect 12: no fault in any execution
 * expect 13: data race
 * expect 14: no fault in any execution
 * expect 15: data race
 * expect 16: data race
 * expect 17: no fault in any execution
 * expect 18: data race
 * expect 19: no fault in any execution
 * expect 20: no fault in any execution
 * expect 21: no fault in any execution
 * expect 22: data race
 */
#include "../../include/verify/linux/kcsan-checks.h"
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

static int x, flag, own;
static struct pair {
	int a, b;
} pair;

static void write(void *arg)
{
	(void)arg;
	lkmm_WRITE_ONCE(flag, 1);
	kcsan_nestable_atomic_begin();
	x = 1;
	pair.a = 1;
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

/* Is in a region if @is is not 0. */
static void enter_if(int is)
{
	if (is)
		kcsan_flat_atomic_begin();
}

/* The same, of one kind or of the other. */
static void enter_one(int is)
{
	if (is)
		kcsan_flat_atomic_begin();
	else if (FAULT == 17)
		kcsan_atomic_next(1000);
}

static int turns(int first)
{
	int y = 0;

	for (int i = 0; i < 2; i++) {
		if (FAULT == 16 && i)
			kcsan_flat_atomic_end();
		if (i >= first)
			y += x;
		kcsan_flat_atomic_begin();
	}
	return y / 2;
}

static int vary(int is)
{
	struct pair p = { 0, 0 };

	if (FAULT >= 14 && FAULT <= 16)
		return turns(FAULT != 15);
	if (FAULT == 17 || FAULT == 18)
		enter_one(is);
	else
		enter_if(is);
	if (FAULT == 13)
		x = 1;
	if (FAULT == 19 && is)
		p = pair;
	if (FAULT == 20)
		own++;
	return is || FAULT == 17 || FAULT == 18 ? x + p.a + p.b - p.a : own - own;
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
	kcsan_nestable_atomic_begin();
	for (int i = 0; i < 2; i++)
		kcsan_nestable_atomic_end();
#elif FAULT == 7
	kcsan_nestable_atomic_end();
#elif FAULT == 8
	if (lkmm_READ_ONCE(flag))
		kcsan_nestable_atomic_begin();
#elif FAULT == 9
	kcsan_atomic_next(1);
#else
	return vary(lkmm_READ_ONCE(flag));
#endif
	return x;
}

static void read(void *arg)
{
	(void)arg;
	lkmm_assert(look() < 2);
	kcsan_flat_atomic_end();
	lkmm_assert(own < 2);
}

#if FAULT == 10 || FAULT == 11
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
#elif FAULT >= 21
int main(void)
{
	int a = 0;

	kcsan_flat_atomic_begin();
	lkmm_spawn(write, 0);
	if (!lkmm_READ_ONCE(flag)) {
		kcsan_flat_atomic_end();
		a = FAULT == 22;
	}
	if (!a)
		read(0);
	else
		lkmm_assert(x < 2);
}
#else
int main(void)
{
	int a = lkmm_spawn(write, 0), b = lkmm_spawn(read, 0);

	lkmm_join(a);
	lkmm_join(b);
}
#endif
