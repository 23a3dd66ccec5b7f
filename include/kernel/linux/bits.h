/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Masks of bits. */
#ifndef __LKMM_LINUX_BITS_H
#define __LKMM_LINUX_BITS_H

#include <asm/bitsperlong.h>
#include <linux/build_bug.h>
#include <linux/const.h>

#define BITS_PER_BYTE 8
#define BIT(nr) (UL(1) << (nr))
#define BIT_ULL(nr) (ULL(1) << (nr))
#define BIT_MASK(nr) (UL(1) << ((nr) % BITS_PER_LONG))
#define BIT_WORD(nr) ((nr) / BITS_PER_LONG)

/* Bits @h down to @l. */
#define GENMASK(h, l) ((~UL(0) << (l)) & (~UL(0) >> (BITS_PER_LONG - 1 - (h))))
#define GENMASK_ULL(h, l) ((~ULL(0) << (l)) & (~ULL(0) >> (63 - (h))))

#include <asm/bitops.h>

#endif
