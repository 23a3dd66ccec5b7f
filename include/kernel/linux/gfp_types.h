/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* What memory is asked for with. Only zeros matter: memory is that of the C library. */
#ifndef __LKMM_LINUX_GFP_TYPES_H
#define __LKMM_LINUX_GFP_TYPES_H

#include <linux/types.h>

#define __GFP_ZERO 0x100u
#define __GFP_NOWARN 0u
#define __GFP_NORETRY 0u
#define __GFP_NOFAIL 0u
#define __GFP_COMP 0u
#define __GFP_HIGHMEM 0u
#define __GFP_ACCOUNT 0u
#define __GFP_NOMEMALLOC 0u
#define __GFP_NOLOCKDEP 0u
#define __GFP_RECLAIM 1u
#define __GFP_DIRECT_RECLAIM 1u
#define GFP_KERNEL __GFP_RECLAIM
#define GFP_KERNEL_ACCOUNT __GFP_RECLAIM
#define GFP_USER __GFP_RECLAIM
#define GFP_NOFS __GFP_RECLAIM
#define GFP_NOIO __GFP_RECLAIM
#define GFP_ATOMIC 0u
#define GFP_NOWAIT 0u

#endif
