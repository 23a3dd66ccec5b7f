/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Bits of a word: counting and finding them, and turning it. <linux/bitops.h> has arrays. */
#ifndef __LKMM_ASM_BITOPS_H
#define __LKMM_ASM_BITOPS_H

#include <linux/bits.h>
#include <linux/compiler.h>
#include <linux/math.h>
#include <linux/types.h>

#define BITS_PER_TYPE(type) (sizeof(type) * BITS_PER_BYTE)
#define BITS_TO_LONGS(n) DIV_ROUND_UP(n, BITS_PER_TYPE(long))
#define BITS_TO_U64(n) DIV_ROUND_UP(n, BITS_PER_TYPE(u64))
#define BITS_TO_U32(n) DIV_ROUND_UP(n, BITS_PER_TYPE(u32))
#define BITS_TO_BYTES(n) DIV_ROUND_UP(n, BITS_PER_TYPE(char))

/* The number of the lowest bit that is set, and of the highest; not for 0. */
#define __ffs(word) ((unsigned long)__builtin_ctzl(word))
#define __fls(word) ((unsigned long)(BITS_PER_LONG - 1 - __builtin_clzl(word)))
#define __ffs64(word) ((unsigned long)__builtin_ctzll(word))
#define ffz(word) __ffs(~(word))

/* The same counted from 1; 0 for 0. ffs() is the C library's, and the compiler knows it. */
#ifndef __cplusplus
int ffs(int x);
#endif

static inline __attribute_const__ int fls(unsigned int x)
{
	return x ? 32 - __builtin_clz(x) : 0;
}

static inline __attribute_const__ int fls64(u64 x)
{
	return x ? 64 - __builtin_clzll(x) : 0;
}

static inline __attribute_const__ unsigned int fls_long(unsigned long x)
{
	return (unsigned int)fls64(x);
}

static inline __attribute_const__ int get_count_order(unsigned int count)
{
	return count ? fls(count - 1) : -1;
}

static inline __attribute_const__ int get_count_order_long(unsigned long count)
{
	return count ? fls64(count - 1) : -1;
}

#define hweight8(w) ((unsigned int)__builtin_popcount((u8)(w)))
#define hweight16(w) ((unsigned int)__builtin_popcount((u16)(w)))
#define hweight32(w) ((unsigned int)__builtin_popcount((u32)(w)))
#define hweight64(w) ((unsigned int)__builtin_popcountll(w))
#define hweight_long(w) ((unsigned long)__builtin_popcountl(w))

#define __LKMM_ROTATE(bits)									\
static inline u##bits rol##bits(u##bits word, unsigned int shift)				\
{												\
	return (u##bits)(word << (shift & (bits - 1)) | word >> (-shift & (bits - 1)));		\
}												\
static inline u##bits ror##bits(u##bits word, unsigned int shift)				\
{												\
	return rol##bits(word, -shift & (bits - 1));						\
}
__LKMM_ROTATE(64)
__LKMM_ROTATE(32)
__LKMM_ROTATE(16)
__LKMM_ROTATE(8)
#undef __LKMM_ROTATE

/* The bit @index becomes the sign. */
static inline __attribute_const__ s32 sign_extend32(u32 value, int index)
{
	return (s32)(value << (31 - index)) >> (31 - index);
}

static inline __attribute_const__ s64 sign_extend64(u64 value, int index)
{
	return (s64)(value << (63 - index)) >> (63 - index);
}

/* On memory whose bits are numbered byte by byte. */
#ifdef CONFIG_CPU_BIG_ENDIAN
# define __LKMM_LE_BIT(nr) ((nr) ^ (BITS_PER_LONG - 8))
#else
# define __LKMM_LE_BIT(nr) (nr)
#endif
#define __set_bit_le(nr, v) __set_bit(__LKMM_LE_BIT(nr), (unsigned long *)(v))
#define __clear_bit_le(nr, v) __clear_bit(__LKMM_LE_BIT(nr), (unsigned long *)(v))
#define test_bit_le(nr, v) test_bit(__LKMM_LE_BIT(nr), (unsigned long *)(v))

#endif
