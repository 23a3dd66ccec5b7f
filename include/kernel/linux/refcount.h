/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The kernel's own file, where one follows on the path; else <lkmm/refcount.h> by its names. */
#if __has_include_next(<linux/refcount.h>)
# include_next <linux/refcount.h>
#elif !defined(__LKMM_LINUX_REFCOUNT_H)
#define __LKMM_LINUX_REFCOUNT_H

#include <linux/atomic.h>
#include <linux/bug.h>
#include <linux/limits.h>
#include <linux/refcount_types.h>
#include <lkmm/refcount.h>

#define REFCOUNT_INIT(n) LKMM_REFCOUNT_INIT(n)
#define REFCOUNT_MAX LKMM_REFCOUNT_MAX
#define REFCOUNT_SATURATED LKMM_REFCOUNT_SATURATED

#define refcount_saturation_type lkmm_refcount_saturation_type
#define REFCOUNT_ADD_NOT_ZERO_OVF LKMM_REFCOUNT_ADD_NOT_ZERO_OVF
#define REFCOUNT_ADD_OVF LKMM_REFCOUNT_ADD_OVF
#define REFCOUNT_ADD_UAF LKMM_REFCOUNT_ADD_UAF
#define REFCOUNT_SUB_UAF LKMM_REFCOUNT_SUB_UAF
#define REFCOUNT_DEC_LEAK LKMM_REFCOUNT_DEC_LEAK
#define refcount_warn_saturate lkmm_refcount_warn_saturate

#define refcount_set lkmm_refcount_set
#define refcount_set_release lkmm_refcount_set_release
#define refcount_read lkmm_refcount_read
#define refcount_add lkmm_refcount_add
#define refcount_add_not_zero lkmm_refcount_add_not_zero
#define refcount_add_not_zero_acquire lkmm_refcount_add_not_zero_acquire
#define refcount_inc lkmm_refcount_inc
#define refcount_inc_not_zero lkmm_refcount_inc_not_zero
#define refcount_inc_not_zero_acquire lkmm_refcount_inc_not_zero_acquire
#define refcount_sub_and_test lkmm_refcount_sub_and_test
#define refcount_dec lkmm_refcount_dec
#define refcount_dec_and_test lkmm_refcount_dec_and_test
#define refcount_dec_if_one lkmm_refcount_dec_if_one
#define refcount_dec_not_one lkmm_refcount_dec_not_one

/* These also store what they found. */
#define __refcount_add __lkmm_refcount_add
#define __refcount_add_not_zero __lkmm_refcount_add_not_zero
#define __refcount_add_not_zero_acquire __lkmm_refcount_add_not_zero_acquire
#define __refcount_inc(r, oldp) __lkmm_refcount_add(1, r, oldp)
#define __refcount_inc_not_zero(r, oldp) __lkmm_refcount_add_not_zero(1, r, oldp)
#define __refcount_inc_not_zero_acquire(r, oldp) __lkmm_refcount_add_not_zero_acquire(1, r, oldp)
#define __refcount_sub_and_test __lkmm_refcount_sub_and_test
#define __refcount_dec_and_test(r, oldp) __lkmm_refcount_sub_and_test(1, r, oldp)
#define __refcount_dec __lkmm_refcount_dec

/* With the spin_lock() and mutex_lock() that are defined where these are used. */
#define refcount_dec_and_lock(r, lock)								\
	lkmm_refcount_dec_and_lock(r, spin_lock(lock), spin_unlock(lock))
#define refcount_dec_and_lock_irqsave(r, lock, flags)						\
	lkmm_refcount_dec_and_lock(r, ({ spin_lock_irqsave(lock, *(flags)); }),			\
				   ({ spin_unlock_irqrestore(lock, *(flags)); }))
#define refcount_dec_and_mutex_lock(r, lock)							\
	lkmm_refcount_dec_and_lock(r, mutex_lock(lock), mutex_unlock(lock))

#endif
