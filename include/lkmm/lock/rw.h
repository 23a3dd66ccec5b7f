/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * A lock that many readers have at a time, or one writer. Who cannot have it at once queues at a
 * spinlock, readers and writers alike; so a writer waits for the readers of now, and no more come
 * in between.
 *
 * The word has the number of readers above two bits: LOCKED, a writer has it; WAITING, the one at
 * the head of the queue wants to write.
 */
#ifndef LKMM_LOCK_RW_H
#define LKMM_LOCK_RW_H

#include <lkmm/lock/ticket.h>

/**
 * struct lkmm_rwlock - a lock that is free when it is zero
 * @word: readers and writers
 * @queue: taken by the first of those that wait
 */
struct lkmm_rwlock {
	lkmm_atomic_t word;
	struct lkmm_ticket_lock queue;
};

#define LKMM_RWLOCK_INIT { LKMM_ATOMIC_INIT(0), LKMM_TICKET_LOCK_INIT }

enum {
	__LKMM_RW_LOCKED = 1,
	__LKMM_RW_WAITING = 2,
	__LKMM_RW_WRITER = 3,
	__LKMM_RW_READER = 4,
};

/**
 * lkmm_read_trylock() - take a lock as a reader if no writer has it or waits for it
 * @l: the lock
 *
 * Ordering: acquire if it returns true. Else relaxed.
 * Return: true if it was taken.
 */
static __lkmm_inline bool lkmm_read_trylock(struct lkmm_rwlock *l)
{
	int seen = lkmm_atomic_read(&l->word);

	do {
		if (seen & __LKMM_RW_WRITER)
			return false;
	} while (!lkmm_atomic_try_cmpxchg_acquire(&l->word, &seen, seen + __LKMM_RW_READER));
	return true;
}

/**
 * lkmm_read_lock() - take a lock as a reader
 * @l: the lock
 *
 * Ordering: acquire.
 */
static __lkmm_inline void lkmm_read_lock(struct lkmm_rwlock *l)
{
	if (__lkmm_likely(!(lkmm_atomic_fetch_add_acquire(__LKMM_RW_READER, &l->word) &
			    __LKMM_RW_WRITER)))
		return;
	lkmm_atomic_sub(__LKMM_RW_READER, &l->word);
	lkmm_ticket_lock(&l->queue);
	/* No other one waits at the head of the queue: this reader only awaits a writer. */
	lkmm_atomic_add(__LKMM_RW_READER, &l->word);
	__lkmm_lock_wait(&l->word, !(VAL & __LKMM_RW_LOCKED));
	lkmm_ticket_unlock(&l->queue);
}

/**
 * lkmm_read_unlock() - give a lock back as a reader
 * @l: the lock
 *
 * Ordering: release.
 */
static __lkmm_inline void lkmm_read_unlock(struct lkmm_rwlock *l)
{
	(void)lkmm_atomic_fetch_sub_release(__LKMM_RW_READER, &l->word);
}

/**
 * lkmm_write_trylock() - take a lock as the writer if it is free
 * @l: the lock
 *
 * Ordering: acquire if it returns true. Else relaxed.
 * Return: true if it was taken.
 */
static __lkmm_inline bool lkmm_write_trylock(struct lkmm_rwlock *l)
{
	int seen = lkmm_atomic_read(&l->word);

	return !seen && lkmm_atomic_try_cmpxchg_acquire(&l->word, &seen, __LKMM_RW_LOCKED);
}

/**
 * lkmm_write_lock() - take a lock as the writer
 * @l: the lock
 *
 * Ordering: acquire.
 */
static __lkmm_inline void lkmm_write_lock(struct lkmm_rwlock *l)
{
	int seen = 0;

	if (__lkmm_likely(lkmm_atomic_try_cmpxchg_acquire(&l->word, &seen, __LKMM_RW_LOCKED)))
		return;
	lkmm_ticket_lock(&l->queue);
	lkmm_atomic_or(__LKMM_RW_WAITING, &l->word);
	do {
		__lkmm_lock_wait(&l->word, VAL == __LKMM_RW_WAITING);
		seen = __LKMM_RW_WAITING;
	} while (!lkmm_atomic_try_cmpxchg_acquire(&l->word, &seen, __LKMM_RW_LOCKED));
	lkmm_ticket_unlock(&l->queue);
}

/**
 * lkmm_write_unlock() - give a lock back as the writer
 * @l: the lock
 *
 * Ordering: release.
 */
static __lkmm_inline void lkmm_write_unlock(struct lkmm_rwlock *l)
{
	(void)lkmm_atomic_fetch_sub_release(__LKMM_RW_LOCKED, &l->word);
}

#endif
