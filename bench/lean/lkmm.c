// SPDX-License-Identifier: GPL-2.0 OR MIT
/* lkmm's operations in C. */
#include <lkmm/atomic.h>

#include "lean.h"

#define OBJECT ((lkmm_atomic_t *)v)

static inline __attribute__((__always_inline__)) bool try_cmpxchg(lkmm_atomic_t *v)
{
	int old = 0;

	return lkmm_atomic_try_cmpxchg(v, &old, 0);
}

LEAN_LOOP(empty, __asm__ __volatile__("" : : "r" (i), "r" (v) : "memory"))
LEAN_LOOP(read, LEAN_USE(lkmm_atomic_read(OBJECT)))
LEAN_LOOP(read_acquire, LEAN_USE(lkmm_atomic_read_acquire(OBJECT)))
LEAN_LOOP(read_acquire_u8, LEAN_BRANCH(lkmm_smp_load_acquire((uint8_t *)v) == 3))
LEAN_LOOP(set_release, lkmm_atomic_set_release(OBJECT, i))
LEAN_LOOP(add, lkmm_atomic_add(i, OBJECT))
LEAN_LOOP(sub, lkmm_atomic_sub(i, OBJECT))
LEAN_LOOP(inc, lkmm_atomic_inc(OBJECT))
LEAN_LOOP(dec, lkmm_atomic_dec(OBJECT))
LEAN_LOOP(and, lkmm_atomic_and(i, OBJECT))
LEAN_LOOP(add_return, LEAN_USE(lkmm_atomic_add_return(i, OBJECT)))
LEAN_LOOP(fetch_add, LEAN_USE(lkmm_atomic_fetch_add(i, OBJECT)))
LEAN_LOOP(fetch_add_relaxed, LEAN_USE(lkmm_atomic_fetch_add_relaxed(i, OBJECT)))
LEAN_LOOP(fetch_add_unused, lkmm_atomic_fetch_add(i, OBJECT))
LEAN_LOOP(fetch_sub, LEAN_USE(lkmm_atomic_fetch_sub(i, OBJECT)))
LEAN_LOOP(fetch_or, LEAN_USE(lkmm_atomic_fetch_or(i, OBJECT)))
LEAN_LOOP(fetch_or_unused, lkmm_atomic_fetch_or(i, OBJECT))
LEAN_LOOP(xchg, LEAN_USE(lkmm_atomic_xchg(OBJECT, i)))
LEAN_LOOP(xchg_u8, LEAN_USE(lkmm_xchg((uint8_t *)v, (uint8_t)i)))
LEAN_LOOP(cmpxchg, LEAN_BRANCH(lkmm_atomic_cmpxchg(OBJECT, 0, 0) != 0))
LEAN_LOOP(try_cmpxchg, LEAN_BRANCH(!try_cmpxchg(OBJECT)))
LEAN_LOOP(sub_and_test, LEAN_BRANCH(lkmm_atomic_sub_and_test(i, OBJECT)))
LEAN_LOOP(dec_and_test, LEAN_BRANCH(lkmm_atomic_dec_and_test(OBJECT)))
LEAN_LOOP(inc_and_test, LEAN_BRANCH(lkmm_atomic_inc_and_test(OBJECT)))
LEAN_LOOP(add_negative, LEAN_BRANCH(lkmm_atomic_add_negative(i, OBJECT)))
LEAN_LOOP(add_unless, LEAN_BRANCH(!lkmm_atomic_add_unless(OBJECT, i, -1)))
LEAN_LOOP_FROM(inc_not_zero, 1, LEAN_BRANCH(!lkmm_atomic_inc_not_zero(OBJECT)))
LEAN_LOOP_FROM(dec_if_positive, n, LEAN_BRANCH(lkmm_atomic_dec_if_positive(OBJECT) < 0))
LEAN_LOOP(store_mb, lkmm_smp_store_mb(*v, i))
