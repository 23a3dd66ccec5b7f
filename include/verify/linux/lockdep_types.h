/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: there is no lockdep. */
#ifndef __LKMM_VERIFY_LINUX_LOCKDEP_TYPES_H
#define __LKMM_VERIFY_LINUX_LOCKDEP_TYPES_H

struct lock_class_key {
};

struct lockdep_map {
};

#endif
