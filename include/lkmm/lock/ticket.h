/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * A spinlock of four bytes, which threads get in the order in which they asked for it: each takes
 * a ticket, and waits until it is served. Half of the word is the ticket that is given out next,
 * the other half the one that is served.
 *
 * Ordering is that of the kernel's spin_lock(), and more: who takes the lock is ordered against
 * all that was done under it, as if by lkmm_smp_mb(), which a lock of the model need not be.
 */
#ifndef LKMM_LOCK_TICKET_H
#define LKMM_LOCK_TICKET_H

#include <lkmm/lock/wait.h>

/**
 * struct lkmm_ticket_lock - a lock that is free when it is zero
 * @tickets: the next ticket in the high half, the one that is served in the low half
 */
struct lkmm_ticket_lock {
	lkmm_atomic_t tickets;
};

#define LKMM_TICKET_LOCK_INIT { LKMM_ATOMIC_INIT(0) }
#define __LKMM_TICKET 0x10000u

#define __lkmm_next_ticket(tickets) ((unsigned int)(tickets) >> 16)
#define __lkmm_served_ticket(tickets) ((unsigned int)(tickets) & 0xffff)

/**
 * lkmm_ticket_lock() - take a lock
 * @l: the lock
 *
 * A thread that has it already waits for ever. At most 65,535 threads may wait.
 *
 * Ordering: full.
 */
static __lkmm_inline void lkmm_ticket_lock(struct lkmm_ticket_lock *l)
{
	int seen = lkmm_atomic_fetch_add((int)__LKMM_TICKET, &l->tickets);
	unsigned int mine = __lkmm_next_ticket(seen);

	if (__lkmm_likely(mine == __lkmm_served_ticket(seen)))
		return;
	__lkmm_lock_wait(&l->tickets, mine == __lkmm_served_ticket(VAL));
	lkmm_smp_mb();
}

/**
 * lkmm_ticket_trylock() - take a lock if it is free
 * @l: the lock
 *
 * Ordering: full if it returns true. Else relaxed.
 * Return: true if it was taken.
 */
static __lkmm_inline bool lkmm_ticket_trylock(struct lkmm_ticket_lock *l)
{
	int seen = lkmm_atomic_read(&l->tickets);

	return __lkmm_next_ticket(seen) == __lkmm_served_ticket(seen) &&
	       lkmm_atomic_try_cmpxchg(&l->tickets, &seen,
				       (int)((unsigned int)seen + __LKMM_TICKET));
}

/**
 * lkmm_ticket_unlock() - give a lock back
 * @l: the lock, which this thread has
 *
 * Ordering: release.
 */
static __lkmm_inline void lkmm_ticket_unlock(struct lkmm_ticket_lock *l)
{
	unsigned int served = __lkmm_served_ticket(lkmm_atomic_read(&l->tickets));

	/* Others change the other half at any time: this half is written alone, without a carry. */
	lkmm_smp_store_release((uint16_t *)&l->tickets +
			       (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__), (uint16_t)(served + 1));
}

/**
 * lkmm_ticket_is_locked() - see whether a lock is taken
 * @l: the lock
 *
 * Ordering: relaxed.
 * Return: true if a thread has it.
 */
static __lkmm_inline bool lkmm_ticket_is_locked(const struct lkmm_ticket_lock *l)
{
	int seen = lkmm_atomic_read(&l->tickets);

	return __lkmm_next_ticket(seen) != __lkmm_served_ticket(seen);
}

/**
 * lkmm_ticket_is_contended() - see whether threads wait for a lock
 * @l: the lock
 *
 * Ordering: relaxed.
 * Return: true if somebody has it, and somebody else waits for it.
 */
static __lkmm_inline bool lkmm_ticket_is_contended(const struct lkmm_ticket_lock *l)
{
	int seen = lkmm_atomic_read(&l->tickets);

	return (uint16_t)(__lkmm_next_ticket(seen) - __lkmm_served_ticket(seen)) > 1;
}

#endif
