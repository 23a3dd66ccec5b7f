/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: C calls C. */
#ifndef __LKMM_VERIFY_LINUX_LINKAGE_H
#define __LKMM_VERIFY_LINUX_LINKAGE_H

#include <linux/compiler.h>
#include <linux/export.h>

#endif
