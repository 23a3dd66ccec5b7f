// SPDX-License-Identifier: GPL-2.0 OR MIT
// A race with -DRACE, and none without.
#include <lkmm/verify.h>
#include <lkmm/atomic.h>

static int x, y;

static void writes(void *unused)
{
	(void)unused;
	x = 1;
	lkmm_smp_store_release(&y, 1);
}

static void reads(void *unused)
{
	(void)unused;
#ifdef RACE
	if (lkmm_READ_ONCE(y))
#else
	if (lkmm_smp_load_acquire(&y))
#endif
		x = 2;
}

int main(void)
{
	lkmm_spawn(writes, 0);
	lkmm_spawn(reads, 0);
}
