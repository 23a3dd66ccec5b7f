/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The kernel's locks of readers and writers, as <lkmm/lock/rw.h>. */
#ifndef __LKMM_LINUX_RWLOCK_TYPES_H
#define __LKMM_LINUX_RWLOCK_TYPES_H

#include <linux/types.h>
#include <lkmm/lock/rw.h>

typedef struct lkmm_rwlock rwlock_t;

#define __RW_LOCK_UNLOCKED(name) LKMM_RWLOCK_INIT
#define DEFINE_RWLOCK(name) rwlock_t name = __RW_LOCK_UNLOCKED(name)

#endif
