/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The compiler features that the other headers need, and the compiler modes that they adapt to. */
#ifndef LKMM_COMPILER_H
#define LKMM_COMPILER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if !defined(__GNUC__)
# error "lkmm needs gcc or clang: it uses their extended asm, statement expressions and __typeof__"
#endif

/* ThreadSanitizer cannot see into asm, and warns of accesses in it: it gets the generic backend. */
#if defined(__SANITIZE_THREAD__)
# define __LKMM_TSAN 1
#elif defined(__has_feature)
# if __has_feature(thread_sanitizer)
#  define __LKMM_TSAN 1
# endif
#endif

#define __lkmm_inline inline __attribute__((__always_inline__, __unused__))
#define __lkmm_likely(x) __builtin_expect(!!(x), 1)

#ifdef __cplusplus
# define __lkmm_static_assert static_assert
#else
# define __lkmm_static_assert _Static_assert
#endif

/* Objects are accessed as integers of their size, for any type. */
typedef uint8_t __attribute__((__may_alias__)) __lkmm_u8;
typedef uint16_t __attribute__((__may_alias__)) __lkmm_u16;
typedef uint32_t __attribute__((__may_alias__)) __lkmm_u32;
#if __SIZEOF_POINTER__ == 8
typedef uint64_t __attribute__((__may_alias__)) __lkmm_u64;
#else
/*
 * 32-bit x86 aligns a uint64_t to 4 bytes in a structure, and clang calls libatomic for an object
 * that may cross a cache line.
 */
typedef uint64_t __attribute__((__may_alias__, __aligned__(8))) __lkmm_u64;
#endif

#ifdef __SIZEOF_INT128__
__extension__ typedef unsigned __int128 __attribute__((__may_alias__, __aligned__(16))) __lkmm_u128;
#endif

/* A value as a register of an architecture with 'extend' holds it. */
#define __lkmm_sext8(x) ((long)(int8_t)(x))
#define __lkmm_sext16(x) ((long)(int16_t)(x))
#define __lkmm_sext32(x) ((long)(int32_t)(x))
#define __lkmm_zext8(x) ((unsigned long)(uint8_t)(x))
#define __lkmm_zext16(x) ((unsigned long)(uint16_t)(x))
#define __lkmm_zext32(x) ((unsigned long)(uint32_t)(x))

/* No access moves across it at compile time. */
static __lkmm_inline void __lkmm_barrier(void)
{
	__asm__ __volatile__("" ::: "memory");
}

/*
 * All ones if @index is less than @size, else 0, as in Linux's include/linux/nospec.h: the sign of
 * neither @index nor @size - 1 - @index is set. A @size above LONG_MAX has no indices. The compiler
 * must not know the values: it would make a branch of a comparison, and a branch is predicted. Used
 * where an architecture has no better.
 */
static __lkmm_inline unsigned long __lkmm_mask_by_sign(unsigned long index, unsigned long size)
{
	__asm__("" : "+r"(index));
	return (unsigned long)(~(long)(index | (size - 1 - index)) >> (8 * sizeof(long) - 1));
}

#endif
