// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A thread assumes something about memory of its own, which is a register then, and other registers
 * have other numbers. FAULT 1: another sum. 2: the opposite is asserted behind it.
 * expect 0: no fault in any execution
 * expect 1: this assertion of main() can fail
 * expect 2: this assertion can fail
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

static int x;
static long own[1];

static void writer(void *arg)
{
	(void)arg;
	lkmm_WRITE_ONCE(x, 2);
}

static void reader(void *arg)
{
	(void)arg;
	own[0] = lkmm_READ_ONCE(x);
	lkmm_assert(own[0] != 1);
	lkmm_assume(own[0] == 2);
#if FAULT == 2
	lkmm_assert(own[0] == 0);
#endif
}

int main(void)
{
	int a = lkmm_spawn(writer, 0), b = lkmm_spawn(reader, 0);

	lkmm_join(a);
	lkmm_join(b);
	lkmm_assert(x + own[0] == (FAULT == 1 ? 5 : 4));
}
