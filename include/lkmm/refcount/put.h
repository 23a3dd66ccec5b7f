/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * To give references back. All of these release: what a thread did to the object comes before the
 * object is freed by another.
 *
 * Those with @oldp store what they found, where it is not NULL.
 */
#ifndef LKMM_REFCOUNT_PUT_H
#define LKMM_REFCOUNT_PUT_H

#include <lkmm/refcount/count.h>

/* The last reference has been given back, as a branch knows. */
static __lkmm_inline void __lkmm_refcount_last(const lkmm_refcount_t *r)
{
	lkmm_smp_acquire__after_ctrl_dep();
#ifdef __LKMM_TSAN
	/* It does not know barriers, but that a read which acquires comes after a release. */
	(void)lkmm_atomic_read_acquire(&r->refs);
#else
	(void)r;
#endif
}

static __lkmm_inline bool __lkmm_refcount_sub_and_test(int i, lkmm_refcount_t *r, int *oldp)
{
	int old = lkmm_atomic_fetch_sub_release(i, &r->refs);

	if (oldp)
		*oldp = old;
	if (old > 0 && old == i) {
		__lkmm_refcount_last(r);
		return true;
	}
	if (!__lkmm_likely(old > 0 && old > i))
		lkmm_refcount_warn_saturate(r, LKMM_REFCOUNT_SUB_UAF);
	return false;
}

static __lkmm_inline void __lkmm_refcount_dec(lkmm_refcount_t *r, int *oldp)
{
	int old = lkmm_atomic_fetch_sub_release(1, &r->refs);

	if (oldp)
		*oldp = old;
	if (!__lkmm_likely(old > 1))
		lkmm_refcount_warn_saturate(r, LKMM_REFCOUNT_DEC_LEAK);
}

/**
 * lkmm_refcount_sub_and_test() - give references back
 * @i: how many
 * @r: the count
 *
 * Ordering: release; acquire, too, if it returns true: what is freed then was used by nobody
 * later.
 * Return: true if these were the last, and the caller must free the object.
 */
static __lkmm_inline bool lkmm_refcount_sub_and_test(int i, lkmm_refcount_t *r)
{
	return __lkmm_refcount_sub_and_test(i, r, NULL);
}

/**
 * lkmm_refcount_dec_and_test() - give a reference back
 * @r: the count
 *
 * Ordering: release; acquire, too, if it returns true.
 * Return: true if it was the last, and the caller must free the object.
 */
static __lkmm_inline bool lkmm_refcount_dec_and_test(lkmm_refcount_t *r)
{
	return __lkmm_refcount_sub_and_test(1, r, NULL);
}

/**
 * lkmm_refcount_dec() - give a reference back that is known not to be the last
 * @r: the count
 *
 * Ordering: release.
 */
static __lkmm_inline void lkmm_refcount_dec(lkmm_refcount_t *r)
{
	__lkmm_refcount_dec(r, NULL);
}

/**
 * lkmm_refcount_dec_if_one() - give a reference back if it is the last
 * @r: the count
 *
 * It does not acquire: where the object is freed, more ordering is needed.
 *
 * Ordering: release if it returns true, and a control dependency. Else relaxed.
 * Return: true if it was the last.
 */
static __lkmm_inline bool lkmm_refcount_dec_if_one(lkmm_refcount_t *r)
{
	int one = 1;

	return lkmm_atomic_try_cmpxchg_release(&r->refs, &one, 0);
}

/**
 * lkmm_refcount_dec_not_one() - give a reference back unless it is the last
 * @r: the count
 *
 * A saturated count stays as it is.
 *
 * Ordering: release if it returns true. Else relaxed, and a control dependency.
 * Return: true if it was given back; false if it is the last, and nothing changed.
 */
static __lkmm_inline bool lkmm_refcount_dec_not_one(lkmm_refcount_t *r)
{
	int old = lkmm_atomic_read(&r->refs);

	do {
		if (!__lkmm_likely(old != LKMM_REFCOUNT_SATURATED))
			return true;
		if (old == 1)
			return false;
		if (!__lkmm_likely(old != 0)) {
			LKMM_WARN("refcount_t: more references given back than there are");
			return true;
		}
	} while (!lkmm_atomic_try_cmpxchg_release(&r->refs, &old, old - 1));
	return true;
}

/**
 * lkmm_refcount_dec_and_lock() - give a reference back; if it is the last, under a lock
 * @r: the count
 * @take: an expression that takes the lock, of any kind
 * @give: an expression that gives it back
 *
 * The lock is only taken where the reference may be the last. So a thread that looks for the
 * object under the lock never finds one without references.
 *
 *	if (lkmm_refcount_dec_and_lock(&o->refs, pthread_mutex_lock(&l),
 *				       pthread_mutex_unlock(&l)))
 *
 * Ordering: release; acquire, too, if it returns true.
 * Return: true, with the lock taken, if it was the last, and the caller must free the object.
 */
#define lkmm_refcount_dec_and_lock(r, take, give)						\
	__lkmm_dec_and_lock(lkmm_refcount_dec_not_one(__lkmm_counted),				\
			    lkmm_refcount_dec_and_test(__lkmm_counted), r, take, give)

/**
 * lkmm_atomic_dec_and_lock() - decrement a lkmm_atomic_t; if it becomes 0, under a lock
 * @v: the object
 * @take: an expression that takes the lock, of any kind
 * @give: an expression that gives it back
 *
 * Ordering: full.
 * Return: true, with the lock taken, if it is 0 now.
 */
#define lkmm_atomic_dec_and_lock(v, take, give)							\
	__lkmm_dec_and_lock(lkmm_atomic_add_unless(__lkmm_counted, -1, 1),			\
			    lkmm_atomic_dec_and_test(__lkmm_counted), v, take, give)

/* Without the lock while others have references; with it, perhaps for nothing. */
#define __lkmm_dec_and_lock(not_last, last, v, take, give) __extension__ ({			\
	__typeof__(&*(v)) __lkmm_counted = (v);							\
	bool __lkmm_last = false;								\
	if (!(not_last)) {									\
		(void)(take);									\
		__lkmm_last = (last);								\
		if (!__lkmm_last)								\
			(void)(give);								\
	}											\
	__lkmm_last;										\
})

#endif
