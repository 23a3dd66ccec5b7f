/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Does this CPU have the LSE atomics (ARMv8.1)? Known at compile time when the compiler may use
 * them anyway (-march=armv8.1-a and later) or when LKMM_ARM64_LSE is defined as 0 or 1. Otherwise
 * tested at run time, by one of:
 *
 *	a flag in memory	the default; header-only: every object file brings the same weak
 *				variable and constructor
 *	a patched branch	LKMM_PATCH, with liblkmm_patch.a linked in: see lib/arm64/patch.c
 *
 * Before the constructor has run the answer is no, which is safe: both forms work on the same
 * object at the same time.
 */
#ifndef LKMM_CPU_ARM64_H
#define LKMM_CPU_ARM64_H

#include <lkmm/compiler.h>

#if defined(__ARM_FEATURE_ATOMICS) && !defined(LKMM_ARM64_LSE)
# define LKMM_ARM64_LSE 1
#endif

#if defined(LKMM_ARM64_LSE)

static __lkmm_inline bool __lkmm_has_lse(void)
{
	return LKMM_ARM64_LSE;
}

#elif defined(LKMM_PATCH)

#ifdef __cplusplus
extern "C"
#endif
__attribute__((__visibility__("hidden"))) void __lkmm_patch_sites(void);

__attribute__((__constructor__(101))) static void __lkmm_patch_this(void)
{
	__lkmm_patch_sites();
}

/*
 * A branch to the exclusives, or after patching a nop. The section must be "aR": lld would drop it
 * with --gc-sections.
 */
static __lkmm_inline bool __lkmm_has_lse(void)
{
	__asm__ goto("1:	b	%l[no]\n"
		     "	.pushsection lkmm_patch, \"aR\"\n"
		     "	.balign	4\n"
		     "	.long	1b - .\n"
		     "	.popsection"
		     : : : : no);
	return true;
no:
	return false;
}

#else

/*
 * Under another name: <sys/auxv.h>, which declares it differently to C++, may be included too.
 */
unsigned long __lkmm_getauxval(unsigned long type) __asm__("getauxval");

/* Not a bool, of which clang tests one bit, in one more instruction. */
__attribute__((__weak__, __visibility__("hidden"))) unsigned char __lkmm_lse;

/* AT_HWCAP is 16, HWCAP_ATOMICS bit 8: Linux, Documentation/arch/arm64/elf_hwcaps.rst. */
__attribute__((__constructor__(101), __weak__, __visibility__("hidden"))) void __lkmm_find_lse(void)
{
	__lkmm_lse = __lkmm_getauxval(16) >> 8 & 1;
}

/* A macro: of a function's value, clang forgets that it is likely. */
#define __lkmm_has_lse() __lkmm_likely(__lkmm_lse)

#endif

/* Exclusives of two registers are in every one. */
static __lkmm_inline bool __lkmm_has_cmpxchg2(void)
{
	return true;
}

#endif
