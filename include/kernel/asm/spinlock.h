/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The lock of the architecture that follows on the path; else the one of <linux/spinlock.h>. */
#if __has_include_next(<asm/spinlock.h>)
# include_next <asm/spinlock.h>
#elif !defined(__LKMM_ASM_SPINLOCK_H)
#define __LKMM_ASM_SPINLOCK_H

#include <asm/spinlock_types.h>
#include <linux/spinlock.h>

#define arch_spin_lock spin_lock
#define arch_spin_trylock spin_trylock
#define arch_spin_unlock spin_unlock
#define arch_spin_is_locked spin_is_locked

#endif
