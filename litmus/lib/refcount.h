/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * refcount_t and struct kref, as include/linux/refcount.h, lib/refcount.c and
 * include/linux/kref.h have them. Increments order nothing; decrements are releases; the last one
 * acquires, too, by its control dependency. See Documentation/core-api/refcount-vs-atomic.rst. A
 * counter that would overflow, or that is used after it has been 0, is set to a value far from
 * both ends, and the kernel warns.
 */
#define REFCOUNT_INIT(n) (n)
#define REFCOUNT_MAX 0x7fffffff
#define REFCOUNT_SATURATED (-1073741824)

/* lib/refcount.c: refcount_warn_saturate() */
static inline void refcount_warn_saturate(refcount_t *r)
{
	atomic_set(r, REFCOUNT_SATURATED);
	WARN_ON(1);
}

/* include/linux/refcount.h: refcount_set(). Relaxed. */
static inline void refcount_set(refcount_t *r, int n)
{
	atomic_set(r, n);
}

/* include/linux/refcount.h: refcount_set_release(). Release. */
static inline void refcount_set_release(refcount_t *r, int n)
{
	atomic_set_release(r, n);
}

/* include/linux/refcount.h: refcount_read(). Relaxed. */
static inline unsigned int refcount_read(const refcount_t *r)
{
	return atomic_read(r);
}

/*
 * include/linux/refcount.h: __refcount_add_not_zero(). Relaxed, and the branch on its result is a
 * control dependency.
 */
static inline bool refcount_add_not_zero(int i, refcount_t *r)
{
	int old = atomic_read(r);

	do {
		if (!old)
			return false;
	} while (!atomic_try_cmpxchg_relaxed(r, &old, old + i));
	if (old < 0 || old + i < 0)
		refcount_warn_saturate(r);
	return true;
}

/* include/linux/refcount.h: __refcount_add_not_zero_acquire(). Acquire if it returns true. */
static inline bool refcount_add_not_zero_acquire(int i, refcount_t *r)
{
	int old = atomic_read(r);

	do {
		if (!old)
			return false;
	} while (!atomic_try_cmpxchg_acquire(r, &old, old + i));
	if (old < 0 || old + i < 0)
		refcount_warn_saturate(r);
	return true;
}

/* include/linux/refcount.h: refcount_inc_not_zero(). As refcount_add_not_zero(). */
static inline bool refcount_inc_not_zero(refcount_t *r)
{
	return refcount_add_not_zero(1, r);
}

/*
 * include/linux/refcount.h: refcount_inc_not_zero_acquire(). As refcount_add_not_zero_acquire().
 */
static inline bool refcount_inc_not_zero_acquire(refcount_t *r)
{
	return refcount_add_not_zero_acquire(1, r);
}

/* include/linux/refcount.h: __refcount_add(). Relaxed. */
static inline void refcount_add(int i, refcount_t *r)
{
	int old = atomic_fetch_add_relaxed(i, r);

	if (old <= 0 || old + i < 0)
		refcount_warn_saturate(r);
}

/* include/linux/refcount.h: refcount_inc(). Relaxed. */
static inline void refcount_inc(refcount_t *r)
{
	refcount_add(1, r);
}

/* include/linux/refcount.h: __refcount_sub_and_test(). Release; acquire if it returns true. */
static inline bool refcount_sub_and_test(int i, refcount_t *r)
{
	int old = atomic_fetch_sub_release(i, r);

	if (old > 0 && old == i) {
		smp_acquire__after_ctrl_dep();
		return true;
	}
	if (old <= 0 || old - i < 0)
		refcount_warn_saturate(r);
	return false;
}

/* include/linux/refcount.h: refcount_dec_and_test(). Release; acquire if it returns true. */
static inline bool refcount_dec_and_test(refcount_t *r)
{
	return refcount_sub_and_test(1, r);
}

/*
 * include/linux/refcount.h: __refcount_dec(). Release. The last reference must not be given back
 * so.
 */
static inline void refcount_dec(refcount_t *r)
{
	if (atomic_fetch_sub_release(1, r) <= 1)
		refcount_warn_saturate(r);
}

/* lib/refcount.c: refcount_dec_if_one(). Release if it returns true. */
static inline bool refcount_dec_if_one(refcount_t *r)
{
	int one = 1;

	return atomic_try_cmpxchg_release(r, &one, 0);
}

/* lib/refcount.c: refcount_dec_not_one(). Release if it returns true. */
static inline bool refcount_dec_not_one(refcount_t *r)
{
	int old = atomic_read(r);

	do {
		if (old == -1073741824)
			return true;
		if (old == 1)
			return false;
		if (old <= 0) {
			WARN_ON(1);
			return true;
		}
	} while (!atomic_try_cmpxchg_release(r, &old, old - 1));
	return true;
}

/*
 * lib/refcount.c: refcount_dec_and_mutex_lock(). Returns true with the mutex taken if it was the
 * last.
 */
static inline bool refcount_dec_and_mutex_lock(refcount_t *r, struct mutex *lock)
{
	if (refcount_dec_not_one(r))
		return false;
	mutex_lock(lock);
	if (refcount_dec_and_test(r))
		return true;
	mutex_unlock(lock);
	return false;
}

/*
 * lib/refcount.c: refcount_dec_and_lock(). Returns true with the lock taken if it was the last.
 */
static inline bool refcount_dec_and_lock(refcount_t *r, spinlock_t *lock)
{
	if (refcount_dec_not_one(r))
		return false;
	spin_lock(lock);
	if (refcount_dec_and_test(r))
		return true;
	spin_unlock(lock);
	return false;
}
