// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * <lkmm/lock/queued.h>: one thread at a time, each sees what was done before, and all get the lock.
 * FAULT 1: it is taken without ordering; 2: it is given back without; 3: two have it at a time.
 * expect 0: no fault in any execution
 * expect 1: data race
 * expect 2: data race
 * expect 3: data race
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

#include <lkmm/lock/mcs.h>

#if FAULT == 1
# define lkmm_atomic_try_cmpxchg_acquire(v, old, new) lkmm_atomic_try_cmpxchg_relaxed(v, old, new)
#elif FAULT == 2
# define lkmm_atomic_set_release(v, i) lkmm_atomic_set(v, i)
#elif FAULT == 3
# define lkmm_atomic_try_cmpxchg_acquire(v, old, new) (*(old) = lkmm_atomic_xchg(v, new), true)
#endif
#include <lkmm/lock/queued.h>

static struct lkmm_queued_lock lock;
static int counter;

static void count(void *unused)
{
	(void)unused;
	lkmm_queued_spin_lock(&lock);
	counter++;
	lkmm_queued_spin_unlock(&lock);
}

int main(void)
{
	int a = lkmm_spawn(count, NULL), b = lkmm_spawn(count, NULL);

	lkmm_join(a);
	lkmm_join(b);
	lkmm_assert(counter == 2 && !lkmm_queued_spin_is_locked(&lock) && !lock.tail);
}
