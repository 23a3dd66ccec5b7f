/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Does this CPU have cmpxchg16b? All have but the first of x86-64. */
#ifndef LKMM_CPU_X86_64_H
#define LKMM_CPU_X86_64_H

#include <lkmm/compiler.h>

/* Leaf 1 of cpuid, bit 13 of ecx (SDM volume 2, CPUID). */
static __lkmm_inline bool __lkmm_has_cmpxchg2(void)
{
#ifdef __GCC_HAVE_SYNC_COMPARE_AND_SWAP_16
	return true;
#else
	unsigned int a = 1, b, c = 0, d;

	__asm__("cpuid" : "+a" (a), "=b" (b), "+c" (c), "=d" (d));
	return c >> 13 & 1;
#endif
}

#endif
