/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Tasks that sleep and are woken, as include/linux/sched.h and kernel/sched/core.c have them.
 * A wake-up of a task counts one more in its .wakes, and schedule() waits for that; unless the
 * state of the task was set to TASK_RUNNING, or it has been woken since it was set. There are no
 * signals.
 */
enum {
	TASK_RUNNING = 0,
	TASK_INTERRUPTIBLE = 1,
	TASK_UNINTERRUPTIBLE = 2,
	TASK_KILLABLE = 0x102,
	TASK_IDLE = 0x402,
	TASK_NORMAL = 3
};

struct task_struct {
	unsigned int __state;
	int wakes;
	bool should_stop;
	spinlock_t pi_lock;
};

/* The wake-ups when the process set its state, of it or its queue; or -1: it is TASK_RUNNING. */
static _Thread_local int __seen = -1;

/* The queue it is in, or NULL. */
static _Thread_local struct wait_queue_head *__queue = NULL;

/* sched.h: __set_current_state(). Relaxed. */
static inline void __set_current_state(unsigned int state)
{
	__seen = -1;
	if (state != TASK_RUNNING)
		__seen = smp_load_acquire(&current->wakes);
	WRITE_ONCE(current->__state, state);
}

/* sched.h: set_current_state(). The state is stored before whatever follows is read. */
static inline void set_current_state(unsigned int state)
{
	__set_current_state(state);
	smp_mb();
}

/* core.c: schedule(), by __schedule(). A full barrier. */
static inline void schedule(void)
{
	smp_mb();
	if (__queue)
		while (smp_load_acquire(&__queue->wakes) == __seen)
			cpu_relax();
	else
		while (smp_load_acquire(&current->wakes) == __seen)
			cpu_relax();
}

/*
 * core.c: wake_up_process(), by try_to_wake_up(). A full barrier before the state is read. Returns
 * whether the task slept, or was about to.
 */
static inline int wake_up_process(struct task_struct *p)
{
	int woken = 0;

	spin_lock(&p->pi_lock);
	smp_mb__after_spinlock();
	if (READ_ONCE(p->__state) != TASK_RUNNING) {
		WRITE_ONCE(p->__state, TASK_RUNNING);
		smp_store_release(&p->wakes, p->wakes + 1);
		woken = 1;
	}
	spin_unlock(&p->pi_lock);
	return woken;
}

/*
 * kernel/sched/wait.c: prepare_to_wait(). In the kernel who wakes takes the sleeper out of the
 * list, and it gets in again: here it stays in, and sleeps for the wake-ups of the queue, not for
 * wake_up_process().
 */
static inline void __prepare_to_wait(struct wait_queue_head *wq_head, unsigned int state)
{
	spin_lock(&wq_head->lock);
	if (!__queue)
		atomic_inc(&wq_head->sleepers);
	__queue = wq_head;
	__seen = wq_head->wakes;
	smp_store_mb(current->__state, state);
	spin_unlock(&wq_head->lock);
}

/* kernel/sched/wait.c: finish_wait() */
static inline void __finish_wait(struct wait_queue_head *wq_head)
{
	if (__queue)
		atomic_dec(&wq_head->sleepers);
	__queue = NULL;
	__set_current_state(TASK_RUNNING);
}

/* kernel/kthread.c: kthread_should_stop(), where it is a bit of the task's struct kthread. */
static inline bool kthread_should_stop(void)
{
	return READ_ONCE(current->should_stop);
}

/* The queue has one entry for each process, and no use for what the caller has for it. */
#define DEFINE_WAIT(wq_entry) ((void)0)
#define init_wait(wq_entry) ((void)0)
#define prepare_to_wait(wq_head, wq_entry, state) __prepare_to_wait(wq_head, state)
#define finish_wait(wq_head, wq_entry) __finish_wait(wq_head)
