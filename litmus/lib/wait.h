/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Wait queues, as in include/linux/wait.h and kernel/sched/wait.c. Instead of the list of a queue
 * there is the number of waiters in it, and .wakes, which each wake-up increments: waiters sleep
 * until it changes. A thread that is woken checks the condition again, and may sleep again. A
 * thread that is never woken never continues. Signals are not modelled.
 */
struct wait_queue_head {
	spinlock_t lock;
	atomic_t sleepers;
	int wakes;
};

typedef struct wait_queue_head wait_queue_head_t;

/* wait.c: __init_waitqueue_head() */
static inline void init_waitqueue_head(struct wait_queue_head *wq_head)
{
	atomic_set(&wq_head->sleepers, 0);
	WRITE_ONCE(wq_head->wakes, 0);
}

/*
 * wait.h: waitqueue_active(), by list_empty(). A read, and not a barrier: the thread that set the
 * condition needs smp_mb() before it.
 */
static inline int waitqueue_active(struct wait_queue_head *wq_head)
{
	return atomic_read(&wq_head->sleepers) != 0;
}

/* wait.h: wq_has_sleeper(). The same with that barrier. */
static inline bool wq_has_sleeper(struct wait_queue_head *wq_head)
{
	smp_mb();
	return atomic_read(&wq_head->sleepers) != 0;
}

/*
 * wait.c: __wake_up(). For each sleeper try_to_wake_up() is a full barrier. Without
 * sleepers, only the lock orders.
 */
static inline void wake_up(struct wait_queue_head *wq_head)
{
	spin_lock(&wq_head->lock);
	if (atomic_read(&wq_head->sleepers)) {
		smp_mb();
		WRITE_ONCE(wq_head->wakes, wq_head->wakes + 1);
	}
	spin_unlock(&wq_head->lock);
}

/* wait.c: __wake_up_locked(). The same with the lock held. */
static inline void wake_up_locked(struct wait_queue_head *wq_head)
{
	if (atomic_read(&wq_head->sleepers)) {
		smp_mb();
		WRITE_ONCE(wq_head->wakes, wq_head->wakes + 1);
	}
}

/* wait.c: prepare_to_wait_event(), where set_current_state() is a full barrier. */
static inline int __wait_prepare(struct wait_queue_head *wq_head)
{
	int wakes;

	spin_lock(&wq_head->lock);
	wakes = wq_head->wakes;
	atomic_inc(&wq_head->sleepers);
	smp_mb();
	spin_unlock(&wq_head->lock);
	return wakes;
}

/*
 * kernel/sched/core.c: schedule(), which returns after a wake-up. In the kernel the waker takes the
 * sleeper out of the list.
 */
static inline void __wait_sleep(struct wait_queue_head *wq_head, int wakes)
{
	while (smp_load_acquire(&wq_head->wakes) == wakes)
		cpu_relax();
	atomic_dec(&wq_head->sleepers);
}

/* wait.c: finish_wait() */
static inline void __wait_finish(struct wait_queue_head *wq_head)
{
	atomic_dec(&wq_head->sleepers);
}

/* wait.h: wait_event(), by ___wait_event(). If the condition is true at once, it orders nothing. */
#define wait_event(wq_head, condition) \
	({ \
		if (!(condition)) { \
			int __wakes; \
			for (;;) { \
				__wakes = __wait_prepare(&(wq_head)); \
				if (condition) \
					break; \
				__wait_sleep(&(wq_head), __wakes); \
			} \
			__wait_finish(&(wq_head)); \
		} \
		0; \
	})

/*
 * wait.h: wait_event_timeout(), by ___wait_cond_timeout(). The time may be over at any moment, so
 * the last look at the condition, in the queue, decides. Its value is the time that is left, at
 * least 1, if the condition is true; or 0.
 */
#define wait_event_timeout(wq_head, condition, timeout) \
	({ \
		long __left = timeout; \
		if (condition) { \
			__left = __left ? __left : 1; \
		} else { \
			__wait_prepare(&(wq_head)); \
			__left = (condition) ? 1 : 0; \
			__wait_finish(&(wq_head)); \
		} \
		__left; \
	})
