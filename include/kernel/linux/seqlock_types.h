/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The types of <linux/seqlock.h>. */
#if __has_include_next(<linux/seqlock_types.h>)
# include_next <linux/seqlock_types.h>
#elif !defined(__LKMM_LINUX_SEQLOCK_TYPES_H)
#define __LKMM_LINUX_SEQLOCK_TYPES_H

#include <linux/spinlock_types.h>
#include <lkmm/seqcount.h>

#define seqcount_t lkmm_seqcount_t
#define seqcount_latch_t lkmm_seqcount_latch_t

typedef struct {
	seqcount_t seqcount;
	spinlock_t lock;
} seqlock_t;

#endif
