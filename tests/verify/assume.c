// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Only some executions count. FAULT 1: all of them do.
 * expect 0: no fault in any execution
 * expect 1: this assertion can fail
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

static int x, y;

static void writer(void *arg)
{
	(void)arg;
	lkmm_WRITE_ONCE(x, 1);
	lkmm_smp_store_release(&y, 1);
}

static void reader(void *arg)
{
	(void)arg;
#if FAULT == 1
	(void)lkmm_smp_load_acquire(&y);
#else
	lkmm_assume(lkmm_smp_load_acquire(&y));
#endif
	lkmm_assert(lkmm_READ_ONCE(x) == 1);
}

int main(void)
{
	lkmm_spawn(writer, 0);
	lkmm_spawn(reader, 0);
}
