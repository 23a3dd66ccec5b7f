/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* A task is a thread: an address, and no more. Nobody asks it to give up its CPU. */
#ifndef __LKMM_LINUX_SCHED_H
#define __LKMM_LINUX_SCHED_H

/* <bits/sched.h>, and with it <sched.h> and <pthread.h>, want the system's. */
#if __has_include(<uapi/linux/sched.h>)
# include <uapi/linux/sched.h>
#elif __has_include_next(<linux/sched.h>)
# include_next <linux/sched.h>
#endif

#ifndef __cplusplus

#include <linux/kernel.h>
#include <linux/preempt.h>
#include <asm/processor.h>
#include <lkmm/lock/wait.h>

struct task_struct;

/* One for the whole program, however many files include this. */
__attribute__((__weak__)) __thread char __lkmm_task;

#define current ((struct task_struct *)&__lkmm_task)
#define cond_resched() ((void)__lkmm_yield(), 0)
#define schedule() ((void)__lkmm_yield())
#define yield() ((void)__lkmm_yield())
#define need_resched() 0
#define signal_pending(task) ((void)(task), 0)
#define fatal_signal_pending(task) ((void)(task), 0)
#define __sched

#endif
#endif
