// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * deque.c with its thief in Rust: C owns the deque, and takes an entry from the bottom; Rust steals
 * twice from the top. FAULT 1: the owner looks at the top before others see its claim. 2: it takes
 * the last one without competing. 3: Rust does so.
 * expect 0: no fault in any execution
 * expect 1: this assertion of main() can fail
 * expect 2: this assertion of main() can fail
 * expect 3: this assertion of main() can fail
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

struct deque {
	int top, bottom, slot[2], stolen[2];
};

static struct deque deque = { .bottom = 2, .slot = { 1, 2 } };
static int taken;
const int fault = FAULT;

void rob(void *deque);

static void own(void *arg)
{
	struct deque *d = arg;
	int b = lkmm_READ_ONCE(d->bottom) - 1, t;

	lkmm_WRITE_ONCE(d->bottom, b);
#if FAULT != 1
	lkmm_smp_mb();
#endif
	t = lkmm_READ_ONCE(d->top);
	if (t < b) {
		taken = lkmm_READ_ONCE(d->slot[b & 1]);
		return;
	}
	if (t == b && (FAULT == 2 || lkmm_cmpxchg(&d->top, t, t + 1) == t))
		taken = lkmm_READ_ONCE(d->slot[b & 1]);
	lkmm_WRITE_ONCE(d->bottom, b + 1);
}

int main(void)
{
	int a = lkmm_spawn(own, &deque), b = lkmm_spawn(rob, &deque);

	lkmm_join(a);
	lkmm_join(b);
	lkmm_assert(!taken || (taken != deque.stolen[0] && taken != deque.stolen[1]));
	lkmm_assert(!deque.stolen[0] || deque.stolen[0] != deque.stolen[1]);
}
