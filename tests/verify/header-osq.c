// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * <lkmm/lock/osq.h>: one thread at a time is the head, and sees what was done before; a thread that
 * gave up has left nothing behind. FAULT 1: a place is entered without ordering; 2: the head tells
 * nobody; 3: the queue is left empty without ordering; 4: the wait does not acquire; 5: who leaves
 * does not take its place out; 6: who leaves forgets that it became the head.
 * expect 0: no fault found, complete up to 2 turns
 * expect 1: data race
 * expect 2: executions block
 * expect 3: data race
 * expect 4: data race
 * expect 5: this assertion of main() can fail
 * expect 6: this assertion of main() can fail
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

#if FAULT == 1
# undef lkmm_xchg
# define lkmm_xchg(p, val) lkmm_xchg_relaxed(p, val)
#elif FAULT == 2
# define lkmm_atomic_set_release(v, i) ((void)(v))
#elif FAULT == 3
# undef lkmm_cmpxchg_release
# define lkmm_cmpxchg_release(p, old, new) lkmm_cmpxchg_relaxed(p, old, new)
#elif FAULT == 4
# undef lkmm_smp_cond_load_acquire
# define lkmm_smp_cond_load_acquire(p, c) lkmm_smp_cond_load_relaxed(p, c)
#endif
#include <lkmm/lock/osq.h>

#if FAULT == 5
# define __lkmm_osq_leave(lock, node) true
#elif FAULT == 6
# define __lkmm_osq_leave(lock, node) (__lkmm_osq_leave(lock, node), true)
#endif

static struct lkmm_optimistic_spin_queue queue = LKMM_OSQ_LOCK_UNLOCKED;
static struct lkmm_optimistic_spin_node place[2];
static int counter;

static void turn(void *node)
{
	if (!lkmm_osq_lock(&queue, node, node == &place[1]))
		return;
	counter++;
	lkmm_osq_unlock(&queue, node);
}

int main(void)
{
	int a = lkmm_spawn(turn, &place[0]), b = lkmm_spawn(turn, &place[1]);

	lkmm_join(a);
	lkmm_join(b);
	lkmm_assert(counter >= 1 && counter <= 2 && !lkmm_osq_is_locked(&queue));
}
