/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Definitions that ops.c needs besides the kernel's interface. */
#ifndef LKMM_WRAP_H
#define LKMM_WRAP_H

#include <linux/atomic.h>
#include <linux/export.h>
#include <linux/nospec.h>
#include <linux/processor.h>
#include <linux/rcupdate.h>
#include <linux/spinlock.h>
#include <linux/srcu.h>

#include <lkmm-missing.h>
#include "derived.h"
#include "lkmm.h"

/* A pointer that RCU publishes, with any type of pointee. */
#define lkmm_rcu(x) ((void __rcu * __force *)(x))

/*
 * Rests until *p may differ from val: the kernel's wait inside smp_cond_load_relaxed(), on
 * architectures with more than a pause for it.
 */
#ifdef __cmpwait_relaxed
#define lkmm_wait(p, val) __cmpwait_relaxed(p, val)
#else
#define lkmm_wait(p, val)					\
do {								\
	if (READ_ONCE(*(p)) == (val))				\
		cpu_relax();					\
} while (0)
#endif

#endif
