/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * A spinlock made of the library's own operations: 0 or 1. It has the four bytes of the kernel's
 * spinlock_t, and acts like the kernel's queued spinlock when no other thread waits: taking it
 * is an acquire, releasing it a release.
 *
 * It is taken by an exchange: on riscv64, of a compare-and-exchange that acquires, the write is not
 * ordered before later accesses, and those before the release of one lock could be seen after those
 * in the section of the next (lkmm check --arch riscv64 litmus/lock).
 */
#ifndef LKMM_RUN_LOCK_H
#define LKMM_RUN_LOCK_H

#include "run.h"

struct run_lock {
	lkmm_atomic_t taken;
};

static inline void run_lock_init(struct run_lock *s)
{
	lkmm_atomic_set(&s->taken, 0);
}

static inline bool run_spin_trylock(struct run_lock *s)
{
	return lkmm_atomic_xchg_acquire(&s->taken, 1) == 0;
}

static inline void run_spin_lock(struct run_lock *s)
{
	while (!run_spin_trylock(s))
		run_turn();
}

static inline void run_spin_unlock(struct run_lock *s)
{
	lkmm_atomic_set_release(&s->taken, 0);
}

static inline bool run_spin_is_locked(struct run_lock *s)
{
	return lkmm_atomic_read(&s->taken);
}

#endif
