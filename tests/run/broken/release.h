/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * x86-64 with a release store on 32 bits that has moved to before the relaxed store in front of it.
 * That one is kept back for it, so it is for threads all of whose stores come in such pairs.
 */
#include "x86_64-right.h"

static __thread struct {
	volatile __lkmm_u32 *ptr;
	__lkmm_u32 val;
} broken_kept;

static __lkmm_inline void broken_store_relaxed_32(volatile __lkmm_u32 *ptr, __lkmm_u32 val)
{
	broken_kept.ptr = ptr;
	broken_kept.val = val;
}

static __lkmm_inline void broken_store_release_32(volatile __lkmm_u32 *ptr, __lkmm_u32 val)
{
	*ptr = val;
	*broken_kept.ptr = broken_kept.val;
}

#define __lkmm_store_relaxed_32 broken_store_relaxed_32
#define __lkmm_store_release_32 broken_store_release_32
