/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Small things, of include/linux/compiler.h, err.h, minmax.h and others. None of them is a
 * barrier.
 */
#define likely(x) (!!(x))
#define unlikely(x) (!!(x))

/* compiler.h: a name that is in no other use of the macro, so that uses may be nested. */
#define ___PASTE(a, b) a##b
#define __PASTE(a, b) ___PASTE(a, b)
#define __UNIQUE_ID(name) __PASTE(name, __COUNTER__)

/* minmax.h: each operand is evaluated once. */
#define __cmp(a, op, b, x, y) ({ typeof(a) x = (a); typeof(b) y = (b); x op y ? x : y; })
#define min(a, b) __cmp(a, <, b, __UNIQUE_ID(__a), __UNIQUE_ID(__b))
#define max(a, b) __cmp(a, >, b, __UNIQUE_ID(__a), __UNIQUE_ID(__b))

#define min_t(type, a, b) min((type)(a), (type)(b))
#define max_t(type, a, b) max((type)(a), (type)(b))
#define min3(a, b, c) min(min(a, b), c)
#define max3(a, b, c) max(max(a, b), c)
#define clamp(v, lo, hi) min(max(v, lo), hi)
#define clamp_t(type, v, lo, hi) min_t(type, max_t(type, v, lo), hi)
#define clamp_val(v, lo, hi) clamp_t(typeof(v), v, lo, hi)
#define __min_not_zero(a, b, x, y) \
	({ \
		typeof(a) x = (a); \
		typeof(b) y = (b); \
		x == 0 ? y : (y == 0 ? x : (x < y ? x : y)); \
	})
#define min_not_zero(a, b) __min_not_zero(a, b, __UNIQUE_ID(__a), __UNIQUE_ID(__b))

/* math.h, log2.h and others: numbers. */
#define __abs(a, x) ({ typeof(a) x = (a); x < 0 ? -x : x; })
#define abs(a) __abs(a, __UNIQUE_ID(__a))
#define DIV_ROUND_UP(n, d) (((n) + (d) - 1) / (d))
#define round_up(x, y) ((((x) - 1) | ((typeof(x))(y) - 1)) + 1)
#define round_down(x, y) ((x) & ~((typeof(x))(y) - 1))
#define IS_ALIGNED(x, a) (((x) & ((typeof(x))(a) - 1)) == 0)
#define is_power_of_2(n) __is_power_of_2((unsigned long)(n))
#define upper_32_bits(n) ((u32)((u64)(n) >> 32))
#define lower_32_bits(n) ((u32)((n) & 0xffffffff))

static inline bool __is_power_of_2(unsigned long n)
{
	return n != 0 && (n & (n - 1)) == 0;
}

/* minmax.h: swap() */
#define __swap(a, b, old) \
	do { \
		typeof(a) old = (a); \
		(a) = (b); \
		(b) = old; \
	} while (0)
#define swap(a, b) __swap(a, b, __UNIQUE_ID(__old))

/* array_size.h: for an array, not a pointer to its first element. */
#define ARRAY_SIZE(arr) (sizeof(arr) / sizeof((arr)[0]))

/* err.h: the last 4095 numbers are errors. */
#define IS_ERR_VALUE(x) ((unsigned long)(x) >= (unsigned long)-4095)
#define IS_ERR(ptr) IS_ERR_VALUE((unsigned long)(ptr))
#define IS_ERR_OR_NULL(ptr) (!(ptr) || IS_ERR(ptr))
#define PTR_ERR(ptr) ((long)(ptr))
#define ERR_PTR(error) ((void *)(long)(error))
#define ERR_CAST(ptr) ((void *)(ptr))
#define PTR_ERR_OR_ZERO(ptr) (IS_ERR(ptr) ? PTR_ERR(ptr) : 0)
