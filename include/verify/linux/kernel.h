/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: with messages. */
#ifndef __LKMM_VERIFY_LINUX_KERNEL_H
#define __LKMM_VERIFY_LINUX_KERNEL_H

#include_next <linux/kernel.h>
#include <linux/errno.h>
#include <linux/printk.h>

#endif
