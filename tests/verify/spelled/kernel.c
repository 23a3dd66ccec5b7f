// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A message by the kernel's names: what is proposed has these, too.
 *
 * fix 1: 1. smp_wmb() after kernel.c:
 * fix 1: WRITE_ONCE(ready, 1) -> smp_store_release(&ready, 1)
 * fix 2: 1. smp_rmb() after kernel.c:
 * fix 2: READ_ONCE(ready) -> smp_load_acquire(&ready)
 */
#include <linux/compiler.h>
#include <linux/atomic.h>
#include <lkmm/verify.h>

#ifndef FAULT
#define FAULT 0
#endif

static int text;
static int ready;

static void writer(void *arg)
{
	(void)arg;
	text = 1;
#if FAULT != 1
	smp_wmb();
#endif
	WRITE_ONCE(ready, 1);
}

static void reader(void *arg)
{
	(void)arg;
	if (!READ_ONCE(ready))
		return;
#if FAULT != 2
	smp_rmb();
#endif
	lkmm_assert(text == 1);
}

int main(void)
{
	unsigned int a = lkmm_spawn(writer, 0), b = lkmm_spawn(reader, 0);

	lkmm_join(a);
	lkmm_join(b);
	return 0;
}
