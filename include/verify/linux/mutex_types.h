/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: see mutex.h. */
#ifndef __LKMM_VERIFY_LINUX_MUTEX_TYPES_H
#define __LKMM_VERIFY_LINUX_MUTEX_TYPES_H

#include <linux/spinlock_types.h>

struct mutex {
	spinlock_t lock;
};

#endif
