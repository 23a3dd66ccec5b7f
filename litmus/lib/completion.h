/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * struct completion: how many may still pass. kernel/sched/completion.c changes the number with the
 * lock of a wait queue held; here it is an atomic_t, changed with the orderings which that lock
 * gives to complete() and to the waiters.
 */
#define COMPLETION_INITIALIZER(name) 0

/* include/linux/completion.h: init_completion(), reinit_completion() */
static inline void init_completion(struct completion *x)
{
	atomic_set(x, 0);
}

/* completion.c: complete(). Release. */
static inline void complete(struct completion *x)
{
	atomic_inc_return_release(x);
}

/* completion.c: complete_all(). Release. */
static inline void complete_all(struct completion *x)
{
	atomic_xchg_release(x, 0x40000000);
}

/* completion.c: try_wait_for_completion(). Acquire if it returns true. */
static inline bool try_wait_for_completion(struct completion *x)
{
	int old = atomic_read_acquire(x);

	do {
		if (old >= 0x40000000)
			return true;
		if (old <= 0)
			return false;
	} while (!atomic_try_cmpxchg_acquire(x, &old, old - 1));
	return true;
}

/* completion.c: wait_for_completion(). Acquire. */
static inline void wait_for_completion(struct completion *x)
{
	for (;;) {
		int old = atomic_read_acquire(x);

		if (old >= 0x40000000)
			break;
		if (old > 0)
			if (atomic_cmpxchg_acquire(x, old, old - 1) == old)
				break;
		cpu_relax();
	}
}

/* completion.c: completion_done(). Acquire if it returns true. */
static inline bool completion_done(struct completion *x)
{
	return atomic_read_acquire(x) != 0;
}

/* kernel/sched/completion.c: wait_for_completion_interruptible(). There are no signals. */
static inline int wait_for_completion_interruptible(struct completion *x)
{
	wait_for_completion(x);
	return 0;
}

/*
 * completion.c: wait_for_completion_timeout(), by do_wait_for_common(), where schedule_timeout() is
 * a full barrier. The time may be over at any moment, so the last look at the number decides: it
 * may be that of a wait that lasted. Returns the time that is left, at least 1; or 0.
 */
static inline unsigned long wait_for_completion_timeout(struct completion *x,
							unsigned long timeout)
{
	if (try_wait_for_completion(x))
		return timeout ? timeout : 1;
	smp_mb();
	return try_wait_for_completion(x);
}

/* completion.c: wait_for_completion_interruptible_timeout(). There are no signals. */
static inline long wait_for_completion_interruptible_timeout(struct completion *x,
							     unsigned long timeout)
{
	return wait_for_completion_timeout(x, timeout);
}
