/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* See mutex.h. */
#ifndef __LKMM_LINUX_MUTEX_TYPES_H
#define __LKMM_LINUX_MUTEX_TYPES_H

#include <linux/spinlock_types.h>

struct mutex {
	spinlock_t lock;
};

#endif
