/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The same. */
#ifndef __LKMM_ASM_SPINLOCK_H
#define __LKMM_ASM_SPINLOCK_H

#include <linux/spinlock.h>

#endif
