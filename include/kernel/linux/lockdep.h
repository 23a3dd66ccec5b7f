/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* There is no lockdep. */
#ifndef __LKMM_LINUX_LOCKDEP_H
#define __LKMM_LINUX_LOCKDEP_H

#include <linux/lockdep_types.h>
#include <linux/preempt.h>

#define lockdep_init_map(map, name, key, subclass) ((void)0)
#define lockdep_assert_held(lock) ((void)0)
#define lockdep_assert_preemption_disabled() ((void)0)
#define lockdep_assert(cond) ((void)0)
#define lockdep_assert_held_write(lock) ((void)0)
#define lockdep_is_held(lock) 1
#define rwsem_acquire(map, subclass, try, ip) ((void)0)
#define rwsem_acquire_read(map, subclass, try, ip) ((void)0)
#define rwsem_release(map, ip) ((void)0)
#define lock_acquire(map, subclass, try, read, check, nest, ip) ((void)0)
#define lock_release(map, ip) ((void)0)
#define lock_downgrade(map, ip) ((void)0)
#define lock_map_acquire(map) ((void)0)
#define lock_map_release(map) ((void)0)
#define LOCK_CONTENDED(lock, try, take) take(lock)
#define LOCK_CONTENDED_RETURN(lock, try, take) take(lock)
#define seqcount_acquire(map, subclass, try, ip) ((void)0)
#define seqcount_acquire_read(map, subclass, try, ip) ((void)0)
#define seqcount_release(map, ip) ((void)0)
#define _RET_IP_ 0
#define _THIS_IP_ 0

#endif
