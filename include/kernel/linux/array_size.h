/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef __LKMM_LINUX_ARRAY_SIZE_H
#define __LKMM_LINUX_ARRAY_SIZE_H

#include <linux/build_bug.h>
#include <linux/compiler.h>

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]) + __must_be_array(a))

#endif
