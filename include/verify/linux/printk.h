/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: nothing is printed, and what would be is not read. */
#ifndef __LKMM_VERIFY_LINUX_PRINTK_H
#define __LKMM_VERIFY_LINUX_PRINTK_H

#define printk(...) ((void)0)
#define pr_debug(...) ((void)0)
#define pr_info(...) ((void)0)
#define pr_warn(...) ((void)0)
#define pr_err(...) ((void)0)

#endif
