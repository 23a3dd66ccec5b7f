/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * For lkmm verify: who waits looks again and again, and wakes up when the condition holds. That a
 * wakeup is missed is not found.
 */
#ifndef __LKMM_VERIFY_LINUX_WAIT_H
#define __LKMM_VERIFY_LINUX_WAIT_H

#include <linux/kernel.h>
#include <linux/spinlock.h>
#include <asm/processor.h>

typedef struct wait_queue_head {
	int waiters;
} wait_queue_head_t;

#define DECLARE_WAIT_QUEUE_HEAD(name) wait_queue_head_t name
#define init_waitqueue_head(head) ((void)(head))
#define wake_up(head) ((void)(head))
#define wake_up_all(head) ((void)(head))

#define wait_event(head, condition)								\
	do {											\
		(void)(head);									\
		while (!(condition))								\
			cpu_relax();								\
	} while (0)

#define wait_event_lock_irq(head, condition, lock)						\
	do {											\
		(void)(head);									\
		while (!(condition)) {								\
			spin_unlock(&(lock));							\
			cpu_relax();								\
			spin_lock(&(lock));							\
		}										\
	} while (0)

#endif
