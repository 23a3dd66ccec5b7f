// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * <lkmm/lock/ticket.h>: one thread at a time, and each sees what was done before. FAULT 1: it is
 * taken without ordering; 2: it is given back without; 3: the wait does not acquire; 4: the lock is
 * tried without ordering.
 * expect 0: no fault in any execution
 * expect 1: data race
 * expect 2: data race
 * expect 3: data race
 * expect 4: data race
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

#if FAULT == 1
# define lkmm_atomic_fetch_add(i, v) lkmm_atomic_fetch_add_relaxed(i, v)
#elif FAULT == 2
# undef lkmm_smp_store_release
# define lkmm_smp_store_release(p, val) lkmm_WRITE_ONCE(*(p), val)
#elif FAULT == 3
# undef lkmm_smp_cond_load_acquire
# define lkmm_smp_cond_load_acquire(p, c) lkmm_smp_cond_load_relaxed(p, c)
# define lkmm_smp_mb() ((void)0)
#elif FAULT == 4
# define lkmm_atomic_try_cmpxchg(v, old, new) lkmm_atomic_try_cmpxchg_relaxed(v, old, new)
#endif
#include <lkmm/lock/ticket.h>

static struct lkmm_ticket_lock lock;
static int counter;

/* FAULT 4 only shows where the lock is got by trying. */
static void count(void *tries)
{
	if (!tries || !lkmm_ticket_trylock(&lock))
		lkmm_ticket_lock(&lock);
	counter++;
	lkmm_ticket_unlock(&lock);
}

int main(void)
{
	int a = lkmm_spawn(count, NULL), b = lkmm_spawn(count, &lock);

	lkmm_join(a);
	lkmm_join(b);
	lkmm_assert(counter == 2 && !lkmm_ticket_is_locked(&lock));
}
