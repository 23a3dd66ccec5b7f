/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: the locks that the memory model knows. */
#ifndef __LKMM_VERIFY_LINUX_SPINLOCK_TYPES_H
#define __LKMM_VERIFY_LINUX_SPINLOCK_TYPES_H

#include <linux/compiler.h>
#include <linux/lockdep_types.h>
#include <linux/types.h>
#include <lkmm/verify.h>

typedef lkmm_spinlock_t spinlock_t;
typedef lkmm_spinlock_t raw_spinlock_t;
#define arch_spinlock_t raw_spinlock_t

#define __SPIN_LOCK_UNLOCKED(name) { 0 }
#define __ARCH_SPIN_LOCK_UNLOCKED { 0 }
#define __RAW_SPIN_LOCK_UNLOCKED(name) { 0 }
#define DEFINE_SPINLOCK(name) spinlock_t name = __SPIN_LOCK_UNLOCKED(name)
#define DEFINE_RAW_SPINLOCK(name) raw_spinlock_t name = __RAW_SPIN_LOCK_UNLOCKED(name)

#endif
