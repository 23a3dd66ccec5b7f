/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The kernel's locks of readers and writers, in all their spellings. */
#ifndef __LKMM_LINUX_RWLOCK_H
#define __LKMM_LINUX_RWLOCK_H

#include <linux/preempt.h>
#include <linux/rwlock_types.h>

#define rwlock_init(lock) ((void)(*(lock) = (rwlock_t)LKMM_RWLOCK_INIT))
#define read_lock lkmm_read_lock
#define read_trylock lkmm_read_trylock
#define read_unlock lkmm_read_unlock
#define write_lock lkmm_write_lock
#define write_trylock lkmm_write_trylock
#define write_unlock lkmm_write_unlock

#define read_lock_irq(lock) read_lock(lock)
#define read_unlock_irq(lock) read_unlock(lock)
#define write_lock_irq(lock) write_lock(lock)
#define write_unlock_irq(lock) write_unlock(lock)
#define read_lock_bh(lock) read_lock(lock)
#define read_unlock_bh(lock) read_unlock(lock)
#define write_lock_bh(lock) write_lock(lock)
#define write_unlock_bh(lock) write_unlock(lock)
#define read_lock_irqsave(lock, flags) ((void)((flags) = 0), read_lock(lock))
#define read_unlock_irqrestore(lock, flags) ((void)(flags), read_unlock(lock))
#define write_lock_irqsave(lock, flags) ((void)((flags) = 0), write_lock(lock))
#define write_unlock_irqrestore(lock, flags) ((void)(flags), write_unlock(lock))

#endif
