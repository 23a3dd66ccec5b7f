/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The lock of asm-generic/, in place of that of the model (linux/spinlock.h). */
#ifndef __LKMM_VERIFY_ASM_QSPINLOCK_H
#define __LKMM_VERIFY_ASM_QSPINLOCK_H

#include <linux/cpumask.h>
#include <linux/spinlock.h>

#undef arch_spinlock_t
#undef __ARCH_SPIN_LOCK_UNLOCKED
#undef arch_spin_lock
#undef arch_spin_unlock
#undef arch_spin_trylock

#include <asm-generic/qspinlock.h>

#endif
