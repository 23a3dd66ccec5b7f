/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Pages are memory of the C library, at addresses that are multiples of their size. */
#ifndef __LKMM_LINUX_GFP_H
#define __LKMM_LINUX_GFP_H

#include <linux/gfp_types.h>
#include <linux/init.h>
#include <asm/page.h>

#define gfpflags_allow_blocking(gfp) (((gfp) & __GFP_DIRECT_RECLAIM) != 0)

static inline unsigned long __get_free_pages(gfp_t gfp, unsigned int order)
{
	void *p = aligned_alloc(PAGE_SIZE, PAGE_SIZE << order);

	if (p && gfp & __GFP_ZERO)
		__builtin_memset(p, 0, PAGE_SIZE << order);
	return (unsigned long)p;
}

#define __get_free_page(gfp) __get_free_pages(gfp, 0)
#define get_zeroed_page(gfp) __get_free_pages((gfp) | __GFP_ZERO, 0)
#define free_pages(address, order) free((void *)(address))
#define free_page(address) free_pages(address, 0)

#endif
