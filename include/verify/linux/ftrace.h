/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: nothing is traced. */
#ifndef __LKMM_VERIFY_LINUX_FTRACE_H
#define __LKMM_VERIFY_LINUX_FTRACE_H

#include <linux/compiler.h>

#endif
