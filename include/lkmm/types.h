/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * The atomic types. Their layout is that of the integer they hold, in every language and in the
 * kernel.
 */
#ifndef LKMM_TYPES_H
#define LKMM_TYPES_H

#include <lkmm/compiler.h>

/**
 * lkmm_atomic_t - an int that is only accessed by lkmm_atomic_*()
 * @counter: the value; for initialisers and debuggers
 */
typedef struct {
	int counter;
} lkmm_atomic_t;

/**
 * lkmm_atomic64_t - an int64_t that is only accessed by lkmm_atomic64_*()
 * @counter: the value. Aligned to 8 bytes also where int64_t is not: atomic instructions fault, or
 * stop being atomic,
 *	on an object that crosses a cache line.
 */
typedef struct {
	int64_t __attribute__((__aligned__(8))) counter;
} lkmm_atomic64_t;

/**
 * lkmm_atomic_long_t - a long that is only accessed by lkmm_atomic_long_*()
 * @counter: the value
 */
typedef struct {
	long counter;
} lkmm_atomic_long_t;

/**
 * lkmm_local_t - a long that one thread changes, by lkmm_local_*(), and others read
 * @counter: the value
 */
typedef struct {
	long counter;
} lkmm_local_t;

/**
 * lkmm_local64_t - an int64_t that one thread changes, by lkmm_local64_*(), and others read
 * @counter: the value, aligned to 8 bytes
 */
typedef struct {
	int64_t __attribute__((__aligned__(8))) counter;
} lkmm_local64_t;

#define LKMM_LOCAL_INIT(i) { (i) }
#define LKMM_LOCAL64_INIT(i) { (i) }
#define LKMM_ATOMIC_INIT(i) { (i) }
#define LKMM_ATOMIC64_INIT(i) { (i) }
#define LKMM_ATOMIC_LONG_INIT(i) { (i) }

__lkmm_static_assert(sizeof(lkmm_atomic_t) == 4 && __alignof__(lkmm_atomic_t) == 4,
		     "lkmm_atomic_t is 4 bytes");
__lkmm_static_assert(sizeof(lkmm_atomic64_t) == 8 && __alignof__(lkmm_atomic64_t) == 8,
		     "lkmm_atomic64_t is 8 bytes");
__lkmm_static_assert(sizeof(lkmm_atomic_long_t) == sizeof(void *),
		     "lkmm_atomic_long_t is as wide as a pointer");

/* Primitives come in bits. A long, or a pointer, has those of its width. */
#if __SIZEOF_LONG__ == 8
typedef __lkmm_u64 __lkmm_ulong;
# define __lkmm_long(prim) __lkmm_##prim##_64
#else
typedef __lkmm_u32 __lkmm_ulong;
# define __lkmm_long(prim) __lkmm_##prim##_32
#endif

#define __LKMM_LONG_BITS (8 * sizeof(long))

#endif
