/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* x86-64 with an xchg() on 32 bits that is a load and a store. */
#include "x86_64-right.h"

static __lkmm_inline __lkmm_u32 broken_xchg_32(volatile __lkmm_u32 *ptr, __lkmm_u32 val)
{
	__lkmm_u32 old = *ptr;

	*ptr = val;
	return old;
}

#define __lkmm_xchg_full_32 broken_xchg_32
