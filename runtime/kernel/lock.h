/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The kernel's spinlocks. */
#ifndef LKMM_RUN_LOCK_H
#define LKMM_RUN_LOCK_H

#include "own.h"

#include <linux/build_bug.h>
#include <linux/spinlock.h>

struct run_lock {
	spinlock_t lock;
};

static inline void run_lock_init(struct run_lock *s)
{
	/* An instance has a line for each variable. */
	BUILD_BUG_ON(sizeof(*s) > RUN_LINE);
	spin_lock_init(&s->lock);
}

static inline void run_spin_lock(struct run_lock *s)
{
	spin_lock(&s->lock);
}

static inline bool run_spin_trylock(struct run_lock *s)
{
	return spin_trylock(&s->lock);
}

static inline void run_spin_unlock(struct run_lock *s)
{
	spin_unlock(&s->lock);
}

static inline bool run_spin_is_locked(struct run_lock *s)
{
	return spin_is_locked(&s->lock);
}

#endif
