/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * struct semaphore: a number that is never below 0. kernel/locking/semaphore.c changes it with a
 * lock held; here it is an atomic_t, changed with the orderings which that lock gives to the
 * waiters and to those who wake them.
 */
#define __SEMAPHORE_INITIALIZER(name, n) (n)

/* include/linux/semaphore.h: sema_init() */
static inline void sema_init(struct semaphore *sem, int val)
{
	atomic_set(sem, val);
}

/* semaphore.c: down_trylock(). Acquire if it returns 0, and then it has taken the semaphore. */
static inline int down_trylock(struct semaphore *sem)
{
	int old = atomic_read(sem);

	do {
		if (old <= 0)
			return 1;
	} while (!atomic_try_cmpxchg_acquire(sem, &old, old - 1));
	return 0;
}

/* semaphore.c: down(). Acquire. */
static inline void down(struct semaphore *sem)
{
	for (;;) {
		int old = atomic_read(sem);

		if (old > 0)
			if (atomic_cmpxchg_acquire(sem, old, old - 1) == old)
				break;
		cpu_relax();
	}
}

/* semaphore.c: down_interruptible(), down_killable(). As down(): signals are not modelled. */
static inline int down_interruptible(struct semaphore *sem)
{
	down(sem);
	return 0;
}

/* semaphore.c: up(). Release. */
static inline void up(struct semaphore *sem)
{
	atomic_inc_return_release(sem);
}
