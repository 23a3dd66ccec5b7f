/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The lock of the architecture that follows on the path; else the one of <linux/spinlock.h>. */
#if __has_include_next(<asm/spinlock_types.h>)
# include_next <asm/spinlock_types.h>
#elif !defined(__LKMM_ASM_SPINLOCK_TYPES_H)
#define __LKMM_ASM_SPINLOCK_TYPES_H

#include <linux/spinlock_types.h>

#define arch_spinlock_t spinlock_t
#define __ARCH_SPIN_LOCK_UNLOCKED LKMM_TICKET_LOCK_INIT

#endif
