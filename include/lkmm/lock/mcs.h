/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * A lock whose waiters queue, each spinning on memory of its own: the lock is a pointer to the last
 * one of them (Mellor-Crummey and Scott, 1991).
 */
#ifndef LKMM_LOCK_MCS_H
#define LKMM_LOCK_MCS_H

#include <lkmm/lock/wait.h>

/*
 * Who says where it is in the queue, and who looks for that once or finds it: what follows depends
 * on it, by the address or a branch. A thread sanitizer does not know that.
 */
#ifdef __LKMM_TSAN
# define __lkmm_mcs_say(x, node) lkmm_smp_store_release(&(x), node)
# define __lkmm_mcs_look(x) lkmm_smp_load_acquire(&(x))
# define __lkmm_mcs_find(x) lkmm_smp_cond_load_acquire(&(x), VAL)
#else
# define __lkmm_mcs_say(x, node) lkmm_WRITE_ONCE(x, node)
# define __lkmm_mcs_look(x) lkmm_READ_ONCE(x)
# define __lkmm_mcs_find(x) lkmm_smp_cond_load_relaxed(&(x), VAL)
#endif

/**
 * struct lkmm_mcs_node - a place in the queue: of the thread that waits or has the lock
 * @next: the one behind
 * @served: whether the lock is here
 */
struct lkmm_mcs_node {
	struct lkmm_mcs_node *next;
	lkmm_atomic_t served;
};

/**
 * lkmm_mcs_lock() - take a lock
 * @lock: the last one in the queue; NULL if the lock is free
 * @node: a place for this thread, used until the lock is given back
 *
 * Ordering: acquire; full if nobody has the lock.
 */
static __lkmm_inline void lkmm_mcs_lock(struct lkmm_mcs_node **lock, struct lkmm_mcs_node *node)
{
	struct lkmm_mcs_node *before;

	lkmm_WRITE_ONCE(node->next, NULL);
	lkmm_atomic_set(&node->served, 0);
	/* Full: the node is there before others find it, and the lock is taken behind it. */
	before = lkmm_xchg(lock, node);
	if (__lkmm_likely(!before))
		return;
	__lkmm_mcs_say(before->next, node);
	__lkmm_lock_wait(&node->served, VAL);
}

/**
 * lkmm_mcs_unlock() - give a lock back
 * @lock: the last one in the queue
 * @node: the place that was given to lkmm_mcs_lock()
 *
 * Ordering: release.
 */
static __lkmm_inline void lkmm_mcs_unlock(struct lkmm_mcs_node **lock, struct lkmm_mcs_node *node)
{
	struct lkmm_mcs_node *next = __lkmm_mcs_look(node->next);

	if (__lkmm_likely(!next)) {
		if (__lkmm_likely(lkmm_cmpxchg_release(lock, node, NULL) == node))
			return;
		/* Another one is in the queue already, and about to say where. */
		next = __lkmm_mcs_find(node->next);
	}
	lkmm_atomic_set_release(&next->served, 1);
}

#endif
