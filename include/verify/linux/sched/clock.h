/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: see <linux/jiffies.h>. */
#ifndef __LKMM_VERIFY_LINUX_SCHED_CLOCK_H
#define __LKMM_VERIFY_LINUX_SCHED_CLOCK_H

#include <linux/jiffies.h>

#ifndef sched_clock
# define sched_clock() 0UL
#endif

#endif
