/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Alignment that keeps objects apart. 64 bytes is the line of all that lkmm has sequences for. */
#ifndef __LKMM_LINUX_CACHE_H
#define __LKMM_LINUX_CACHE_H

#include <linux/align.h>

#ifndef L1_CACHE_SHIFT
# define L1_CACHE_SHIFT 6
#endif
#define L1_CACHE_BYTES (1 << L1_CACHE_SHIFT)
#define SMP_CACHE_BYTES L1_CACHE_BYTES
#define L1_CACHE_ALIGN(x) ALIGN(x, L1_CACHE_BYTES)

#define ____cacheline_aligned __attribute__((__aligned__(SMP_CACHE_BYTES)))
#define ____cacheline_aligned_in_smp ____cacheline_aligned
#define __cacheline_aligned ____cacheline_aligned
#define __cacheline_aligned_in_smp ____cacheline_aligned
#define __read_mostly
#define __ro_after_init

#endif
