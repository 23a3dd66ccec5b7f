/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The size of a page, as far as the kernel's sources ask for one at compile time. */
#ifndef __LKMM_ASM_PAGE_H
#define __LKMM_ASM_PAGE_H

#include <linux/const.h>
#include <linux/align.h>

#ifndef PAGE_SHIFT
# define PAGE_SHIFT 12
#endif
#ifndef PAGE_SIZE
# define PAGE_SIZE (_AC(1, UL) << PAGE_SHIFT)
#endif
#ifndef PAGE_MASK
# define PAGE_MASK (~(PAGE_SIZE - 1))
#endif
#define PAGE_ALIGN(address) ALIGN(address, PAGE_SIZE)

#endif
