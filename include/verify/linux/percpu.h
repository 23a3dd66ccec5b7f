/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: see percpu-defs.h. */
#ifndef __LKMM_VERIFY_LINUX_PERCPU_H
#define __LKMM_VERIFY_LINUX_PERCPU_H

#include <linux/percpu-defs.h>
#include <linux/preempt.h>
#include <linux/smp.h>

#endif
