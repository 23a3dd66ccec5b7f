// SPDX-License-Identifier: GPL-2.0 OR MIT
/* What C itself has: <stdatomic.h>. Its seq_cst is weaker than full ordering on some CPUs. */
#include <stdatomic.h>

#include "loops.h"

static inline __attribute__((__always_inline__)) void compare_exchange(atomic_int *v)
{
	int old = 0;

	if (__builtin_expect(!atomic_compare_exchange_strong_explicit(v, &old, 0, memory_order_seq_cst,
								       memory_order_relaxed), 0))
		__builtin_trap();	/* nobody else writes */
}

BENCH_LOOP(load_acquire, atomic_int, BENCH_USE(atomic_load_explicit(v, memory_order_acquire)))
BENCH_LOOP(store_release, atomic_int, atomic_store_explicit(v, 1, memory_order_release))
BENCH_LOOP(add, atomic_int, atomic_fetch_add_explicit(v, 1, memory_order_relaxed))
BENCH_LOOP(fetch_add_relaxed, atomic_int, BENCH_USE(atomic_fetch_add_explicit(v, 1, memory_order_relaxed)))
BENCH_LOOP(fetch_add, atomic_int, BENCH_USE(atomic_fetch_add(v, 1)))
BENCH_LOOP(cmpxchg, atomic_int, compare_exchange(v))
BENCH_LOOP(try_cmpxchg, atomic_int, compare_exchange(v))
BENCH_LOOP(fetch_add_apart, atomic_int, BENCH_SPACED(BENCH_USE(atomic_fetch_add(v, 1))))
BENCH_LOOP(cmpxchg_apart, atomic_int, BENCH_SPACED(compare_exchange(v)))
BENCH_LOOP(try_cmpxchg_apart, atomic_int, BENCH_SPACED(compare_exchange(v)))
