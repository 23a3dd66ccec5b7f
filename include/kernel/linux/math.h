/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Rounding. round_up() and round_down() are for powers of two. */
#ifndef __LKMM_LINUX_MATH_H
#define __LKMM_LINUX_MATH_H

#include <linux/types.h>

#define round_down(x, y) ((x) & ~((__typeof__(x))(y) - 1))
#define round_up(x, y) ((((x) - 1) | ((__typeof__(x))(y) - 1)) + 1)
#define DIV_ROUND_UP(n, d) (((n) + (d) - 1) / (d))
#define DIV_ROUND_CLOSEST(n, d) (((n) + ((d) / 2)) / (d))
#define rounddown(x, y) __extension__ ({ __typeof__(x) __lkmm_x = (x); \
					 __lkmm_x - (__lkmm_x % (y)); })
/* <sys/param.h> has one too. */
#undef roundup
#define roundup(x, y) __extension__ ({ __typeof__(y) __lkmm_y = (y); \
				       (((x) + (__lkmm_y - 1)) / __lkmm_y) * __lkmm_y; })

#endif
