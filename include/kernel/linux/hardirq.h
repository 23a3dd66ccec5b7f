/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* See preempt.h. */
#ifndef __LKMM_LINUX_HARDIRQ_H
#define __LKMM_LINUX_HARDIRQ_H

#include <linux/preempt.h>

#endif
