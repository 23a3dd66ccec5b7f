/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The kernel's spinlocks, in all their spellings. */
#ifndef __LKMM_LINUX_SPINLOCK_H
#define __LKMM_LINUX_SPINLOCK_H

#include <linux/bug.h>
#include <linux/kernel.h>
#include <linux/lockdep.h>
#include <linux/preempt.h>
#include <linux/rwlock.h>
#include <linux/spinlock_types.h>
#include <lkmm/refcount/put.h>

#define __lockfunc

#define spin_lock_init(lock) ((void)(*(lock) = (spinlock_t)LKMM_TICKET_LOCK_INIT))
#define spin_lock lkmm_ticket_lock
#define spin_trylock lkmm_ticket_trylock
#define spin_unlock lkmm_ticket_unlock
#define spin_is_locked lkmm_ticket_is_locked
#define spin_is_contended lkmm_ticket_is_contended
#define assert_spin_locked(lock) BUG_ON(!spin_is_locked(lock))
#define spin_lock_nested(lock, subclass) spin_lock(lock)
#define spin_lock_nest_lock(lock, other) spin_lock(lock)

#define spin_lock_irq(lock) spin_lock(lock)
#define spin_unlock_irq(lock) spin_unlock(lock)
#define spin_trylock_irq(lock) spin_trylock(lock)
#define spin_lock_bh(lock) spin_lock(lock)
#define spin_unlock_bh(lock) spin_unlock(lock)
#define spin_trylock_bh(lock) spin_trylock(lock)
#define spin_lock_irqsave(lock, flags) ((void)((flags) = 0), spin_lock(lock))
#define spin_lock_irqsave_nested(lock, flags, subclass) spin_lock_irqsave(lock, flags)
#define spin_unlock_irqrestore(lock, flags) ((void)(flags), spin_unlock(lock))
#define spin_trylock_irqsave(lock, flags) ((flags) = 0, spin_trylock(lock))

#define raw_spin_lock_init(lock) spin_lock_init(lock)
#define raw_spin_lock spin_lock
#define raw_spin_trylock spin_trylock
#define raw_spin_unlock spin_unlock
#define raw_spin_is_locked spin_is_locked
#define raw_spin_lock_nested(lock, subclass) spin_lock(lock)
#define raw_spin_lock_irq(lock) spin_lock(lock)
#define raw_spin_unlock_irq(lock) spin_unlock(lock)
#define raw_spin_lock_irqsave(lock, flags) spin_lock_irqsave(lock, flags)
#define raw_spin_unlock_irqrestore(lock, flags) spin_unlock_irqrestore(lock, flags)
#define raw_spin_trylock_irqsave(lock, flags) spin_trylock_irqsave(lock, flags)

#define atomic_dec_and_lock(v, lock)								\
	lkmm_atomic_dec_and_lock(v, spin_lock(lock), spin_unlock(lock))
#define atomic_dec_and_lock_irqsave(v, lock, flags)						\
	lkmm_atomic_dec_and_lock(v, ({ spin_lock_irqsave(lock, flags); }),			\
				 ({ spin_unlock_irqrestore(lock, flags); }))
#define atomic_dec_and_raw_lock(v, lock) atomic_dec_and_lock(v, lock)
#define atomic_dec_and_raw_lock_irqsave(v, lock, flags)						\
	atomic_dec_and_lock_irqsave(v, lock, flags)

#endif
