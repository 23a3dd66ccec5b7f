/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The same. */
#ifndef __LKMM_LINUX_SPINLOCK_TYPES_RAW_H
#define __LKMM_LINUX_SPINLOCK_TYPES_RAW_H

#include <linux/spinlock_types.h>

#endif
