/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* A mutex is a spinlock, whose waiters let others run. */
#ifndef __LKMM_LINUX_MUTEX_H
#define __LKMM_LINUX_MUTEX_H

#include <linux/mutex_types.h>
#include <linux/spinlock.h>

#define DEFINE_MUTEX(name) struct mutex name = { __SPIN_LOCK_UNLOCKED(name) }
#define mutex_init(mutex) spin_lock_init(&(mutex)->lock)
#define mutex_destroy(mutex) ((void)(mutex))
#define mutex_lock(mutex) spin_lock(&(mutex)->lock)
#define mutex_lock_nested(mutex, subclass) mutex_lock(mutex)
#define mutex_lock_interruptible(mutex) (mutex_lock(mutex), 0)
#define mutex_lock_killable(mutex) (mutex_lock(mutex), 0)
#define mutex_trylock(mutex) spin_trylock(&(mutex)->lock)
#define mutex_unlock(mutex) spin_unlock(&(mutex)->lock)
#define mutex_is_locked(mutex) spin_is_locked(&(mutex)->lock)

#define atomic_dec_and_mutex_lock(v, mutex)							\
	lkmm_atomic_dec_and_lock(v, mutex_lock(mutex), mutex_unlock(mutex))

#endif
