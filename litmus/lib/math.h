/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Numbers and their bits, as in include/linux/math.h, log2.h, bitops.h and others. None of these
 * has a branch, so that what is computed from a read depends on it as data, and no more. Of 0,
 * __ffs(), __fls() and ilog2() are undefined, as __builtin_ctzl() and __builtin_clzl() are.
 */

/* lib/hweight.c: __sw_hweight64(): how many bits are set. */
static inline unsigned long hweight64(u64 w)
{
	return __builtin_popcountl(w);
}

static inline unsigned int hweight32(unsigned int w)
{
	return hweight64(w);
}

static inline unsigned int hweight16(unsigned int w)
{
	return hweight64(w & 0xffff);
}

static inline unsigned int hweight8(unsigned int w)
{
	return hweight64(w & 0xff);
}

/* asm-generic/bitops/__ffs.h: generic___ffs() */
static inline unsigned long __ffs(unsigned long word)
{
	return __builtin_ctzl(word);
}

/* asm-generic/bitops/fls64.h */
static inline int fls64(u64 x)
{
	return 64 - __builtin_clzg(x, 64);
}

/* asm-generic/bitops/ffs.h: generic_ffs(). The lowest bit is the only one of x & -x. */
static inline int ffs(unsigned int x)
{
	return fls64(x & -x);
}

/* asm-generic/bitops/fls.h: generic_fls() */
static inline int fls(unsigned int x)
{
	return fls64(x);
}

/* linux/bitops.h: fls_long() */
static inline unsigned int fls_long(unsigned long l)
{
	return fls64(l);
}

/* asm-generic/bitops/__fls.h: generic___fls() */
static inline unsigned long __fls(unsigned long word)
{
	return 63 - __builtin_clzl(word);
}

/* asm-generic/bitops/ffz.h */
static inline unsigned long ffz(unsigned long word)
{
	return __ffs(~word);
}

/* linux/log2.h: ilog2() takes a number of 32 bits or of 64. */
#define ilog2(n) ((int)__fls((n) & (~0UL >> (sizeof(n) <= 4 ? 32 : 0))))

/* linux/log2.h: __order_base_2() */
static inline int order_base_2(unsigned long n)
{
	return fls64(n - (n != 0));
}

/* linux/log2.h: __roundup_pow_of_two() */
static inline unsigned long roundup_pow_of_two(unsigned long n)
{
	return 1UL << fls64(n - 1);
}

/* linux/log2.h: __rounddown_pow_of_two() */
static inline unsigned long rounddown_pow_of_two(unsigned long n)
{
	return 1UL << __fls(n);
}

/* linux/math.h: to a multiple of any number; each operand is evaluated once. */
#define __roundup(x, y, of) ({ typeof(y) of = (y); (((x) + (of - 1)) / of) * of; })
#define roundup(x, y) __roundup(x, y, __UNIQUE_ID(__y))
#define __rounddown(x, y, of) ({ typeof(x) of = (x); of - (of % (y)); })
#define rounddown(x, y) __rounddown(x, y, __UNIQUE_ID(__x))
#define DIV_ROUND_DOWN_ULL(n, d) ((unsigned long long)(n) / (u32)(d))
#define DIV_ROUND_UP_ULL(n, d) DIV_ROUND_DOWN_ULL((unsigned long long)(n) + (d) - 1, (d))
#define __div_closest(x, divisor, n, d) \
	({ \
		typeof(x) n = (x); \
		typeof(divisor) d = (divisor); \
		(((typeof(x))-1) > 0 || ((typeof(divisor))-1) > 0 || (n > 0) == (d > 0)) ? \
			(n + d / 2) / d : (n - d / 2) / d; \
	})
#define DIV_ROUND_CLOSEST(x, divisor) \
	__div_closest(x, divisor, __UNIQUE_ID(__n), __UNIQUE_ID(__d))

/* linux/math64.h and asm-generic/div64.h */
static inline u64 div_u64(u64 dividend, u32 divisor)
{
	return dividend / divisor;
}

static inline u64 div64_u64(u64 dividend, u64 divisor)
{
	return dividend / divisor;
}

#define __do_div(n, base, of, rest) \
	({ u32 of = (base), rest = (u64)(n) % of; (n) = (u64)(n) / of; rest; })
#define do_div(n, base) __do_div(n, base, __UNIQUE_ID(__base), __UNIQUE_ID(__rem))

/* uapi/linux/swab.h: the order of bytes. */
static inline u16 swab16(u16 x)
{
	return (u16)(x << 8 | x >> 8);
}

static inline u32 swab32(u32 x)
{
	return x << 24 | (x & 0xff00) << 8 | (x >> 8 & 0xff00) | x >> 24;
}

static inline u64 swab64(u64 x)
{
	return (u64)swab32(x) << 32 | swab32(x >> 32);
}

/* linux/bitops.h: rotations. */
static inline u32 rol32(u32 word, unsigned int shift)
{
	return (word << (shift & 31)) | (word >> (-shift & 31));
}

static inline u32 ror32(u32 word, unsigned int shift)
{
	return (word >> (shift & 31)) | (word << (-shift & 31));
}

static inline u64 rol64(u64 word, unsigned int shift)
{
	return (word << (shift & 63)) | (word >> (-shift & 63));
}

static inline u64 ror64(u64 word, unsigned int shift)
{
	return (word >> (shift & 63)) | (word << (-shift & 63));
}

static inline s32 sign_extend32(u32 value, int index)
{
	return (s32)(value << (31 - index)) >> (31 - index);
}

static inline s64 sign_extend64(u64 value, int index)
{
	return (s64)(value << (63 - index)) >> (63 - index);
}

/* linux/bitfield.h: a field of a register, by its mask. */
#define FIELD_PREP(mask, val) (((typeof(mask))(val) << __ffs(mask)) & (mask))
#define FIELD_GET(mask, reg) ((typeof(mask))(((reg) & (mask)) >> __ffs(mask)))
#define FIELD_FIT(mask, val) (!((((typeof(mask))(val)) << __ffs(mask)) & ~(mask)))
#define FIELD_MAX(mask) ((typeof(mask))((mask) >> __ffs(mask)))

/* linux/nospec.h: 0 for an index that is out of bounds; a branch would only predict that. */
#define __index_nospec(index, size, i, n) \
	({ \
		typeof(index) i = (index); \
		typeof(size) n = (size); \
		(typeof(i))(i & ~(long)(i | (n - 1UL - i)) >> 63); \
	})
#define array_index_nospec(index, size) \
	__index_nospec(index, size, __UNIQUE_ID(__i), __UNIQUE_ID(__s))
