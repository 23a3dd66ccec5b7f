/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Atomic operations with a lock or a loop around them. */
#define ATOMIC_INIT(n) (n)

/*
 * lib/dec_and_lock.c: atomic_dec_and_lock(). Full; returns true with the lock taken if it was the
 * last.
 */
static inline int atomic_dec_and_lock(atomic_t *v, spinlock_t *lock)
{
	if (atomic_add_unless(v, -1, 1))
		return 0;
	spin_lock(lock);
	if (atomic_dec_and_test(v))
		return 1;
	spin_unlock(lock);
	return 0;
}

/* kernel/locking/mutex.c: atomic_dec_and_mutex_lock() */
static inline int atomic_dec_and_mutex_lock(atomic_t *v, struct mutex *lock)
{
	if (atomic_add_unless(v, -1, 1))
		return 0;
	mutex_lock(lock);
	if (atomic_dec_and_test(v))
		return 1;
	mutex_unlock(lock);
	return 0;
}

/* include/asm-generic/barrier.h, by way of smp_cond_load_relaxed() */
#define atomic_cond_read_relaxed(v, condition) \
	({ \
		for (;;) { \
			VAL = atomic_read(v); \
			if (condition) \
				break; \
			cpu_relax(); \
		} \
		VAL; \
	})

/* ... and of smp_cond_load_acquire() */
#define atomic_cond_read_acquire(v, condition) \
	({ \
		for (;;) { \
			VAL = atomic_read_acquire(v); \
			if (condition) \
				break; \
			cpu_relax(); \
		} \
		VAL; \
	})
