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
