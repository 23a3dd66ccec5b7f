/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: no time passes, unless a client defines it. */
#ifndef __LKMM_VERIFY_LINUX_JIFFIES_H
#define __LKMM_VERIFY_LINUX_JIFFIES_H

#define HZ 250
#ifndef jiffies
/* no macro: parameters have the name */
static const unsigned long jiffies __attribute__((__unused__)) = 0;
#endif
#define time_after(a, b) ((long)((b) - (a)) < 0)
#define time_before(a, b) time_after(b, a)
#define time_after_eq(a, b) ((long)((a) - (b)) >= 0)
#define time_before_eq(a, b) time_after_eq(b, a)
#define NSEC_PER_USEC 1000L
#define MAX_JIFFY_OFFSET ((long)(~0UL >> 1) / 2)

#endif
