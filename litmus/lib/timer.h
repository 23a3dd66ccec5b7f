/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Timers, as include/linux/timer.h and kernel/time/timer.c have them. There is no time: each call
 * that starts a timer is a thread of its own, which runs the function if the timer is still pending
 * when it comes to it, at once or later than the end of the execution.
 */
struct timer_list {
	int pending;
	spinlock_t base;		/* that of its base in the kernel, which others share */
	spinlock_t running;		/* held while the function runs */
	void (*function)(struct timer_list *timer);
};

/* timer.h: timer_setup() */
#define timer_setup(timer, callback, flags) ((void)((timer)->function = (callback)))
#define from_timer(var, callback_timer, timer_fieldname) \
	container_of(callback_timer, typeof(*var), timer_fieldname)

/* timer.h: timer_pending(). A read, and no barrier. */
static inline int timer_pending(const struct timer_list *timer)
{
	return READ_ONCE(timer->pending);
}

/* timer.c: __mod_timer(), which holds the lock of the base */
static inline int __start_timer(struct timer_list *timer, int *started)
{
	int pending;

	spin_lock(&timer->base);
	pending = timer->pending;
	*started = !pending && timer->function;
	if (*started)
		WRITE_ONCE(timer->pending, 1);
	spin_unlock(&timer->base);
	return pending;
}

/* timer.c: detach_if_pending(), under the lock of the base. Whether it was pending. */
static inline int __detach_timer(struct timer_list *timer)
{
	int pending = timer->pending;

	WRITE_ONCE(timer->pending, 0);
	return pending;
}

/* timer.c: expire_timers(): the lock is not held while the function runs. */
static void __run_timer(struct timer_list *timer)
{
	int pending;

	spin_lock(&timer->running);
	spin_lock(&timer->base);
	pending = __detach_timer(timer);
	spin_unlock(&timer->base);
	if (pending)
		timer->function(timer);
	spin_unlock(&timer->running);
}

/* timer.c: mod_timer(). Whether it was pending. */
#define mod_timer(timer, expires) \
	({ \
		struct timer_list *__timer = (timer); \
		int __started; \
		int __pending = __start_timer(__timer, &__started); \
		if (__started) \
			__run_later(__timer, __run_timer); \
		__pending; \
	})
#define add_timer(timer) ((void)mod_timer(timer, 0))

/* timer.c: timer_delete(). Whether it was pending; does not wait for the function. */
static inline int timer_delete(struct timer_list *timer)
{
	int pending;

	spin_lock(&timer->base);
	pending = __detach_timer(timer);
	spin_unlock(&timer->base);
	return pending;
}

/* timer.c: timer_delete_sync(). The same when the function does not run. */
static inline int timer_delete_sync(struct timer_list *timer)
{
	int pending;

	spin_lock(&timer->running);
	pending = timer_delete(timer);
	spin_unlock(&timer->running);
	return pending;
}

/* timer.c: timer_shutdown_sync(). The same, and it cannot be started any more. */
static inline int timer_shutdown_sync(struct timer_list *timer)
{
	int pending;

	spin_lock(&timer->running);
	spin_lock(&timer->base);
	pending = __detach_timer(timer);
	timer->function = NULL;
	spin_unlock(&timer->base);
	spin_unlock(&timer->running);
	return pending;
}
