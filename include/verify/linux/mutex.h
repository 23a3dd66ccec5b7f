/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: a mutex is a lock; nobody sleeps. */
#ifndef __LKMM_VERIFY_LINUX_MUTEX_H
#define __LKMM_VERIFY_LINUX_MUTEX_H

#include <linux/mutex_types.h>
#include <linux/spinlock.h>

#define DEFINE_MUTEX(name) struct mutex name = { __SPIN_LOCK_UNLOCKED(name) }
#define mutex_init(mutex) spin_lock_init(&(mutex)->lock)
#define mutex_lock(mutex) spin_lock(&(mutex)->lock)
#define mutex_trylock(mutex) spin_trylock(&(mutex)->lock)
#define mutex_unlock(mutex) spin_unlock(&(mutex)->lock)
#define mutex_is_locked(mutex) spin_is_locked(&(mutex)->lock)

#endif
