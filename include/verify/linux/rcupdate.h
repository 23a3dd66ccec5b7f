/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: RCU is the memory model's own. */
#ifndef __LKMM_VERIFY_LINUX_RCUPDATE_H
#define __LKMM_VERIFY_LINUX_RCUPDATE_H

#include_next <linux/rcupdate.h>
#include <linux/bug.h>
#include <linux/cleanup.h>
#include <linux/kernel.h>
#include <linux/preempt.h>

#define RCU_LOCKDEP_WARN(cond, text) ((void)0)
#define RCU_INITIALIZER(p) (p)
#define rcu_check_sparse(p, space) ((void)0)

DEFINE_LOCK_GUARD_0(rcu, rcu_read_lock(), rcu_read_unlock())

#endif
