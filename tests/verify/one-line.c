// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A whole function on a line: a proposal quotes the statement that it is about, with its column.
 * FAULT 1: nothing orders the two writes.
 * expect 0: no fault in any execution
 * expect 1: this assertion can fail
 * fix 1: lkmm_smp_wmb() after `lkmm_WRITE_ONCE(x, 1)` at one-line.c:20:40
 */
#include <lkmm/atomic.h>
#include <lkmm/barrier.h>
#include <lkmm/verify.h>

#if FAULT == 1
#define ORDERED()
#else
#define ORDERED() lkmm_smp_wmb()
#endif

static int x, y;
static void writer(void *p) { (void)p; lkmm_WRITE_ONCE(x, 1); ORDERED(); lkmm_WRITE_ONCE(y, 1); }

static void reader(void *p)
{
	(void)p;
	if (lkmm_smp_load_acquire(&y))
		lkmm_assert(lkmm_READ_ONCE(x));
}

int main(void)
{
	lkmm_spawn(writer, 0);
	lkmm_spawn(reader, 0);
}
