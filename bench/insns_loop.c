// SPDX-License-Identifier: GPL-2.0 OR MIT
/* One fetch_add per iteration. Compiled once per way: with WAY defined as its name, and EMPTY or BUILTIN if it is that. */
#include "insns.h"

#if defined(EMPTY)
# define FETCH_ADD(p) __asm__ __volatile__("" : : "r" (p) : "memory")
#elif defined(BUILTIN)
# define FETCH_ADD(p) __asm__ __volatile__("" : : "r" (__atomic_fetch_add(p, 1, __ATOMIC_SEQ_CST)))
#else
# include <lkmm/atomic.h>
# define FETCH_ADD(p) __asm__ __volatile__("" : : "r" (lkmm_atomic_fetch_add(1, (lkmm_atomic_t *)(p))))
#endif

#define PASTE_(a, b) a##b
#define PASTE(a, b) PASTE_(a, b)

insns_loop PASTE(insns_, WAY);
void PASTE(insns_, WAY)(int *object, unsigned long iterations)
{
	do
		FETCH_ADD(object);
	while (--iterations);
}
