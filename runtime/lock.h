/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * A spinlock made of the library's own operations: who comes first is served first, as with the
 * kernel's ticket spinlock. Taking it is an acquire, giving it back a release.
 */
#ifndef LKMM_RUN_LOCK_H
#define LKMM_RUN_LOCK_H

#include "run.h"

struct run_lock {
	lkmm_atomic_t next, owner;
};

static inline void run_lock_init(struct run_lock *s)
{
	lkmm_atomic_set(&s->next, 0);
	lkmm_atomic_set(&s->owner, 0);
}

static inline void run_spin_lock(struct run_lock *s)
{
	int ticket = lkmm_atomic_fetch_inc_relaxed(&s->next);

	while (lkmm_atomic_read_acquire(&s->owner) != ticket)
		run_turn();
}

static inline bool run_spin_trylock(struct run_lock *s)
{
	int owner = lkmm_atomic_read_acquire(&s->owner);

	return lkmm_atomic_cmpxchg_acquire(&s->next, owner, owner + 1) == owner;
}

static inline void run_spin_unlock(struct run_lock *s)
{
	lkmm_atomic_set_release(&s->owner, lkmm_atomic_read(&s->owner) + 1);
}

static inline bool run_spin_is_locked(struct run_lock *s)
{
	return lkmm_atomic_read(&s->next) != lkmm_atomic_read(&s->owner);
}

#endif
