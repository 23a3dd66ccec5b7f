/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * For lkmm verify: who waits for a condition looks at it again and again, so that a wakeup that is
 * missed is not found. Entries with a function of their own are in the list, and __wake_up() calls
 * it.
 */
#ifndef __LKMM_VERIFY_LINUX_WAIT_H
#define __LKMM_VERIFY_LINUX_WAIT_H

#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <asm/processor.h>

typedef struct wait_queue_head {
	spinlock_t lock;
	struct list_head head;
} wait_queue_head_t;

struct wait_queue_entry;
typedef int (*wait_queue_func_t)(struct wait_queue_entry *entry, unsigned int mode, int flags,
				 void *key);

typedef struct wait_queue_entry {
	unsigned int flags;
	void *private;
	wait_queue_func_t func;
	struct list_head entry;
} wait_queue_entry_t;

#define WQ_FLAG_EXCLUSIVE 0x01
#define WQ_FLAG_CUSTOM 0x04

#define __WAIT_QUEUE_HEAD_INITIALIZER(name)							\
	{ .lock = __SPIN_LOCK_UNLOCKED(name), .head = LIST_HEAD_INIT((name).head) }
#define DECLARE_WAIT_QUEUE_HEAD(name)								\
	wait_queue_head_t name = __WAIT_QUEUE_HEAD_INITIALIZER(name)
#define DECLARE_WAIT_QUEUE_HEAD_ONSTACK(name) DECLARE_WAIT_QUEUE_HEAD(name)
#define init_waitqueue_head(wq)									\
	do { spin_lock_init(&(wq)->lock); INIT_LIST_HEAD(&(wq)->head); } while (0)
#define DEFINE_WAIT_FUNC(name, function)							\
	struct wait_queue_entry name = { .private = current, .func = function,			\
					 .entry = LIST_HEAD_INIT((name).entry) }

static inline void __add_wait_queue_entry_tail(struct wait_queue_head *wq,
					       struct wait_queue_entry *entry)
{
	list_add_tail(&entry->entry, &wq->head);
}

static inline void __remove_wait_queue(struct wait_queue_head *wq, struct wait_queue_entry *entry)
{
	(void)wq;
	list_del(&entry->entry);
}

/* As in Linux, from the first entry on: until one that is woken alone, or cannot be woken. */
static inline void __wake_up(struct wait_queue_head *wq, unsigned int mode, int n, void *key)
{
	struct wait_queue_entry *now, *next;

	spin_lock(&wq->lock);
	list_for_each_entry_safe(now, next, &wq->head, entry) {
		unsigned int flags = now->flags;
		int woken = now->func(now, mode, 0, key);

		if (woken < 0 || (woken && (flags & WQ_FLAG_EXCLUSIVE) && !--n))
			break;
	}
	spin_unlock(&wq->lock);
}

#define wake_up(wq) ((void)(wq))
#define wake_up_all(wq) wake_up(wq)
#define wake_up_locked(wq) wake_up(wq)
#define wake_up_interruptible(wq) wake_up(wq)
#define wake_up_interruptible_all(wq) wake_up(wq)
#define waitqueue_active(wq) ((void)(wq), 1)
#define wq_has_sleeper(wq) (smp_mb(), waitqueue_active(wq))

#define wait_event(wq, condition)								\
	do {											\
		(void)(wq);									\
		while (!(condition))								\
			cpu_relax();								\
	} while (0)
#define wait_event_interruptible(wq, condition)							\
	__extension__ ({ wait_event(wq, condition); 0; })
#define wait_event_killable(wq, condition) wait_event_interruptible(wq, condition)

#define wait_event_lock_irq(wq, condition, lock)						\
	do {											\
		(void)(wq);									\
		while (!(condition)) {								\
			spin_unlock(&(lock));							\
			cpu_relax();								\
			spin_lock(&(lock));							\
		}										\
	} while (0)

#endif
