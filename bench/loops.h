/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * The loops around an operation, the same for every variant in C; loops.rs has them in Rust. For
 * each there are
 *
 *	bench_NAME_throughput()	on one object after the other, which are independent of each
 *				other
 *	bench_NAME_latency()	on one object; if the operation returns something, the next address
 *				depends on it
 *
 * both written out BENCH_UNROLL times, so that the cost of the loop itself is negligible. They take
 * the memory of the objects, and the number of repetitions: bench_loop. With BENCH_WAY, for
 * insns.c, only
 * insns.c, just
 *
 *	insns_WAY_NAME()	the operation on one object, once each time
 */
#ifndef LKMM_BENCH_LOOPS_H
#define LKMM_BENCH_LOOPS_H

#include "bench.h"

#define BENCH_4(op) op op op op
#define BENCH_16(op) BENCH_4(op) BENCH_4(op) BENCH_4(op) BENCH_4(op)
_Static_assert(BENCH_UNROLL == 16, "BENCH_16 writes it out 16 times");

/* Pretend that a result is used: it must be in a register. */
#define BENCH_USE(value) __asm__ __volatile__("" : : "r" (value))

/* gcc would make loops that turn out the same jumps to the first of them. */
#ifdef __clang__
# define BENCH_APART
#else
# define BENCH_APART __attribute__((__no_icf__))
#endif

#define BENCH_LOOP(function, each_time, op)							\
	bench_loop function;									\
	BENCH_APART void function(void *memory, unsigned long iterations)			\
	{											\
		unsigned long nothing = 0;	/* which the compiler does not know */		\
		char *at = memory;								\
												\
		__asm__ ("" : "+r" (nothing));							\
		(void)nothing;									\
		for (; iterations; iterations--) {						\
			each_time;								\
			BENCH_16(op)								\
		}										\
	}

/*
 * The compiler may neither keep all addresses in registers, of which it has not enough, nor merge
 * barriers.
 */
#define BENCH_ON_EACH(object, op)								\
	{ object *v = (object *)at; (void)v; op; at += BENCH_STRIDE;				\
	  __asm__ __volatile__("" : "+r" (at)); }
#define BENCH_ON_ONE(object, op) { object *v = (object *)at; (void)v; op; }
#define BENCH_UNCHAINED(op) op; __asm__ __volatile__("" : "+r" (at))
#define BENCH_CHAIN(value) at += (unsigned long)(value) & nothing

#ifdef BENCH_WAY
# define BENCH_INSNS__(way, name) insns_##way##_##name
# define BENCH_INSNS_(way, name) BENCH_INSNS__(way, name)
# define BENCH_INSNS(name, object, op)								\
	bench_loop BENCH_INSNS_(BENCH_WAY, name);						\
	void BENCH_INSNS_(BENCH_WAY, name)(void *memory, unsigned long iterations)		\
	{											\
		object *v = memory;								\
												\
		(void)v;									\
		do {										\
			op;									\
		} while (--iterations);								\
	}
# define BENCH_LOOPS_VOID(name, object, op) BENCH_INSNS(name, object, op)
# define BENCH_LOOPS_VALUE(name, object, op) BENCH_INSNS(name, object, BENCH_USE(op))
#else
# define BENCH_LOOPS_VOID(name, object, op)							\
	BENCH_LOOP(bench_##name##_throughput, at = memory, BENCH_ON_EACH(object, op))		\
	BENCH_LOOP(bench_##name##_latency, , BENCH_ON_ONE(object, BENCH_UNCHAINED(op)))

# define BENCH_LOOPS_VALUE(name, object, op)							\
	BENCH_LOOP(bench_##name##_throughput, at = memory, BENCH_ON_EACH(object, BENCH_USE(op))) \
	BENCH_LOOP(bench_##name##_latency, , BENCH_ON_ONE(object, BENCH_CHAIN(op)))
#endif

#endif
