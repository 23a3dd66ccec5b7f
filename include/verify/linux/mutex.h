/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: a mutex, and what gives it back by itself. */
#ifndef __LKMM_VERIFY_LINUX_MUTEX_H
#define __LKMM_VERIFY_LINUX_MUTEX_H

#include_next <linux/mutex.h>
#include <linux/cleanup.h>

DEFINE_GUARD(mutex, struct mutex *, mutex_lock(_T), mutex_unlock(_T))

#endif
