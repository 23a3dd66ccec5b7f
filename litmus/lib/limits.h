/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * The largest and the smallest numbers of the integer types, as include/vdso/limits.h and
 * include/linux/limits.h have them on a machine of 64 bits.
 */
#define SHRT_MAX 32767
#define SHRT_MIN (-SHRT_MAX - 1)
#define USHRT_MAX 65535
#define INT_MAX 2147483647
#define INT_MIN (-INT_MAX - 1)
#define UINT_MAX 4294967295U
#define LONG_MAX 9223372036854775807L
#define LONG_MIN (-LONG_MAX - 1)
#define ULONG_MAX 18446744073709551615UL
#define LLONG_MAX 9223372036854775807LL
#define LLONG_MIN (-LLONG_MAX - 1)
#define ULLONG_MAX 18446744073709551615ULL
#define UINTPTR_MAX ULONG_MAX
#define SIZE_MAX ULONG_MAX
#define SSIZE_MAX LONG_MAX
#define U8_MAX ((u8)255)
#define S8_MAX ((s8)127)
#define S8_MIN ((s8)(-S8_MAX - 1))
#define U16_MAX ((u16)65535)
#define S16_MAX ((s16)32767)
#define S16_MIN ((s16)(-S16_MAX - 1))
#define U32_MAX UINT_MAX
#define S32_MAX INT_MAX
#define S32_MIN INT_MIN
#define U64_MAX ULLONG_MAX
#define S64_MAX LLONG_MAX
#define S64_MIN LLONG_MIN
