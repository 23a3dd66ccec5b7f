/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Each argument is evaluated once. Comparing values of two types draws a warning: say which, with
 * min_t().
 */
#ifndef __LKMM_LINUX_MINMAX_H
#define __LKMM_LINUX_MINMAX_H

#include <linux/compiler_types.h>

/* C++ has functions of these names. */
#ifndef __cplusplus

#define __lkmm_pick(x, op, y) __extension__ ({							\
	__typeof__(x) __lkmm_x = (x);								\
	__typeof__(y) __lkmm_y = (y);								\
	(void)(&__lkmm_x == &__lkmm_y);								\
	__lkmm_x op __lkmm_y ? __lkmm_x : __lkmm_y;						\
})
#define __lkmm_pick_t(type, x, op, y) __extension__ ({						\
	type __lkmm_x = (x);									\
	type __lkmm_y = (y);									\
	__lkmm_x op __lkmm_y ? __lkmm_x : __lkmm_y;						\
})

#define min(x, y) __lkmm_pick(x, <, y)
#define max(x, y) __lkmm_pick(x, >, y)
#define min3(x, y, z) min((__typeof__(x))min(x, y), z)
#define max3(x, y, z) max((__typeof__(x))max(x, y), z)
#define min_t(type, x, y) __lkmm_pick_t(type, x, <, y)
#define max_t(type, x, y) __lkmm_pick_t(type, x, >, y)
#define clamp(val, lo, hi) min((__typeof__(val))max(val, lo), hi)
#define clamp_t(type, val, lo, hi) min_t(type, max_t(type, val, lo), hi)
#define clamp_val(val, lo, hi) clamp_t(__typeof__(val), val, lo, hi)
#define swap(a, b) do { __typeof__(a) __lkmm_t = (a); (a) = (b); (b) = __lkmm_t; } while (0)

#endif
#endif
