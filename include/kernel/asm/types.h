/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The system's header of this name, and u8 ... s64, which the kernel has here as well. */
#ifndef __LKMM_ASM_TYPES_H
#define __LKMM_ASM_TYPES_H

#if __has_include_next(<asm/types.h>)
# include_next <asm/types.h>
#endif

#include <linux/types.h>

#endif
