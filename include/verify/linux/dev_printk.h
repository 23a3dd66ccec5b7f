/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: nobody reads the log; a record in it may name a device. */
#ifndef __LKMM_VERIFY_LINUX_DEV_PRINTK_H
#define __LKMM_VERIFY_LINUX_DEV_PRINTK_H

#include <linux/printk.h>

struct dev_printk_info {
	char subsystem[16];
	char device[48];
};

#endif
