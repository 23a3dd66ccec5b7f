/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The type of <linux/refcount.h>. */
#if __has_include_next(<linux/refcount_types.h>)
# include_next <linux/refcount_types.h>
#elif !defined(__LKMM_LINUX_REFCOUNT_TYPES_H)
#define __LKMM_LINUX_REFCOUNT_TYPES_H

#include <linux/types.h>
#include <lkmm/refcount.h>

#define refcount_t lkmm_refcount_t

#endif
