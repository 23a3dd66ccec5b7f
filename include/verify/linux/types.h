/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: more of the kernel's types. */
#ifndef __LKMM_VERIFY_LINUX_TYPES_H
#define __LKMM_VERIFY_LINUX_TYPES_H

#include_next <linux/types.h>

typedef unsigned int gfp_t;
typedef u64 dma_addr_t;

#endif
