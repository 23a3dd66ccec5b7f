/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: see preempt.h. */
#ifndef __LKMM_VERIFY_LINUX_HARDIRQ_H
#define __LKMM_VERIFY_LINUX_HARDIRQ_H

#include <linux/preempt.h>

#endif
