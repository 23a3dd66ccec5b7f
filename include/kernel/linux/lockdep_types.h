/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* There is no lockdep. */
#ifndef __LKMM_LINUX_LOCKDEP_TYPES_H
#define __LKMM_LINUX_LOCKDEP_TYPES_H

struct lock_class_key {
};

struct lockdep_map {
};

#endif
