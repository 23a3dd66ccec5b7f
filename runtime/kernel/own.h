/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Words that the checker expresses in other terms but a kernel has itself, and objects of their
 * types: words.h and types.h, from defs/kernel.tbl. In the objects of a test a mutex, for example,
 * has the size that the checker gives it, not the kernel's: it holds the number of a kernel object.
 */
#ifndef LKMM_RUN_OWN_H
#define LKMM_RUN_OWN_H

#include "run.h"

#include <linux/bit_spinlock.h>
#include <linux/bitops.h>
#include <linux/completion.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/llist.h>
#include <linux/mutex.h>
#include <linux/percpu-rwsem.h>
#include <linux/percpu.h>
#include <linux/rculist.h>
#include <linux/rcupdate.h>
#include <linux/refcount.h>
#include <linux/rtmutex.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/semaphore.h>
#include <linux/seqlock.h>
#include <linux/spinlock.h>
#include <linux/wait.h>

enum { RUN_SLEEPERS = 16 };

/* What call_rcu() was given: a thread of the test waits for it, and then runs the function. */
struct run_callback {
	struct rcu_head head;
	long *posted, value;
};

/* The kthread of a process; a semaphore of a pool, as it has memory of each CPU. */
struct run_task {
	struct task_struct *task;
};

struct run_percpu {
	struct percpu_rw_semaphore *sem;
};

/* .sleeper: the threads in a queue, each with its entry, for as long as the instance lasts. */
#define RUN_TYPE(type, name, init) type name;
union run_own {
#include "types.h"
	struct {
		struct wait_queue_head head;
		struct wait_queue_entry sleeper[RUN_SLEEPERS];
	} queue;
	struct run_callback callback;
};
#undef RUN_TYPE

static inline struct wait_queue_entry *run_sleepers(struct wait_queue_head *queue)
{
	return container_of(queue, union run_own, wait_queue)->queue.sleeper;
}

static inline void run_init_queue(struct wait_queue_head *queue)
{
	init_waitqueue_head(queue);
	memset(run_sleepers(queue), 0, RUN_SLEEPERS * sizeof(struct wait_queue_entry));
}

/* As many as the instances of a batch have. */
extern union run_own *run_owns;

/* The next one in turn: each instance is given others. */
u32 run_next_own(void);

/* The kthreads of the test at hand, by process. */
extern struct task_struct *run_tasks[RUN_MAX_THREADS];

/* The next semaphore, free. */
enum { RUN_PERCPU_RWSEMS = 64 };

struct percpu_rw_semaphore *run_next_percpu_rwsem(void);

/* run_mutex(): the mutex whose number is there. run_mutex_init(): gives it one. */
#define RUN_TYPE(type, name, init)                                   \
	static inline type *run_##name(long address)                 \
	{                                                            \
		return &run_owns[*(const volatile u32 *)address].name; \
	}                                                            \
	static inline void run_##name##_init(void *address, int v)   \
	{                                                            \
		type *x;                                             \
		*(u32 *)address = run_next_own();                    \
		x = run_##name((long)address);                       \
		init;                                                \
		(void)v;                                             \
	}
#include "types.h"
#undef RUN_TYPE

/* Whether interrupts were on before each lock that switched them off. */
enum { RUN_MAX_FLAGS = 16 };

struct run_flags {
	unsigned long flags[RUN_MAX_FLAGS];
	int n;
};

DECLARE_PER_CPU(struct run_flags, run_flags);

static inline unsigned long *run_flags_push(void)
{
	struct run_flags *f = raw_cpu_ptr(&run_flags);

	return &f->flags[f->n < RUN_MAX_FLAGS ? f->n++ : RUN_MAX_FLAGS - 1];
}

static inline unsigned long *run_flags_pop(void)
{
	struct run_flags *f = raw_cpu_ptr(&run_flags);

	return &f->flags[f->n ? --f->n : 0];
}

#define run_save (*run_flags_push())
#define run_restore (*run_flags_pop())

/* This thread's entry. */
static inline struct wait_queue_entry *run_sleeper(struct wait_queue_head *queue)
{
	struct wait_queue_entry *s = run_sleepers(queue);
	void *who;

	while ((who = cmpxchg(&s->private, NULL, current)) && who != current)
		s++;
	if (!who)
		init_wait_entry(s, 0);
	return s;
}

/* ___wait_event() in three parts: the loop around them, and the condition, are the test's. */
static inline int __wait_prepare(struct wait_queue_head *queue)
{
	prepare_to_wait_event(queue, run_sleeper(queue), TASK_UNINTERRUPTIBLE);
	return 0;
}

static inline void __wait_sleep(struct wait_queue_head *queue, int unused)
{
	schedule();
}

static inline void __wait_finish(struct wait_queue_head *queue)
{
	finish_wait(queue, run_sleeper(queue));
}

/* With the entry of this thread in the place of the test's. */
static inline void __prepare_to_wait(struct wait_queue_head *queue, int state)
{
	prepare_to_wait(queue, run_sleeper(queue), state);
}

static inline void __finish_wait(struct wait_queue_head *queue)
{
	finish_wait(queue, run_sleeper(queue));
}

#define wake_up_process(x) (wake_up_process)((x)->task)
#define percpu_down_read(x) (percpu_down_read)((x)->sem)
#define percpu_down_read_trylock(x) (percpu_down_read_trylock)((x)->sem)
#define percpu_up_read(x) (percpu_up_read)((x)->sem)
#define percpu_down_write(x) (percpu_down_write)((x)->sem)
#define percpu_up_write(x) (percpu_up_write)((x)->sem)
#define percpu_is_write_locked(x) (percpu_is_write_locked)((x)->sem)

/* Calls the kernel's call_rcu(), with a function that posts @value. */
void run_post(long *posted, long value);
#define call_rcu(posted, value) run_post(posted, value)

/* In place: the kernel's object is as large as the checker's. */
_Static_assert(sizeof(refcount_t) == 4 && sizeof(seqcount_t) == 4 && sizeof(raw_spinlock_t) == 4,
	       "a kernel with larger locks and counters: it has been built for their debugging");

#define RUN_WORD(type, name, parameters, call) \
	static inline type kernel_##name parameters { call; }
#include "words.h"
#undef RUN_WORD

#endif
