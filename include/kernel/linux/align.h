/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* @a is a power of two. */
#ifndef __LKMM_LINUX_ALIGN_H
#define __LKMM_LINUX_ALIGN_H

#include <linux/compiler_types.h>

#define ALIGN_DOWN(x, a) ((x) & ~((__typeof__(x))(a) - 1))
#define ALIGN(x, a) ALIGN_DOWN((x) + ((__typeof__(x))(a) - 1), a)
#define IS_ALIGNED(x, a) (((x) & ((__typeof__(x))(a) - 1)) == 0)
#define PTR_ALIGN(p, a) ((__typeof__(p))ALIGN((unsigned long)(p), (a)))
#define PTR_ALIGN_DOWN(p, a) ((__typeof__(p))ALIGN_DOWN((unsigned long)(p), (a)))

#endif
