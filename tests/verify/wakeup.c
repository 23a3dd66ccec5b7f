// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A thread waits until it is woken, as with an eventcount. FAULT 1: it looks for work before others
 * see that it waits; 2: the other looks for waiters before they see the work: a missed wakeup.
 * expect 0: no fault in any execution
 * expect 1: executions block
 * expect 2: executions block
 * fix 1: lkmm_smp_mb() after wakeup.c:
 * fix 2: lkmm_smp_mb() after wakeup.c:
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

static int waiting, work, woken;

static void wait(void *unused)
{
	(void)unused;
	lkmm_WRITE_ONCE(waiting, 1);
#if FAULT != 1
	lkmm_smp_mb();
#endif
	if (lkmm_READ_ONCE(work))
		return;
	while (!lkmm_READ_ONCE(woken))
		;
}

static void wake(void *unused)
{
	(void)unused;
	lkmm_WRITE_ONCE(work, 1);
#if FAULT != 2
	lkmm_smp_mb();
#endif
	if (lkmm_READ_ONCE(waiting))
		lkmm_WRITE_ONCE(woken, 1);
}

int main(void)
{
	int a = lkmm_spawn(wait, 0), b = lkmm_spawn(wake, 0);

	lkmm_join(a);
	lkmm_join(b);
}
