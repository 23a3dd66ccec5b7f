/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * One operation of each kind, in a loop: lkmm's in C and Rust, and the equivalent of <stdatomic.h>
 * and core::sync::atomic, made as strong. count.c and count.py count the instructions, and time.c
 * measures the time.
 */
#ifndef LKMM_BENCH_LEAN_H
#define LKMM_BENCH_LEAN_H

/*
 * The object is an int. An operation that can fail does not. @n is at least 1. As bench_loop of
 * ../bench.h.
 */
typedef void lean_loop(void *object, unsigned long n);

/*
 * X(variant, name). empty: nothing, which gives the cost of the loop. Results are used, except for
 * _unused; a branch depends on bool results. An operation without an ordering in its name is fully
 * ordered if it returns something, and relaxed if not.
 */
#define LEAN_OPERATIONS(X, variant)	\
	X(variant, empty)		\
	X(variant, read)		\
	X(variant, read_acquire)	\
	X(variant, read_acquire_u8)	\
	X(variant, set_release)		\
	X(variant, add)			\
	X(variant, sub)			\
	X(variant, inc)			\
	X(variant, dec)			\
	X(variant, and)			\
	X(variant, add_return)		\
	X(variant, fetch_add)		\
	X(variant, fetch_add_relaxed)	\
	X(variant, fetch_add_unused)	\
	X(variant, fetch_sub)		\
	X(variant, fetch_or)		\
	X(variant, fetch_or_unused)	\
	X(variant, xchg)		\
	X(variant, xchg_u8)		\
	X(variant, cmpxchg)		\
	X(variant, try_cmpxchg)		\
	X(variant, sub_and_test)	\
	X(variant, dec_and_test)	\
	X(variant, inc_and_test)	\
	X(variant, add_negative)	\
	X(variant, add_unless)		\
	X(variant, inc_not_zero)	\
	X(variant, dec_if_positive)	\
	X(variant, store_mb)

#define LEAN_PASTE_(a, b) lean_##a##_##b
#define LEAN_PASTE(a, b) LEAN_PASTE_(a, b)

#define LEAN_LOOP(name, ...) LEAN_LOOP_FROM(name, 0, __VA_ARGS__)

/*
 * The loop of one operation on v, which is @start at first; i is an operand that is not a constant.
 * VARIANT is defined on the command line.
 */
#define LEAN_LOOP_FROM(name, start, ...)							\
	lean_loop LEAN_PASTE(VARIANT, name);							\
	void LEAN_PASTE(VARIANT, name)(void *object, unsigned long n)				\
	{											\
		int *v = object, i = 1;								\
												\
		*(volatile int *)v = (int)(start);						\
		/* With a text of its own, or it would be merged with one that does the same. */ \
		__asm__ __volatile__("/* " #name " */" : "+r" (i), "+r" (v));			\
		do {										\
			__VA_ARGS__;								\
			n--;									\
			/* So that nothing is unrolled. */					\
			__asm__ __volatile__("" : "+r" (n));					\
		} while (n);									\
	}

#define LEAN_USE(value) __asm__ __volatile__("" : : "r" (value))
/* Something else is done when @condition holds. */
#define LEAN_BRANCH(condition)									\
	do { if (condition) __asm__ __volatile__("nop" : : : "memory"); } while (0)

#endif
