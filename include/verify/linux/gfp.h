/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: what memory is asked for with does not matter, except for zeros. */
#ifndef __LKMM_VERIFY_LINUX_GFP_H
#define __LKMM_VERIFY_LINUX_GFP_H

#include <linux/types.h>

typedef unsigned int gfp_t;

#define __GFP_ZERO 1u
#define GFP_KERNEL 0u
#define GFP_ATOMIC 0u
#define GFP_NOWAIT 0u

#endif
