/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: there is no KCSAN. */
#ifndef __LKMM_VERIFY_LINUX_KCSAN_CHECKS_H
#define __LKMM_VERIFY_LINUX_KCSAN_CHECKS_H

#define kcsan_atomic_next(n) ((void)0)
#define kcsan_nestable_atomic_begin() ((void)0)
#define kcsan_nestable_atomic_end() ((void)0)
#define kcsan_flat_atomic_begin() ((void)0)
#define kcsan_flat_atomic_end() ((void)0)
#define KCSAN_SEQLOCK_REGION_MAX 1000

#endif
