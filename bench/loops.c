// SPDX-License-Identifier: GPL-2.0 OR MIT
/* lkmm's operations in C. Compiled once per variant: inline, and LKMM_OUTLINE against each kind of library. */
#include <lkmm/atomic.h>

#include "loops.h"

/* Nobody else writes, so these never fail. */
static inline __attribute__((__always_inline__)) void cmpxchg(lkmm_atomic_t *v)
{
	if (__builtin_expect(lkmm_atomic_cmpxchg(v, 0, 0) != 0, 0))
		__builtin_trap();
}

static inline __attribute__((__always_inline__)) void try_cmpxchg(lkmm_atomic_t *v)
{
	int old = 0;

	if (__builtin_expect(!lkmm_atomic_try_cmpxchg(v, &old, 0), 0))
		__builtin_trap();
}

BENCH_LOOP(load_acquire, lkmm_atomic_t, BENCH_USE(lkmm_atomic_read_acquire(v)))
BENCH_LOOP(store_release, lkmm_atomic_t, lkmm_atomic_set_release(v, 1))
BENCH_LOOP(add, lkmm_atomic_t, lkmm_atomic_add(1, v))
BENCH_LOOP(fetch_add_relaxed, lkmm_atomic_t, BENCH_USE(lkmm_atomic_fetch_add_relaxed(1, v)))
BENCH_LOOP(fetch_add, lkmm_atomic_t, BENCH_USE(lkmm_atomic_fetch_add(1, v)))
BENCH_LOOP(cmpxchg, lkmm_atomic_t, cmpxchg(v))
BENCH_LOOP(try_cmpxchg, lkmm_atomic_t, try_cmpxchg(v))
BENCH_LOOP(fetch_add_apart, lkmm_atomic_t, BENCH_SPACED(BENCH_USE(lkmm_atomic_fetch_add(1, v))))
BENCH_LOOP(cmpxchg_apart, lkmm_atomic_t, BENCH_SPACED(cmpxchg(v)))
BENCH_LOOP(try_cmpxchg_apart, lkmm_atomic_t, BENCH_SPACED(try_cmpxchg(v)))
