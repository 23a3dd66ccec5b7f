/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: see slab.h. */
#ifndef __LKMM_VERIFY_LINUX_MM_H
#define __LKMM_VERIFY_LINUX_MM_H

#include <linux/slab.h>
#include <asm/page.h>

#define mem_dump_obj(p) ((void)(p))

#endif
