/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Reference counts for objects that are found under RCU, in one unconditional operation: what
 * lkmm_refcount_inc_not_zero() does by a loop. The object is freed after a grace period, so that
 * readers may try to take a reference to one that has none left.
 *
 * The count is one less than the number of references: it becomes negative with the last one. Then
 * it is moved to the middle of the numbers that mean "dead", where those who come late do not
 * matter. Above half of the range it saturates, as lkmm_refcount_t does, and warns: see warn.h.
 */
#ifndef LKMM_RCUREF_H
#define LKMM_RCUREF_H

#include <lkmm/atomic.h>
#include <lkmm/rcu_types.h>
#include <lkmm/warn.h>

#define LKMM_RCUREF_MAXREF 0x7fffffffu
/* Each in the middle of its zone: some 2^29 threads would have to race to leave that. */
#define LKMM_RCUREF_SATURATED 0xa0000000u
#define LKMM_RCUREF_RELEASED 0xc0000000u
#define LKMM_RCUREF_DEAD 0xe0000000u
#define LKMM_RCUREF_NOREF 0xffffffffu

/**
 * lkmm_rcuref_init() - set a count
 * @ref: the count of an object that nobody else can find yet
 * @cnt: the number of references
 *
 * Ordering: relaxed.
 */
static __lkmm_inline void lkmm_rcuref_init(lkmm_rcuref_t *ref, unsigned int cnt)
{
	lkmm_atomic_set(&ref->refcnt, (int)(cnt - 1));
}

/**
 * lkmm_rcuref_read() - read a count
 * @ref: the count
 *
 * Ordering: relaxed.
 * Return: the number of references; 0 if the object is dead.
 */
static __lkmm_inline unsigned int lkmm_rcuref_read(const lkmm_rcuref_t *ref)
{
	unsigned int cnt = (unsigned int)lkmm_atomic_read(&ref->refcnt);

	return cnt >= LKMM_RCUREF_RELEASED ? 0 : cnt + 1;
}

/* The count is negative. */
static __attribute__((__cold__, __noinline__, __unused__))
bool __lkmm_rcuref_get_slowly(lkmm_rcuref_t *ref)
{
	unsigned int cnt = (unsigned int)lkmm_atomic_read(&ref->refcnt);

	if (cnt >= LKMM_RCUREF_RELEASED) {
		lkmm_atomic_set(&ref->refcnt, (int)LKMM_RCUREF_DEAD);
		return false;
	}
	if (cnt > LKMM_RCUREF_MAXREF) {
		lkmm_atomic_set(&ref->refcnt, (int)LKMM_RCUREF_SATURATED);
		LKMM_WARN("rcuref_t: too many references; the object will never be freed");
	}
	return true;
}

/**
 * lkmm_rcuref_get() - take a reference, unless there is none left
 * @ref: the count
 *
 * Ordering: relaxed; a control dependency where the result decides a branch.
 * Return: true if it was taken; false if the object is dead.
 */
static __lkmm_inline bool lkmm_rcuref_get(lkmm_rcuref_t *ref)
{
	if (__lkmm_likely(!lkmm_atomic_add_negative_relaxed(1, &ref->refcnt)))
		return true;
	return __lkmm_rcuref_get_slowly(ref);
}

/* The count is @cnt, which is negative, since this thread gave a reference back. */
static __attribute__((__noinline__, __unused__))
bool __lkmm_rcuref_put_slowly(lkmm_rcuref_t *ref, int cnt)
{
	if ((unsigned int)cnt == LKMM_RCUREF_NOREF) {
		/* Another one may have taken a reference since: the object lives. */
		if (!lkmm_atomic_try_cmpxchg_release(&ref->refcnt, &cnt, (int)LKMM_RCUREF_DEAD))
			return false;
		lkmm_smp_acquire__after_ctrl_dep();
#ifdef __LKMM_TSAN
		/* As in refcount/put.h: it does not know barriers. */
		(void)lkmm_atomic_read_acquire(&ref->refcnt);
#endif
		return true;
	}
	if ((unsigned int)cnt >= LKMM_RCUREF_RELEASED) {
		lkmm_atomic_set(&ref->refcnt, (int)LKMM_RCUREF_DEAD);
		LKMM_WARN("rcuref_t: more references given back than there are");
		return false;
	}
	lkmm_atomic_set(&ref->refcnt, (int)LKMM_RCUREF_SATURATED);
	return false;
}

/**
 * lkmm_rcuref_put() - give a reference back
 * @ref: the count
 *
 * In a reader's section, or where the object cannot be freed meanwhile: it may be accessed after
 * another one has given back the last reference.
 *
 * Ordering: release; acquire, too, if it returns true.
 * Return: true if it was the last, and the caller must free the object after a grace period.
 */
static __lkmm_inline bool lkmm_rcuref_put(lkmm_rcuref_t *ref)
{
	int cnt = lkmm_atomic_sub_return_release(1, &ref->refcnt);

	return !__lkmm_likely(cnt >= 0) && __lkmm_rcuref_put_slowly(ref, cnt);
}

#endif
