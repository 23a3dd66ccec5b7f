/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* See <linux/linkage.h>. */
#ifndef __LKMM_ASM_LINKAGE_H
#define __LKMM_ASM_LINKAGE_H

#include <linux/linkage.h>

#endif
