/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Included before a program that lkmm verify --optimized compiles: the operations that a compiler
 * sees as volatile accesses, and not as calls that it knows nothing about. So it moves plain
 * accesses across them, as it does where they are inlined.
 */
#ifndef LKMM_VERIFY_VOLATILE_H
#define LKMM_VERIFY_VOLATILE_H

#include <lkmm/atomic.h>

#define __lkmm_seen extern inline __attribute__((gnu_inline, always_inline))

#define __lkmm_once(name, type)									\
__lkmm_seen type lkmm_READ_ONCE_##name(type const volatile *x) { return *x; }			\
__lkmm_seen void lkmm_WRITE_ONCE_##name(type volatile *x, type val) { *x = val; }

typedef void *__lkmm_pointer;

__lkmm_once(u8, uint8_t)
__lkmm_once(u16, uint16_t)
__lkmm_once(u32, uint32_t)
__lkmm_once(u64, uint64_t)
__lkmm_once(ptr, __lkmm_pointer)

#define __lkmm_read_set(name, type)								\
__lkmm_seen type lkmm_##name##_read(const lkmm_##name##_t *v)					\
{												\
	return *(const volatile type *)&v->counter;						\
}												\
__lkmm_seen void lkmm_##name##_set(lkmm_##name##_t *v, type i)					\
{												\
	*(volatile type *)&v->counter = i;							\
}

__lkmm_read_set(atomic, int)
__lkmm_read_set(atomic64, int64_t)
__lkmm_read_set(atomic_long, long)

#endif
