/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * What runs in the next interrupt, as include/linux/irq_work.h and kernel/irq_work.c have it. Each
 * call that queues an item is a thread of its own, which runs the function if that is still pending
 * when it comes to it, or later than the end of the execution.
 */
struct irq_work {
	unsigned long flags;		/* bit 0: it is pending */
	spinlock_t running;		/* IRQ_WORK_BUSY in the kernel, which orders as much */
	void (*func)(struct irq_work *work);
};

#define IRQ_WORK_INIT(_func) { .func = (_func) }
#define DEFINE_IRQ_WORK(name, _f) struct irq_work name = { .func = (_f) }
#define init_irq_work(work, _func) ((void)((work)->flags = 0, (work)->func = (_func)))

/* irq_work.h: irq_work_is_pending(). A read, and no barrier. */
static inline bool irq_work_is_pending(struct irq_work *work)
{
	return test_bit(0, &work->flags);
}

/* irq_work.c: irq_work_single(), which has a full barrier between the bit and the function. */
static void __run_irq_work(struct irq_work *work)
{
	spin_lock(&work->running);
	if (test_and_clear_bit(0, &work->flags))
		work->func(work);
	spin_unlock(&work->running);
}

/* irq_work.c: irq_work_queue(), by irq_work_claim(). Full, by atomic_fetch_or(). */
#define irq_work_queue(work) \
	({ \
		struct irq_work *__irq_work = (work); \
		bool __claimed = !test_and_set_bit(0, &__irq_work->flags); \
		if (__claimed) \
			__run_later(__irq_work, __run_irq_work); \
		__claimed; \
	})
#define irq_work_queue_on(work, cpu) irq_work_queue(work)

/* irq_work.c: irq_work_sync(), which waits until it has run. Acquire. */
static inline void irq_work_sync(struct irq_work *work)
{
	while (test_bit_acquire(0, &work->flags))
		cpu_relax();
	spin_lock(&work->running);
	spin_unlock(&work->running);
}
