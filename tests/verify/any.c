// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Values that the search chooses, in a thread and before threads start. FAULT 1: one value is
 * wrong. 2: only two values that are chosen at once, in main() and in the thread, are.
 * expect 0: no fault in any execution
 * expect 1: this assertion can fail
 * expect 2: this assertion can fail
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

static int size, index;

static void look(void *arg)
{
	int step = (int)lkmm_any(0, 3);

	(void)arg;
#if FAULT == 1
	lkmm_assert(step != 2);
#elif FAULT == 2
	lkmm_assert(step < lkmm_READ_ONCE(size));
#else
	lkmm_assert(step + lkmm_READ_ONCE(size) < 10);
#endif
	lkmm_WRITE_ONCE(index, step);
}

int main(void)
{
	size = FAULT == 2 ? 3 + (int)lkmm_any(0, 2) : 4;
	lkmm_join(lkmm_spawn(look, 0));
	lkmm_assert(index < 4);
}
