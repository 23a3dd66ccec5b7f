/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: see <linux/spinlock_types.h>. */
#ifndef __LKMM_VERIFY_ASM_SPINLOCK_TYPES_H
#define __LKMM_VERIFY_ASM_SPINLOCK_TYPES_H

#include <linux/spinlock_types.h>

#endif
