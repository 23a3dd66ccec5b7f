// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * <stdatomic.h>. Where its seq_cst is weaker than LKMM's full ordering, it is made as strong, by
 * fences around a relaxed operation: on arm64 without LSE always, on riscv64 around pairs of lr and
 * sc.
 */
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "lean.h"

#define OBJECT ((atomic_int *)v)
#define RELAXED memory_order_relaxed
#define ALWAYS static inline __attribute__((__always_inline__))

#if defined(__aarch64__) && !defined(__ARM_FEATURE_ATOMICS)
# define FENCE_AMO 1
# define FENCE_PAIR 1
#elif defined(__riscv)
# define FENCE_AMO 0
# define FENCE_PAIR 1
#else
# define FENCE_AMO 0
# define FENCE_PAIR 0
#endif

#define AMO (FENCE_AMO ? RELAXED : memory_order_seq_cst)
#define PAIR (FENCE_PAIR ? RELAXED : memory_order_seq_cst)

ALWAYS void fence(bool needed)
{
	if (needed)
		atomic_thread_fence(memory_order_seq_cst);
}

#define FULL(type, needed, op) __extension__ ({							\
	type result_;										\
												\
	fence(needed);										\
	result_ = (op);										\
	fence(needed);										\
	result_;										\
})

ALWAYS int fetch_add(int *v, int i)
{
	return FULL(int, FENCE_AMO, atomic_fetch_add_explicit(OBJECT, i, AMO));
}

ALWAYS int fetch_sub(int *v, int i)
{
	return FULL(int, FENCE_AMO, atomic_fetch_sub_explicit(OBJECT, i, AMO));
}

ALWAYS int fetch_or(int *v, int i)
{
	return FULL(int, FENCE_AMO, atomic_fetch_or_explicit(OBJECT, i, AMO));
}

ALWAYS bool compare_exchange(int *v, int *old, int new)
{
	return FULL(bool, FENCE_PAIR,
		    atomic_compare_exchange_strong_explicit(OBJECT, old, new, PAIR, RELAXED));
}

ALWAYS int cmpxchg(int *v, int old, int new)
{
	compare_exchange(v, &old, new);
	return old;
}

ALWAYS bool try_cmpxchg(int *v)
{
	int old = 0;

	return compare_exchange(v, &old, 0);
}

ALWAYS bool add_unless(int *v, int a, int u)
{
	int old = atomic_load_explicit(OBJECT, RELAXED);

	do {
		if (old == u)
			return false;
	} while (!compare_exchange(v, &old, (int)((unsigned int)old + (unsigned int)a)));
	return true;
}

ALWAYS int dec_if_positive(int *v)
{
	int old = atomic_load_explicit(OBJECT, RELAXED);

	do {
		if (old <= 0)
			break;
	} while (!compare_exchange(v, &old, old - 1));
	return old - 1;
}

LEAN_LOOP(empty, __asm__ __volatile__("" : : "r" (i), "r" (v) : "memory"))
LEAN_LOOP(read, LEAN_USE(atomic_load_explicit(OBJECT, RELAXED)))
LEAN_LOOP(read_acquire, LEAN_USE(atomic_load_explicit(OBJECT, memory_order_acquire)))
LEAN_LOOP(read_acquire_u8,
	  LEAN_BRANCH(atomic_load_explicit((_Atomic(uint8_t) *)v, memory_order_acquire) == 3))
LEAN_LOOP(set_release, atomic_store_explicit(OBJECT, i, memory_order_release))
LEAN_LOOP(add, atomic_fetch_add_explicit(OBJECT, i, RELAXED))
LEAN_LOOP(sub, atomic_fetch_sub_explicit(OBJECT, i, RELAXED))
LEAN_LOOP(inc, atomic_fetch_add_explicit(OBJECT, 1, RELAXED))
LEAN_LOOP(dec, atomic_fetch_sub_explicit(OBJECT, 1, RELAXED))
LEAN_LOOP(and, atomic_fetch_and_explicit(OBJECT, i, RELAXED))
LEAN_LOOP(add_return, LEAN_USE((int)((unsigned int)fetch_add(v, i) + (unsigned int)i)))
LEAN_LOOP(fetch_add, LEAN_USE(fetch_add(v, i)))
LEAN_LOOP(fetch_add_relaxed, LEAN_USE(atomic_fetch_add_explicit(OBJECT, i, RELAXED)))
LEAN_LOOP(fetch_add_unused, fetch_add(v, i))
LEAN_LOOP(fetch_sub, LEAN_USE(fetch_sub(v, i)))
LEAN_LOOP(fetch_or, LEAN_USE(fetch_or(v, i)))
LEAN_LOOP(fetch_or_unused, fetch_or(v, i))
LEAN_LOOP(xchg, LEAN_USE(FULL(int, FENCE_AMO, atomic_exchange_explicit(OBJECT, i, AMO))))
#ifdef __riscv
/* It has none for a byte: the compiler calls libatomic. */
LEAN_LOOP(xchg_u8, (void)v)
#else
LEAN_LOOP(xchg_u8, LEAN_USE(FULL(uint8_t, FENCE_AMO,
				 atomic_exchange_explicit((_Atomic(uint8_t) *)v, (uint8_t)i, AMO))))
#endif
LEAN_LOOP(cmpxchg, LEAN_BRANCH(cmpxchg(v, 0, 0) != 0))
LEAN_LOOP(try_cmpxchg, LEAN_BRANCH(!try_cmpxchg(v)))
LEAN_LOOP(sub_and_test, LEAN_BRANCH(fetch_sub(v, i) == i))
LEAN_LOOP(dec_and_test, LEAN_BRANCH(fetch_sub(v, 1) == 1))
LEAN_LOOP(inc_and_test, LEAN_BRANCH(fetch_add(v, 1) == -1))
LEAN_LOOP(add_negative, LEAN_BRANCH((int)((unsigned int)fetch_add(v, i) + (unsigned int)i) < 0))
LEAN_LOOP(add_unless, LEAN_BRANCH(!add_unless(v, i, -1)))
LEAN_LOOP_FROM(inc_not_zero, 1, LEAN_BRANCH(!add_unless(v, 1, 0)))
LEAN_LOOP_FROM(dec_if_positive, n, LEAN_BRANCH(dec_if_positive(v) < 0))
LEAN_LOOP(store_mb, atomic_store_explicit(OBJECT, i, RELAXED);
	  atomic_thread_fence(memory_order_seq_cst))
