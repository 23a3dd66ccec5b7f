/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: nobody asks a thread to give up its CPU, unless a client defines it. */
#ifndef __LKMM_VERIFY_LINUX_SCHED_H
#define __LKMM_VERIFY_LINUX_SCHED_H

#include <linux/atomic.h>
#include <linux/kernel.h>
#include <linux/preempt.h>
#include <linux/smp.h>
#include <asm/processor.h>

#ifndef need_resched
# define need_resched() 0
#endif
#ifndef vcpu_is_preempted
# define vcpu_is_preempted(cpu) ((void)(cpu), 0)
#endif
#define cond_resched() 0

#endif
