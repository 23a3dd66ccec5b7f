/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * What include/linux/spinlock.h, mutex.h and lockdep.h have around locks. A lock is free at
 * first. Which thread holds it is not modelled, so that assertions about that do nothing.
 */
#define spin_lock_init(lock) ((void)0)
#define mutex_init(lock) ((void)0)
#define mutex_destroy(lock) ((void)0)

#define assert_spin_locked(lock) ((void)0)
#define lockdep_assert_held(lock) ((void)0)
#define lockdep_assert_irqs_disabled() ((void)0)
#define lockdep_is_held(lock) 1

/* kernel/locking/mutex.c: mutex_lock_interruptible(). There are no signals. */
static inline int mutex_lock_interruptible(struct mutex *lock)
{
	mutex_lock(lock);
	return 0;
}
