/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* A number of references: what it is, and how it saturates. See <lkmm/refcount.h>. */
#ifndef LKMM_REFCOUNT_COUNT_H
#define LKMM_REFCOUNT_COUNT_H

#include <lkmm/atomic.h>
#include <lkmm/warn.h>

/**
 * lkmm_refcount_t - a number of references
 * @refs: only accessed by lkmm_refcount_*()
 */
typedef struct {
	lkmm_atomic_t refs;
} lkmm_refcount_t;

#define LKMM_REFCOUNT_INIT(n) { LKMM_ATOMIC_INIT(n) }
#define LKMM_REFCOUNT_MAX 0x7fffffff
/* The middle of the negative numbers: some 2^30 threads would have to race to leave them. */
#define LKMM_REFCOUNT_SATURATED (-0x40000000)

/* The ways to misuse a count, in the order of the kernel's. */
enum lkmm_refcount_saturation_type {
	LKMM_REFCOUNT_ADD_NOT_ZERO_OVF,
	LKMM_REFCOUNT_ADD_OVF,
	LKMM_REFCOUNT_ADD_UAF,
	LKMM_REFCOUNT_SUB_UAF,
	LKMM_REFCOUNT_DEC_LEAK,
};

/**
 * lkmm_refcount_warn_saturate() - saturate a count that was misused, and warn
 * @r: the count
 * @t: how it was misused
 *
 * Ordering: relaxed.
 */
static __attribute__((__cold__, __noinline__, __unused__))
void lkmm_refcount_warn_saturate(lkmm_refcount_t *r, enum lkmm_refcount_saturation_type t)
{
	lkmm_atomic_set(&r->refs, LKMM_REFCOUNT_SATURATED);
	switch (t) {
	case LKMM_REFCOUNT_ADD_NOT_ZERO_OVF:
	case LKMM_REFCOUNT_ADD_OVF:
		LKMM_WARN("refcount_t: too many references; the object will never be freed");
		break;
	case LKMM_REFCOUNT_ADD_UAF:
		LKMM_WARN("refcount_t: a reference taken to an object that has none");
		break;
	case LKMM_REFCOUNT_SUB_UAF:
		LKMM_WARN("refcount_t: more references given back than there are");
		break;
	case LKMM_REFCOUNT_DEC_LEAK:
		LKMM_WARN("refcount_t: the last reference given back where nothing frees it");
		break;
	}
}

/* @old and @i added as the CPU does it. */
static __lkmm_inline int __lkmm_refcount_sum(int old, int i)
{
	return (int)((unsigned int)old + (unsigned int)i);
}

/**
 * lkmm_refcount_set() - set a count
 * @r: the count
 * @n: the number of references
 *
 * For an object that nobody else can find yet: publish it by an operation that releases.
 *
 * Ordering: relaxed.
 */
static __lkmm_inline void lkmm_refcount_set(lkmm_refcount_t *r, int n)
{
	lkmm_atomic_set(&r->refs, n);
}

/**
 * lkmm_refcount_set_release() - set a count of an object that others may find already
 * @r: the count
 * @n: the number of references
 *
 * For memory that is used again, where readers find the old object and take a reference by
 * lkmm_refcount_inc_not_zero_acquire().
 *
 * Ordering: release.
 */
static __lkmm_inline void lkmm_refcount_set_release(lkmm_refcount_t *r, int n)
{
	lkmm_atomic_set_release(&r->refs, n);
}

/**
 * lkmm_refcount_read() - read a count
 * @r: the count
 *
 * Ordering: relaxed.
 * Return: the number of references.
 */
static __lkmm_inline unsigned int lkmm_refcount_read(const lkmm_refcount_t *r)
{
	return (unsigned int)lkmm_atomic_read(&r->refs);
}

#endif
