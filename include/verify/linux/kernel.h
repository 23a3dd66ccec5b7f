/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: with messages. */
#ifndef __LKMM_VERIFY_LINUX_KERNEL_H
#define __LKMM_VERIFY_LINUX_KERNEL_H

#include_next <linux/kernel.h>
#include <linux/bitops.h>
#include <linux/errno.h>
#include <linux/log2.h>
#include <linux/math.h>
#include <linux/minmax.h>
#include <linux/printk.h>

#endif
