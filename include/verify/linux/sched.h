/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * For lkmm verify: a thread is a task, known by a number that is no address. It does not sleep, but
 * looks again and again, so that a wakeup that is missed is not found. Nobody asks it to give up
 * its CPU, nor sends it a signal, unless a client defines it.
 */
#ifndef __LKMM_VERIFY_LINUX_SCHED_H
#define __LKMM_VERIFY_LINUX_SCHED_H

#include <linux/atomic.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/preempt.h>
#include <linux/smp.h>
#include <asm/processor.h>

struct task_struct;

/* The low bits are left for flags, as those of an address are. */
#define current ((struct task_struct *)((lkmm_thread() + 1L) << 8))

#define TASK_RUNNING 0
#define TASK_INTERRUPTIBLE 1
#define TASK_UNINTERRUPTIBLE 2
#define TASK_WAKEKILL 256
#define TASK_KILLABLE (TASK_WAKEKILL | TASK_UNINTERRUPTIBLE)
#define TASK_NORMAL (TASK_INTERRUPTIBLE | TASK_UNINTERRUPTIBLE)
#define TASK_IDLE TASK_UNINTERRUPTIBLE

/* Who wakes the task reads the state; here nobody does, and the barrier is left. */
#define set_current_state(state) ((void)(state), smp_mb())
#define __set_current_state(state) ((void)(state))
#define __sched

#ifndef need_resched
# define need_resched() 0
#endif
#ifndef vcpu_is_preempted
# define vcpu_is_preempted(cpu) ((void)(cpu), 0)
#endif
#ifndef signal_pending_state
# define signal_pending_state(state, task) ((void)(state), 0)
#endif
#ifndef signal_pending
# define signal_pending(task) ((void)(task), 0)
#endif
#ifndef fatal_signal_pending
# define fatal_signal_pending(task) ((void)(task), 0)
#endif
#ifndef rt_or_dl_task
# define rt_or_dl_task(task) ((void)(task), 0)
#endif
#ifndef owner_on_cpu
# define owner_on_cpu(task) ((void)(task), 1)
#endif
#define cond_resched() 0
#define MAX_SCHEDULE_TIMEOUT ((long)(~0UL >> 1))
#ifndef schedule_timeout
/* A time limit never ends. */
# define schedule_timeout schedule_timeout
static inline long schedule_timeout(long timeout)
{
	cpu_relax();
	return timeout;
}
#endif
#define io_schedule_timeout schedule_timeout
#define io_schedule() schedule()
#define WF_CURRENT_CPU 0x40
#define try_to_wake_up(task, state, flags) ((void)(task), (void)(flags), 1)
#define wake_up_process(task) ((void)(task), 1)
#define wake_up_state(task, state) ((void)(task), (void)(state), 1)
#define schedule() cpu_relax()
#define schedule_preempt_disabled() schedule()
#define might_sleep() ((void)0)

#endif
