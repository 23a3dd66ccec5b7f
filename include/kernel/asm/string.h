/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The C library's functions, or those of the kernel's lib/string.c. */
#ifndef __LKMM_ASM_STRING_H
#define __LKMM_ASM_STRING_H

#include <linux/types.h>

#endif
