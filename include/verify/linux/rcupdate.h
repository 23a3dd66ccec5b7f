/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: RCU is the memory model's own. */
#ifndef __LKMM_VERIFY_LINUX_RCUPDATE_H
#define __LKMM_VERIFY_LINUX_RCUPDATE_H

#include_next <linux/rcupdate.h>
#include <linux/bug.h>
#include <linux/preempt.h>
#include <lkmm/verify.h>

#define rcu_read_lock() lkmm_rcu_read_lock()
#define rcu_read_unlock() lkmm_rcu_read_unlock()
#define synchronize_rcu() lkmm_synchronize_rcu()
#define synchronize_rcu_expedited() lkmm_synchronize_rcu()
#define rcu_read_lock_held() 1

/* The callback runs in a thread of its own. */
#define call_rcu(head, function) lkmm_call_rcu((void (*)(void *))(function), head)
#define call_rcu_hurry(head, function) call_rcu(head, function)

#define RCU_LOCKDEP_WARN(cond, text) ((void)0)
#define rcu_dereference_bh(p) rcu_dereference(p)
#define rcu_dereference_sched(p) rcu_dereference(p)
#define RCU_INITIALIZER(p) (p)
#define rcu_check_sparse(p, space) ((void)0)

#endif
