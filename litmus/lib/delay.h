/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Delays, as in include/linux/delay.h. There is no time: what a thread does next may come at any
 * moment, so a delay adds nothing, and orders nothing.
 */
#define msleep(msecs) ((void)(msecs))
#define msleep_interruptible(msecs) ((void)(msecs), 0UL)
#define ssleep(seconds) ((void)(seconds))
#define fsleep(usecs) ((void)(usecs))
#define usleep_range(min, max) ((void)(min), (void)(max))
#define udelay(usecs) ((void)(usecs))
#define mdelay(msecs) ((void)(msecs))
#define ndelay(nsecs) ((void)(nsecs))
