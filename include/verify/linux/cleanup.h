/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: no guards, which no file up to now needs. */
#ifndef __LKMM_VERIFY_LINUX_CLEANUP_H
#define __LKMM_VERIFY_LINUX_CLEANUP_H

#define DEFINE_GUARD(name, type, lock, unlock)
#define DEFINE_GUARD_COND(name, ext, lock)

#endif
