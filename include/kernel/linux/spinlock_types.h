/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The kernel's spinlocks, as <lkmm/lock/ticket.h>: nothing here can interrupt a thread. */
#ifndef __LKMM_LINUX_SPINLOCK_TYPES_H
#define __LKMM_LINUX_SPINLOCK_TYPES_H

#include <linux/lockdep_types.h>
#include <linux/rwlock_types.h>
#include <linux/types.h>
#include <lkmm/lock/ticket.h>

typedef struct lkmm_ticket_lock spinlock_t;
typedef struct lkmm_ticket_lock raw_spinlock_t;

#define __SPIN_LOCK_UNLOCKED(name) LKMM_TICKET_LOCK_INIT
#define __RAW_SPIN_LOCK_UNLOCKED(name) LKMM_TICKET_LOCK_INIT
#define DEFINE_SPINLOCK(name) spinlock_t name = __SPIN_LOCK_UNLOCKED(name)
#define DEFINE_RAW_SPINLOCK(name) raw_spinlock_t name = __RAW_SPIN_LOCK_UNLOCKED(name)

#endif
