/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Waiting for a variable, as include/asm-generic/barrier.h has it. The condition is in VAL, the
 * value found, which is the result.
 */

/* smp_cond_load_relaxed(). The branch on the condition is a control dependency. */
#define smp_cond_load_relaxed(ptr, condition) \
	({ \
		for (;;) { \
			VAL = READ_ONCE(*(ptr)); \
			if (condition) \
				break; \
			cpu_relax(); \
		} \
		VAL; \
	})

/* smp_cond_load_acquire(). Acquire. */
#define smp_cond_load_acquire(ptr, condition) \
	({ \
		for (;;) { \
			VAL = smp_load_acquire(ptr); \
			if (condition) \
				break; \
			cpu_relax(); \
		} \
		VAL; \
	})
