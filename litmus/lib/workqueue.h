/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Work items, as include/linux/workqueue.h and kernel/workqueue.c have them. Each call that queues
 * an item is a worker, a thread of its own, which runs the function if the item is still pending
 * when it comes to it; one worker at a time. A worker that has not come to it at the end of an
 * execution does so later. There is no time, and no order among items: a delayed item may run at
 * once, and two items of an ordered queue at the same time.
 */
struct work_struct {
	unsigned long data;		/* bit 0: it is pending */
	atomic_t disable;
	spinlock_t running;		/* held while the function runs */
	void (*func)(struct work_struct *work);
};

typedef void (*work_func_t)(struct work_struct *work);

struct delayed_work {
	struct work_struct work;
};

struct workqueue_struct {
	int flags;
};

#define __WORK_INITIALIZER(name, function) { .func = (function) }
#define __DELAYED_WORK_INITIALIZER(name, function, flags) { .work = { .func = (function) } }
#define DECLARE_WORK(name, function) struct work_struct name = { .func = (function) }
#define DECLARE_DELAYED_WORK(name, function) \
	struct delayed_work name = { .work = { .func = (function) } }
#define INIT_WORK(work, function) ((void)((work)->data = 0, (work)->func = (function)))
#define INIT_DELAYED_WORK(dwork, function) INIT_WORK(&(dwork)->work, function)
#define to_delayed_work(work_) container_of(work_, struct delayed_work, work)

/* workqueue.h: work_pending() */
static inline bool work_pending(struct work_struct *work)
{
	return test_bit(0, &work->data);
}

/*
 * workqueue.c: process_one_work(). The pool's lock orders it behind the caller; a full barrier of
 * set_work_pool_and_clear_pending() comes between the bit and the function.
 */
static void __run_work(struct work_struct *work)
{
	spin_lock(&work->running);
	if (test_and_clear_bit(0, &work->data))
		work->func(work);
	spin_unlock(&work->running);
}

/* workqueue.c: queue_work_on(), with clear_pending_if_disabled(). Full, by test_and_set_bit(). */
#define schedule_work(work) \
	({ \
		struct work_struct *__work = (work); \
		bool __queued = !test_and_set_bit(0, &__work->data); \
		if (__queued && atomic_read(&__work->disable)) { \
			clear_bit(0, &__work->data); \
			__queued = false; \
		} \
		if (__queued) \
			__run_later(__work, __run_work); \
		__queued; \
	})
#define queue_work(wq, work) schedule_work(work)
#define queue_work_on(cpu, wq, work) schedule_work(work)
#define schedule_work_on(cpu, work) schedule_work(work)
#define schedule_delayed_work(dwork, delay) schedule_work(&(dwork)->work)
#define queue_delayed_work(wq, dwork, delay) schedule_work(&(dwork)->work)

/* workqueue.c: mod_delayed_work(). Whether it was pending. */
#define mod_delayed_work(wq, dwork, delay) (!schedule_work(&(dwork)->work))

/* workqueue.c: flush_work(), by the completion of a work item behind it. Acquire. */
static inline bool flush_work(struct work_struct *work)
{
	bool busy = test_bit(0, &work->data) || spin_is_locked(&work->running);

	while (test_bit_acquire(0, &work->data))
		cpu_relax();
	spin_lock(&work->running);
	spin_unlock(&work->running);
	return busy;
}

/* workqueue.c: cancel_work(), by work_grab_pending(). Full. Does not wait. */
static inline bool cancel_work(struct work_struct *work)
{
	return test_and_clear_bit(0, &work->data);
}

/* workqueue.c: cancel_work_sync(). The item cannot be queued anew before it returns. */
static inline bool cancel_work_sync(struct work_struct *work)
{
	bool pending;

	atomic_inc(&work->disable);
	smp_mb__after_atomic();
	pending = test_and_clear_bit(0, &work->data);
	spin_lock(&work->running);
	spin_unlock(&work->running);
	atomic_dec(&work->disable);
	return pending;
}

static inline bool flush_delayed_work(struct delayed_work *dwork)
{
	return flush_work(&dwork->work);
}

static inline bool cancel_delayed_work(struct delayed_work *dwork)
{
	return cancel_work(&dwork->work);
}

static inline bool cancel_delayed_work_sync(struct delayed_work *dwork)
{
	return cancel_work_sync(&dwork->work);
}

static inline bool delayed_work_pending(struct delayed_work *dwork)
{
	return work_pending(&dwork->work);
}
