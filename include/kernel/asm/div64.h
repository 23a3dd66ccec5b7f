/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Division of 64 bits, which a compiler has. */
#ifndef __LKMM_ASM_DIV64_H
#define __LKMM_ASM_DIV64_H

#include <linux/types.h>

/* Divides *@n by @base; the remainder. */
#define do_div(n, base) __extension__ ({							\
	u32 __lkmm_base = (base), __lkmm_rest = (u32)((u64)(n) % __lkmm_base);			\
	(n) = (__typeof__(n))((u64)(n) / __lkmm_base);						\
	__lkmm_rest;										\
})

#endif
