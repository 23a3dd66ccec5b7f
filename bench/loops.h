/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The loop around an operation, the same for every variant in C, and in rust/loops.rs. */
#ifndef LKMM_BENCH_LOOPS_H
#define LKMM_BENCH_LOOPS_H

#include "bench.h"

#define BENCH_PASTE_(a, b) bench_##a##_##b
#define BENCH_PASTE(a, b) BENCH_PASTE_(a, b)

#define BENCH_4(op) op; op; op; op
#define BENCH_16(op) BENCH_4(op); BENCH_4(op); BENCH_4(op); BENCH_4(op)

/* Pretend that a result is used: it must be in a register. */
#define BENCH_USE(value) __asm__ __volatile__("" : : "r" (value))

/* The program does something else before the next operation. Written out, as gcc derives from it how far to jump. */
#define BENCH_NOP_4 "nop; nop; nop; nop; "
#define BENCH_SPACED(op) op; __asm__ __volatile__(BENCH_NOP_4 BENCH_NOP_4 BENCH_NOP_4 BENCH_NOP_4)
_Static_assert(BENCH_APART == 16, "BENCH_SPACED has 16 no-ops");

/* bench_VARIANT_name(): @op again and again, on object v. VARIANT is defined on the command line. */
#define BENCH_LOOP(name, type, op)									\
	bench_loop BENCH_PASTE(VARIANT, name);								\
	void BENCH_PASTE(VARIANT, name)(void *object, unsigned long iterations)			\
	{												\
		type *v = object;									\
													\
		for (; iterations; iterations--) {							\
			BENCH_16(op);									\
		}											\
	}

#endif
