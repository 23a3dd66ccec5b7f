/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Tasklets, as include/linux/interrupt.h and kernel/softirq.c have them. Each call that schedules
 * one is a thread of its own, which runs the function if that is still scheduled when it comes to
 * it, or later than the end of the execution.
 */
struct tasklet_struct {
	unsigned long state;		/* bit 0: it is scheduled */
	spinlock_t running;		/* TASKLET_STATE_RUN in the kernel, which orders as much */
	void (*callback)(struct tasklet_struct *t);
};

#define tasklet_setup(t, function) ((void)((t)->state = 0, (t)->callback = (function)))
#define from_tasklet(var, callback_tasklet, tasklet_fieldname) \
	container_of(callback_tasklet, typeof(*var), tasklet_fieldname)

/* softirq.c: tasklet_action_common(), by tasklet_trylock() and tasklet_clear_sched() */
static void __run_tasklet(struct tasklet_struct *t)
{
	spin_lock(&t->running);
	if (test_and_clear_bit(0, &t->state))
		t->callback(t);
	spin_unlock(&t->running);
}

/* interrupt.h: tasklet_schedule(). Full, by test_and_set_bit(). */
#define tasklet_schedule(t) \
	({ \
		struct tasklet_struct *__tasklet = (t); \
		if (!test_and_set_bit(0, &__tasklet->state)) \
			__run_later(__tasklet, __run_tasklet); \
	})

/*
 * softirq.c: tasklet_kill(), which waits until it has run; then tasklet_unlock_wait(). Acquire. The
 * kernel keeps others from scheduling it meanwhile; here the test has to.
 */
static inline void tasklet_kill(struct tasklet_struct *t)
{
	while (test_bit_acquire(0, &t->state))
		cpu_relax();
	spin_lock(&t->running);
	spin_unlock(&t->running);
}
