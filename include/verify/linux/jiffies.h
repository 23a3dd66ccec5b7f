/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: no time passes, unless a client defines it. */
#ifndef __LKMM_VERIFY_LINUX_JIFFIES_H
#define __LKMM_VERIFY_LINUX_JIFFIES_H

#define HZ 250
#ifndef jiffies
# define jiffies 0UL
#endif
#define time_after(a, b) ((long)((b) - (a)) < 0)
#define time_before(a, b) time_after(b, a)
#define NSEC_PER_USEC 1000L

#endif
