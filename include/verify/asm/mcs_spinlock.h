/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The architecture has nothing of its own. */
#ifndef __LKMM_VERIFY_ASM_MCS_SPINLOCK_H
#define __LKMM_VERIFY_ASM_MCS_SPINLOCK_H

#include <linux/atomic.h>
#include <asm/processor.h>

#endif
