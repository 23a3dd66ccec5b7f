/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: the locks that the memory model knows, in all their spellings. */
#ifndef __LKMM_VERIFY_LINUX_SPINLOCK_H
#define __LKMM_VERIFY_LINUX_SPINLOCK_H

#include <linux/bug.h>
#include <linux/cleanup.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/lockdep.h>
#include <linux/preempt.h>
#include <linux/spinlock_types.h>

#define __lockfunc

#define spin_lock_init(lock) ((void)((lock)->locked = 0))
#define spin_lock(lock) lkmm_spin_lock(lock)
#define spin_unlock(lock) lkmm_spin_unlock(lock)
#define spin_trylock(lock) lkmm_spin_trylock(lock)
#define spin_is_locked(lock) lkmm_spin_is_locked(lock)
#define assert_spin_locked(lock) BUG_ON(!spin_is_locked(lock))
#define spin_lock_bh(lock) spin_lock(lock)
#define spin_unlock_bh(lock) spin_unlock(lock)
#define spin_lock_irq(lock) spin_lock(lock)
#define spin_unlock_irq(lock) spin_unlock(lock)
#define spin_lock_irqsave(lock, flags) ((void)((flags) = 0), spin_lock(lock))
#define spin_unlock_irqrestore(lock, flags) ((void)(flags), spin_unlock(lock))
#define spin_lock_nested(lock, subclass) spin_lock(lock)

#define raw_spin_lock_init(lock) spin_lock_init(lock)
#define raw_spin_lock(lock) spin_lock(lock)
#define raw_spin_unlock(lock) spin_unlock(lock)
#define raw_spin_trylock(lock) spin_trylock(lock)
#define raw_spin_is_locked(lock) spin_is_locked(lock)
#define raw_spin_lock_irq(lock) spin_lock(lock)
#define raw_spin_unlock_irq(lock) spin_unlock(lock)
#define raw_spin_lock_irqsave(lock, flags) spin_lock_irqsave(lock, flags)
#define raw_spin_unlock_irqrestore(lock, flags) spin_unlock_irqrestore(lock, flags)

#define arch_spin_lock(lock) spin_lock(lock)
#define arch_spin_unlock(lock) spin_unlock(lock)
#define arch_spin_trylock(lock) spin_trylock(lock)
#define arch_spin_is_locked(lock) spin_is_locked(lock)

DEFINE_LOCK_GUARD_1(spinlock, spinlock_t, spin_lock(_T->lock), spin_unlock(_T->lock))
DEFINE_LOCK_GUARD_1(spinlock_irq, spinlock_t, spin_lock(_T->lock), spin_unlock(_T->lock))
DEFINE_LOCK_GUARD_1(spinlock_irqsave, spinlock_t, spin_lock(_T->lock), spin_unlock(_T->lock))
DEFINE_LOCK_GUARD_1(raw_spinlock, raw_spinlock_t, spin_lock(_T->lock), spin_unlock(_T->lock))

/* The kernel's file, if it is there: qrwlock.c takes it from here. */
#if __has_include(<asm-generic/qrwlock.h>)
# include <asm-generic/qrwlock.h>
#endif

#endif
