/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Hints to the CPU. */
#ifndef __LKMM_LINUX_PREFETCH_H
#define __LKMM_LINUX_PREFETCH_H

#include <linux/compiler.h>

/* lkmm verify has its own. */
#ifndef prefetch
# define prefetch(p) __builtin_prefetch(p)
# define prefetchw(p) __builtin_prefetch(p, 1)
#endif

#endif
