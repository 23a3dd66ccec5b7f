// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A Chase-Lev deque of two entries: the owner takes one from the bottom, a thief steals twice from
 * the top, and nobody gets what another has. FAULT 1: the owner looks at the top before others see
 * its claim; 2: it takes the last one without competing; 3: the thief does so.
 * expect 0: no fault in any execution
 * expect 1: this assertion of main() can fail
 * expect 2: this assertion of main() can fail
 * expect 3: this assertion of main() can fail
 * fix 1: lkmm_smp_mb() after deque.c:
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

static int top, bottom, slot[2];
static int taken, stolen[2];

static void own(void *unused)
{
	int b = lkmm_READ_ONCE(bottom) - 1, t;

	(void)unused;
	lkmm_WRITE_ONCE(bottom, b);
#if FAULT != 1
	lkmm_smp_mb();
#endif
	t = lkmm_READ_ONCE(top);
	if (t < b) {
		taken = lkmm_READ_ONCE(slot[b & 1]);
		return;
	}
	if (t == b && (FAULT == 2 || lkmm_cmpxchg(&top, t, t + 1) == t))
		taken = lkmm_READ_ONCE(slot[b & 1]);
	lkmm_WRITE_ONCE(bottom, b + 1);
}

static int steal(void)
{
	int t = lkmm_READ_ONCE(top), b, value;

	lkmm_smp_mb();
	b = lkmm_smp_load_acquire(&bottom);
	if (t >= b)
		return 0;
	value = lkmm_READ_ONCE(slot[t & 1]);
#if FAULT == 3
	lkmm_WRITE_ONCE(top, t + 1);
#else
	if (lkmm_cmpxchg(&top, t, t + 1) != t)
		return 0;
#endif
	return value;
}

static void rob(void *unused)
{
	(void)unused;
	stolen[0] = steal();
	stolen[1] = steal();
}

int main(void)
{
	int a, b;

	slot[0] = 1;
	slot[1] = 2;
	bottom = 2;
	a = lkmm_spawn(own, 0);
	b = lkmm_spawn(rob, 0);
	lkmm_join(a);
	lkmm_join(b);
	lkmm_assert(!taken || (taken != stolen[0] && taken != stolen[1]));
	lkmm_assert(!stolen[0] || stolen[0] != stolen[1]);
}
