/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * For lkmm verify: with LKMM_PREEMPT_RCU, a grace period of RCU waits for code that is not
 * preempted, too. (A section that main() enters before it starts threads must end before that.)
 */
#ifndef __LKMM_VERIFY_LINUX_PREEMPT_H
#define __LKMM_VERIFY_LINUX_PREEMPT_H

#include_next <linux/preempt.h>

#ifdef LKMM_PREEMPT_RCU
# include <lkmm/verify.h>
# undef preempt_disable
# undef preempt_enable
# define preempt_disable() lkmm_rcu_read_lock()
# define preempt_enable() lkmm_rcu_read_unlock()
#endif

#endif
