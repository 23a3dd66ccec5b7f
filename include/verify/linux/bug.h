/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: BUG() and WARN() are faults, and no thread goes on behind BUG(). */
#ifndef __LKMM_VERIFY_LINUX_BUG_H
#define __LKMM_VERIFY_LINUX_BUG_H

#include <asm/cmpxchg.h>
#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/types.h>
#include <lkmm/verify.h>

void lkmm_verify_warns(void);

#define BUG() lkmm_verify_fails()
#define BUG_ON(cond) do { if (cond) BUG(); } while (0)

#define WARN(cond, ...) __extension__ ({							\
	bool __lkmm_warn = !!(cond);								\
	if (__lkmm_warn)									\
		lkmm_verify_warns();								\
	__lkmm_warn;										\
})
#define WARN_ON(cond) WARN(cond, "")
#define WARN_ONCE(cond, ...) WARN(cond, "")
#define WARN_ON_ONCE(cond) WARN(cond, "")
#define VM_BUG_ON(cond) BUG_ON(cond)
#define VM_WARN_ON_ONCE(cond) WARN_ON(cond)

#endif
