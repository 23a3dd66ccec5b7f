// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * <lkmm/lock/mcs.h>: one thread at a time, and each sees what was done before. FAULT 1: it is taken
 * without ordering; 2: it is handed over without; 3: it is given back without; 4: the wait does not
 * acquire.
 * expect 0: no fault in any execution
 * expect 1: data race
 * expect 2: data race
 * expect 3: data race
 * expect 4: data race
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

#if FAULT == 1
# undef lkmm_xchg
# define lkmm_xchg(p, val) lkmm_xchg_relaxed(p, val)
#elif FAULT == 2
# define lkmm_atomic_set_release(v, i) lkmm_atomic_set(v, i)
#elif FAULT == 3
# undef lkmm_cmpxchg_release
# define lkmm_cmpxchg_release(p, old, new) lkmm_cmpxchg_relaxed(p, old, new)
#elif FAULT == 4
# undef lkmm_smp_cond_load_acquire
# define lkmm_smp_cond_load_acquire(p, c) lkmm_smp_cond_load_relaxed(p, c)
#endif
#include <lkmm/lock/mcs.h>

static struct lkmm_mcs_node *lock, place[2];
static int counter;

static void count(void *node)
{
	lkmm_mcs_lock(&lock, node);
	counter++;
	lkmm_mcs_unlock(&lock, node);
}

int main(void)
{
	int a = lkmm_spawn(count, &place[0]), b = lkmm_spawn(count, &place[1]);

	lkmm_join(a);
	lkmm_join(b);
	lkmm_assert(counter == 2 && !lock);
}
