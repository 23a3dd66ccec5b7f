/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * A queue that a thread may leave before its turn comes, as the kernel's optimistic spin queue: its
 * head spins for another lock, such as one that sleeps, and who has waited too long gives up. The
 * kernel has a place for each CPU; here the caller gives one, which no other thread uses. Others
 * may look at it for a while after it has left the queue: it stays valid until no thread calls
 * lkmm_osq_lock() for the same queue any more, and so is not on the stack.
 */
#ifndef LKMM_LOCK_OSQ_H
#define LKMM_LOCK_OSQ_H

#include <lkmm/lock/wait.h>

/**
 * struct lkmm_optimistic_spin_node - a place in the queue
 * @next: the one behind, if the thread there has told
 * @prev: the one before
 * @locked: whether it is the head
 */
struct lkmm_optimistic_spin_node {
	struct lkmm_optimistic_spin_node *next, *prev;
	lkmm_atomic_t locked;
};

/**
 * struct lkmm_optimistic_spin_queue - a queue that is empty when it is zero
 * @tail: the last place
 */
struct lkmm_optimistic_spin_queue {
	struct lkmm_optimistic_spin_node *tail;
};

#define LKMM_OSQ_LOCK_UNLOCKED { NULL }

/**
 * lkmm_osq_lock_init() - make a queue that is empty
 * @lock: the queue
 *
 * Ordering: relaxed.
 */
static __lkmm_inline void lkmm_osq_lock_init(struct lkmm_optimistic_spin_queue *lock)
{
	lkmm_WRITE_ONCE(lock->tail, NULL);
}

/**
 * lkmm_osq_is_locked() - see whether a thread is in the queue
 * @lock: the queue
 *
 * Ordering: relaxed.
 * Return: true if one is.
 */
static __lkmm_inline bool lkmm_osq_is_locked(const struct lkmm_optimistic_spin_queue *lock)
{
	return lkmm_READ_ONCE(lock->tail) != NULL;
}

/* Whether a compare-and-exchange is worth a try: lkmm verify is faster when it only looks once. */
#ifdef LKMM_VERIFY
# define __lkmm_osq_seems(x, node) true
#else
# define __lkmm_osq_seems(x, node) (lkmm_READ_ONCE(x) == (node))
#endif

/*
 * Takes the place behind @node out of it, so that the one there cannot leave while it is used.
 * Return: that place; NULL if there is none, and @before is the last one instead.
 */
static __lkmm_inline struct lkmm_optimistic_spin_node *
__lkmm_osq_wait_next(struct lkmm_optimistic_spin_queue *lock,
		     struct lkmm_optimistic_spin_node *node,
		     struct lkmm_optimistic_spin_node *before)
{
	struct lkmm_optimistic_spin_node *next;
	int spins = 0;

	for (;;) {
		if (__lkmm_osq_seems(lock->tail, node) &&
		    lkmm_cmpxchg_release(&lock->tail, node, before) == node)
			return NULL;
		/* One comes that has not told yet, or leaves and will tell of the one behind it. */
		if (lkmm_READ_ONCE(node->next)) {
			next = lkmm_xchg(&node->next, NULL);
			if (next)
				return next;
		}
		__lkmm_lock_rest(spins);
	}
}

/* Return: the place before @node; NULL if that is the head. */
static __lkmm_inline struct lkmm_optimistic_spin_node *
__lkmm_osq_enter(struct lkmm_optimistic_spin_queue *lock, struct lkmm_optimistic_spin_node *node)
{
	struct lkmm_optimistic_spin_node *prev;

	lkmm_atomic_set(&node->locked, 0);
	lkmm_WRITE_ONCE(node->next, NULL);
	/* Full: the node is there before others find it, and the lock is taken behind it. */
	prev = lkmm_xchg(&lock->tail, node);
	if (prev) {
		lkmm_WRITE_ONCE(node->prev, prev);
		/* Release: @prev may leave at once, and then writes node->prev, behind this. */
		lkmm_smp_store_release(&prev->next, node);
	}
	return prev;
}

/* Return: true if @node left the queue, false if it became the head before it could. */
static __lkmm_inline bool __lkmm_osq_leave(struct lkmm_optimistic_spin_queue *lock,
					   struct lkmm_optimistic_spin_node *node)
{
	struct lkmm_optimistic_spin_node *prev, *next;
	int spins = 0;

	/* The one before neither leaves nor makes this the head when it has no next any more. */
	for (;;) {
		prev = lkmm_READ_ONCE(node->prev);
		if (__lkmm_osq_seems(prev->next, node) &&
		    lkmm_cmpxchg(&prev->next, node, NULL) == node)
			break;
		if (lkmm_atomic_read_acquire(&node->locked))
			return false;
		__lkmm_lock_rest(spins);
	}
	next = __lkmm_osq_wait_next(lock, node, prev);
	if (next) {
		lkmm_WRITE_ONCE(next->prev, prev);
		/* Release: as above, when @prev leaves as well. */
		lkmm_smp_store_release(&prev->next, next);
	}
	return true;
}

/* Return: true if @node is the head, false if @give_up held. lkmm verify knows it by its name. */
#ifdef LKMM_VERIFY
# define __lkmm_osq_wait(node, give_up)								\
	(lkmm_smp_cond_load_acquire(&(node)->locked.counter, VAL || (give_up)) != 0)
#else
# define __lkmm_osq_wait(node, give_up) __extension__ ({					\
	int __lkmm_spins = 0;									\
	bool __lkmm_locked;									\
												\
	while (__lkmm_locked = lkmm_atomic_read_acquire(&(node)->locked) != 0,			\
	       !__lkmm_locked && !(give_up))							\
		__lkmm_lock_rest(__lkmm_spins);							\
	__lkmm_locked;										\
})
#endif

/**
 * lkmm_osq_lock() - wait in a queue until this thread is its head
 * @lock: the queue
 * @node: a place for this thread, used until lkmm_osq_unlock(); see above how long it stays valid
 * @give_up: the thread leaves when this condition holds; it is evaluated again and again
 *
 * The kernel leaves when need_resched() holds.
 *
 * Ordering: acquire if it returns true; else relaxed. (The kernel's may be relaxed in both cases.)
 * Return: true if this thread is the head, false if it gave up.
 */
#define lkmm_osq_lock(lock, node, give_up) __extension__ ({					\
	struct lkmm_optimistic_spin_queue *__lkmm_q = (lock);					\
	struct lkmm_optimistic_spin_node *__lkmm_n = (node);					\
												\
	!__lkmm_osq_enter(__lkmm_q, __lkmm_n) || __lkmm_osq_wait(__lkmm_n, give_up) ||		\
	!__lkmm_osq_leave(__lkmm_q, __lkmm_n);							\
})

/**
 * lkmm_osq_unlock() - let the next one in the queue be its head
 * @lock: the queue
 * @node: the place that was given to lkmm_osq_lock(), which returned true
 *
 * Ordering: release.
 */
static __lkmm_inline void lkmm_osq_unlock(struct lkmm_optimistic_spin_queue *lock,
					  struct lkmm_optimistic_spin_node *node)
{
	struct lkmm_optimistic_spin_node *next;

	if (__lkmm_likely(lkmm_cmpxchg_release(&lock->tail, node, NULL) == node))
		return;
	next = lkmm_xchg(&node->next, NULL);
	if (!next)
		next = __lkmm_osq_wait_next(lock, node, NULL);
	/* The exchange that found it was full; a thread sanitizer knows a release better. */
	if (next)
		lkmm_atomic_set_release(&next->locked, 1);
}

#endif
