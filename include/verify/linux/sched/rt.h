/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: see <linux/sched.h>. */
#ifndef __LKMM_VERIFY_LINUX_SCHED_RT_H
#define __LKMM_VERIFY_LINUX_SCHED_RT_H

#include <linux/sched.h>

#endif
