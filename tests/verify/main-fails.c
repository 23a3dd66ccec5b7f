// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * main() uses what its threads have left, and fails: kinds of faults. FAULT 1: a division by what
 * may be 0. 2: a place that may be outside of an array. 3: nothing; the pointer is there.
 * expect 0: main-fails.c:36:9: main() can use a null pointer here
 * expect 1: main-fails.c:38:11: main() can compute here what has no value
 * expect 2: main-fails.c:40:9: main() can use memory outside of an object here
 * expect 3: no fault in any execution
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

static int a = 1, flag, *p, array[2] = { 1, 2 };

static void writes(void *arg)
{
	(void)arg;
	lkmm_WRITE_ONCE(flag, 2);
}

static void reads(void *arg)
{
	(void)arg;
#if !FAULT
	if (lkmm_READ_ONCE(flag))
#endif
		lkmm_WRITE_ONCE(p, &a);
}

int main(void)
{
	int t = lkmm_spawn(writes, NULL), u = lkmm_spawn(reads, NULL);

	lkmm_join(t);
	lkmm_join(u);
	return *p +
#if FAULT == 1
	       1 / (flag - 2);
#elif FAULT == 2
	       array[flag];
#else
	       0;
#endif
}
