/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef __LKMM_ASM_CACHE_H
#define __LKMM_ASM_CACHE_H

#include <linux/cache.h>

#endif
