/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * To take references. None of these orders anything unless it acquires, or its result decides a
 * branch: writes behind that branch come after it.
 *
 * Those with @oldp store what they found, where it is not NULL.
 */
#ifndef LKMM_REFCOUNT_GET_H
#define LKMM_REFCOUNT_GET_H

#include <lkmm/refcount/count.h>

/* The count is right, or is saturated now. */
static __lkmm_inline void __lkmm_refcount_got(lkmm_refcount_t *r, int old, int i, int *oldp,
					      enum lkmm_refcount_saturation_type overflow)
{
	if (oldp)
		*oldp = old;
	if (!__lkmm_likely(old >= 0 && __lkmm_refcount_sum(old, i) >= 0))
		lkmm_refcount_warn_saturate(r, overflow);
}

static __lkmm_inline bool __lkmm_refcount_add_not_zero(int i, lkmm_refcount_t *r, int *oldp)
{
	int old = lkmm_atomic_read(&r->refs);

	do {
		if (!old)
			break;
	} while (!lkmm_atomic_try_cmpxchg_relaxed(&r->refs, &old, __lkmm_refcount_sum(old, i)));
	__lkmm_refcount_got(r, old, i, oldp, LKMM_REFCOUNT_ADD_NOT_ZERO_OVF);
	return old != 0;
}

static __lkmm_inline bool __lkmm_refcount_add_not_zero_acquire(int i, lkmm_refcount_t *r,
							       int *oldp)
{
	int old = lkmm_atomic_read(&r->refs);

	do {
		if (!old)
			break;
	} while (!lkmm_atomic_try_cmpxchg_acquire(&r->refs, &old, __lkmm_refcount_sum(old, i)));
	__lkmm_refcount_got(r, old, i, oldp, LKMM_REFCOUNT_ADD_NOT_ZERO_OVF);
	return old != 0;
}

static __lkmm_inline void __lkmm_refcount_add(int i, lkmm_refcount_t *r, int *oldp)
{
	int old = lkmm_atomic_fetch_add_relaxed(i, &r->refs);

	if (!__lkmm_likely(old != 0)) {
		if (oldp)
			*oldp = old;
		lkmm_refcount_warn_saturate(r, LKMM_REFCOUNT_ADD_UAF);
		return;
	}
	__lkmm_refcount_got(r, old, i, oldp, LKMM_REFCOUNT_ADD_OVF);
}

/**
 * lkmm_refcount_add_not_zero() - take references, unless there are none left
 * @i: how many
 * @r: the count
 *
 * Ordering: relaxed; a control dependency where the result decides a branch.
 * Return: true if they were taken; false if the count was 0, and nothing changed.
 */
static __lkmm_inline bool lkmm_refcount_add_not_zero(int i, lkmm_refcount_t *r)
{
	return __lkmm_refcount_add_not_zero(i, r, NULL);
}

/**
 * lkmm_refcount_add_not_zero_acquire() - the same for an object whose memory may be used again
 * @i: how many
 * @r: the count
 *
 * Ordering: acquire if it returns true: later accesses see the object that
 * lkmm_refcount_set_release() made. Else relaxed.
 * Return: true if they were taken; false if the count was 0, and nothing changed.
 */
static __lkmm_inline bool lkmm_refcount_add_not_zero_acquire(int i, lkmm_refcount_t *r)
{
	return __lkmm_refcount_add_not_zero_acquire(i, r, NULL);
}

/**
 * lkmm_refcount_inc_not_zero() - take a reference, unless there is none left
 * @r: the count
 *
 * Ordering: relaxed; a control dependency where the result decides a branch.
 * Return: true if it was taken; false if the count was 0, and nothing changed.
 */
static __lkmm_inline bool lkmm_refcount_inc_not_zero(lkmm_refcount_t *r)
{
	return __lkmm_refcount_add_not_zero(1, r, NULL);
}

/**
 * lkmm_refcount_inc_not_zero_acquire() - the same for an object whose memory may be used again
 * @r: the count
 *
 * Ordering: acquire if it returns true, as lkmm_refcount_add_not_zero_acquire(). Else relaxed.
 * Return: true if it was taken; false if the count was 0, and nothing changed.
 */
static __lkmm_inline bool lkmm_refcount_inc_not_zero_acquire(lkmm_refcount_t *r)
{
	return __lkmm_refcount_add_not_zero_acquire(1, r, NULL);
}

/**
 * lkmm_refcount_add() - take references, by who has one
 * @i: how many
 * @r: the count
 *
 * Ordering: relaxed.
 */
static __lkmm_inline void lkmm_refcount_add(int i, lkmm_refcount_t *r)
{
	__lkmm_refcount_add(i, r, NULL);
}

/**
 * lkmm_refcount_inc() - take a reference, by who has one
 * @r: the count
 *
 * Ordering: relaxed.
 */
static __lkmm_inline void lkmm_refcount_inc(lkmm_refcount_t *r)
{
	__lkmm_refcount_add(1, r, NULL);
}

#endif
