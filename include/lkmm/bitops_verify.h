/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* A part of bitops.h: for lkmm verify, by the operations on longs that the model knows. */
#ifndef LKMM_BITOPS_VERIFY_H
#define LKMM_BITOPS_VERIFY_H

#include <lkmm/object.h>
#include <lkmm/types.h>
#include <lkmm/outline/atomic_long.h>

#define __LKMM_BIT_WORD(nr, v)									\
	((lkmm_atomic_long_t *)(volatile unsigned long *)(v) + (nr) / __LKMM_LONG_BITS)
#define __LKMM_BIT(nr) ((long)((unsigned long)1 << (nr) % __LKMM_LONG_BITS))

static __lkmm_inline void lkmm_set_bit(unsigned long nr, volatile unsigned long *v)
{
	lkmm_atomic_long_or(__LKMM_BIT(nr), __LKMM_BIT_WORD(nr, v));
}

static __lkmm_inline void lkmm_clear_bit(unsigned long nr, volatile unsigned long *v)
{
	lkmm_atomic_long_andnot(__LKMM_BIT(nr), __LKMM_BIT_WORD(nr, v));
}

static __lkmm_inline void lkmm_change_bit(unsigned long nr, volatile unsigned long *v)
{
	lkmm_atomic_long_xor(__LKMM_BIT(nr), __LKMM_BIT_WORD(nr, v));
}

static __lkmm_inline bool lkmm_test_bit(unsigned long nr, const volatile unsigned long *v)
{
	return (lkmm_atomic_long_read(__LKMM_BIT_WORD(nr, v)) & __LKMM_BIT(nr)) != 0;
}

static __lkmm_inline bool lkmm_test_bit_acquire(unsigned long nr, const volatile unsigned long *v)
{
	return (lkmm_atomic_long_read_acquire(__LKMM_BIT_WORD(nr, v)) & __LKMM_BIT(nr)) != 0;
}

static __lkmm_inline bool lkmm_test_and_set_bit(unsigned long nr, volatile unsigned long *v)
{
	return (lkmm_atomic_long_fetch_or(__LKMM_BIT(nr), __LKMM_BIT_WORD(nr, v)) &
		__LKMM_BIT(nr)) != 0;
}

static __lkmm_inline bool lkmm_test_and_clear_bit(unsigned long nr, volatile unsigned long *v)
{
	return (lkmm_atomic_long_fetch_andnot(__LKMM_BIT(nr), __LKMM_BIT_WORD(nr, v)) &
		__LKMM_BIT(nr)) != 0;
}

static __lkmm_inline bool lkmm_test_and_change_bit(unsigned long nr, volatile unsigned long *v)
{
	return (lkmm_atomic_long_fetch_xor(__LKMM_BIT(nr), __LKMM_BIT_WORD(nr, v)) &
		__LKMM_BIT(nr)) != 0;
}

/* Where the bit is set, it is read only, as in Linux. */
static __lkmm_inline bool lkmm_test_and_set_bit_lock(unsigned long nr, volatile unsigned long *v)
{
	if (lkmm_test_bit(nr, v))
		return true;
	return (lkmm_atomic_long_fetch_or_acquire(__LKMM_BIT(nr), __LKMM_BIT_WORD(nr, v)) &
		__LKMM_BIT(nr)) != 0;
}

static __lkmm_inline void lkmm_clear_bit_unlock(unsigned long nr, volatile unsigned long *v)
{
	lkmm_atomic_long_fetch_andnot_release(__LKMM_BIT(nr), __LKMM_BIT_WORD(nr, v));
}

static __lkmm_inline bool
lkmm_clear_bit_unlock_is_negative_byte(unsigned long nr, volatile unsigned long *v)
{
	return (lkmm_atomic_long_fetch_andnot_release(__LKMM_BIT(nr), __LKMM_BIT_WORD(nr, v)) &
		128) != 0;
}

static __lkmm_inline bool
lkmm_xor_unlock_is_negative_byte(unsigned long mask, volatile unsigned long *v)
{
	return (lkmm_atomic_long_fetch_xor_release((long)(mask & 127), __LKMM_BIT_WORD(0, v)) &
		128) != 0;
}

#endif
