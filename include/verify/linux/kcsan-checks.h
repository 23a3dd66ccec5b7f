/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * For lkmm verify: plain accesses in the atomic regions of KCSAN count as marked ones. What
 * ASSERT_EXCLUSIVE_ACCESS() and its like claim is not looked for.
 */
#ifndef __LKMM_VERIFY_LINUX_KCSAN_CHECKS_H
#define __LKMM_VERIFY_LINUX_KCSAN_CHECKS_H

void lkmm_verify_atomic_next(int n);
void lkmm_verify_atomic_nestable(int begins);
void lkmm_verify_atomic_flat(int begins);

#define kcsan_atomic_next(n) lkmm_verify_atomic_next(n)
#define kcsan_nestable_atomic_begin() lkmm_verify_atomic_nestable(1)
#define kcsan_nestable_atomic_end() lkmm_verify_atomic_nestable(0)
#define kcsan_flat_atomic_begin() lkmm_verify_atomic_flat(1)
#define kcsan_flat_atomic_end() lkmm_verify_atomic_flat(0)

/* Barriers for KCSAN, beside real ones. */
#define kcsan_mb() ((void)0)
#define kcsan_wmb() ((void)0)
#define kcsan_rmb() ((void)0)
#define kcsan_release() ((void)0)

#define ASSERT_EXCLUSIVE_ACCESS(var) ((void)0)
#define ASSERT_EXCLUSIVE_WRITER(var) ((void)0)
#define ASSERT_EXCLUSIVE_BITS(var, mask) ((void)0)

#endif
