/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: see compiler.h. */
#ifndef __LKMM_VERIFY_LINUX_PREFETCH_H
#define __LKMM_VERIFY_LINUX_PREFETCH_H

#include <linux/compiler.h>

#endif
