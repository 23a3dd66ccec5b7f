// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Stores after a condition on a value that was read. 1: both branches do the same, so that there is
 * one store, and no branch. 2: the condition can only be true. 3: as 1, with a barrier() for the
 * compiler in front of each. 4: as 1, and a release. 5: the same value in both, by the value less
 * itself: a dependency for the model, and none for the compiler. 6: an index that is always 0. 7:
 * all ways of a switch do the same. 8: a condition that is always true, in two steps.
 * status 0: 0
 * status 1: 1
 * effect 1: @then this write does not depend on the marked read
 * effect 1: @else it is one with the write
 * status 2: 1
 * effect 2: @if this write does not depend on the marked read
 * status 3: 1
 * effect 3: @then this write does not depend on the marked read
 * effect 3: @else this write does not depend on the marked read
 * status 4: 0
 * status 5: 1
 * effect 5: @sum this write does not depend on the marked read
 * status 6: 1
 * effect 6: @index the address of this read does not depend on the marked read
 * status 7: 1
 * effect 7: @none this write does not depend on the marked read
 * effect 7: @one this write does not depend on the marked read
 * effect 7: @many this write does not depend on the marked read
 * status 8: 1
 * effect 8: @known this write does not depend on the marked read
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

#define MAX 1

static int x, y, table[2];

static void left(void *arg)
{
	int r = lkmm_READ_ONCE(x);

	(void)arg;
#if FAULT == 2
	if (r % MAX == 0)
		lkmm_WRITE_ONCE(y, 1); /* @if */
#elif FAULT == 4
	if (r)
		lkmm_smp_store_release(&y, 1);
	else
		lkmm_smp_store_release(&y, 1);
#elif FAULT == 5
	lkmm_WRITE_ONCE(y, r - r + 1); /* @sum */
#elif FAULT == 6
	lkmm_WRITE_ONCE(y, lkmm_READ_ONCE(table[r ^ r]) + 1); /* @index */
#elif FAULT == 7
	switch (r) {
	case 0:
		lkmm_WRITE_ONCE(y, 1); /* @none */
		break;
	case 1:
		lkmm_WRITE_ONCE(y, 1); /* @one */
		break;
	default:
		lkmm_WRITE_ONCE(y, 1); /* @many */
	}
#elif FAULT == 8
	int known = r >= 0 || r < 0;

	if (known)
		lkmm_WRITE_ONCE(y, 1); /* @known */
#elif FAULT
	if (r) {
#if FAULT == 3
		lkmm_barrier();
#endif
		lkmm_WRITE_ONCE(y, 1); /* @then */
	} else {
#if FAULT == 3
		lkmm_barrier();
#endif
		lkmm_WRITE_ONCE(y, 1); /* @else */
	}
#else
	if (r)
		lkmm_WRITE_ONCE(y, 1);
	else
		lkmm_WRITE_ONCE(y, 2);
#endif
}

static void right(void *arg)
{
	int r = lkmm_READ_ONCE(y);

	(void)arg;
	if (r)
		lkmm_WRITE_ONCE(x, 1);
}

int main(void)
{
	int a = lkmm_spawn(left, 0), b = lkmm_spawn(right, 0);

	lkmm_join(a);
	lkmm_join(b);
	lkmm_assert(!lkmm_READ_ONCE(x) || lkmm_READ_ONCE(y));
	return 0;
}
