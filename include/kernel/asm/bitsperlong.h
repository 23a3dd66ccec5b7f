/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The system's header of this name, with the kernel's additions. */
#ifndef __LKMM_ASM_BITSPERLONG_H
#define __LKMM_ASM_BITSPERLONG_H

#if __has_include_next(<asm/bitsperlong.h>)
# include_next <asm/bitsperlong.h>
#endif

#define BITS_PER_LONG (8 * __SIZEOF_LONG__)
#define BITS_PER_LONG_LONG 64

#endif
