/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * A spinlock that is taken by one compare-and-exchange while it is free, and whose waiters queue
 * otherwise, each spinning on memory of its own: only the head of the queue looks at the lock. A
 * place in the queue is needed while a thread waits, and is on its stack; the holder of the lock
 * needs none, as with the kernel's queued spinlock.
 *
 * A thread that comes just when the lock is given back may take it before the head of the queue.
 */
#ifndef LKMM_LOCK_QUEUED_H
#define LKMM_LOCK_QUEUED_H

#include <lkmm/lock/mcs.h>

/**
 * struct lkmm_queued_lock - a lock that is free when it is zero
 * @locked: whether a thread has it
 * @tail: the last one in the queue
 */
struct lkmm_queued_lock {
	lkmm_atomic_t locked;
	struct lkmm_mcs_node *tail;
};

#define LKMM_QUEUED_LOCK_INIT { LKMM_ATOMIC_INIT(0), NULL }

/**
 * lkmm_queued_spin_trylock() - take a lock if it is free
 * @l: the lock
 *
 * Ordering: acquire if it returns true. Else relaxed.
 * Return: true if it was taken.
 */
static __lkmm_inline bool lkmm_queued_spin_trylock(struct lkmm_queued_lock *l)
{
	int free = 0;

	return !lkmm_atomic_read(&l->locked) &&
	       lkmm_atomic_try_cmpxchg_acquire(&l->locked, &free, 1);
}

/* Not inlined: the place in the queue is only on the stack of those that wait. */
static __attribute__((__noinline__, __unused__))
void __lkmm_queued_spin_wait(struct lkmm_queued_lock *l)
{
	struct lkmm_mcs_node node;
	int free;

	lkmm_mcs_lock(&l->tail, &node);
	do {
		__lkmm_lock_wait(&l->locked, !VAL);
		free = 0;
	} while (!lkmm_atomic_try_cmpxchg_acquire(&l->locked, &free, 1));
	lkmm_mcs_unlock(&l->tail, &node);
}

/**
 * lkmm_queued_spin_lock() - take a lock
 * @l: the lock
 *
 * Ordering: acquire.
 */
static __lkmm_inline void lkmm_queued_spin_lock(struct lkmm_queued_lock *l)
{
	int free = 0;

	if (!__lkmm_likely(lkmm_atomic_try_cmpxchg_acquire(&l->locked, &free, 1)))
		__lkmm_queued_spin_wait(l);
}

/**
 * lkmm_queued_spin_unlock() - give a lock back
 * @l: the lock, which this thread has
 *
 * Ordering: release.
 */
static __lkmm_inline void lkmm_queued_spin_unlock(struct lkmm_queued_lock *l)
{
	lkmm_atomic_set_release(&l->locked, 0);
}

/**
 * lkmm_queued_spin_is_locked() - see whether a lock is taken
 * @l: the lock
 *
 * Ordering: relaxed.
 * Return: true if a thread has it.
 */
static __lkmm_inline bool lkmm_queued_spin_is_locked(const struct lkmm_queued_lock *l)
{
	return lkmm_atomic_read(&l->locked) != 0;
}

/**
 * lkmm_queued_spin_is_contended() - see whether threads wait for a lock
 * @l: the lock
 *
 * Ordering: relaxed.
 * Return: true if somebody is in the queue.
 */
static __lkmm_inline bool lkmm_queued_spin_is_contended(const struct lkmm_queued_lock *l)
{
	return lkmm_READ_ONCE(l->tail) != NULL;
}

#endif
