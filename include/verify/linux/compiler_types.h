/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: words of newer kernels. Arithmetic always wraps. */
#ifndef __LKMM_VERIFY_LINUX_COMPILER_TYPES_H
#define __LKMM_VERIFY_LINUX_COMPILER_TYPES_H

#include_next <linux/compiler_types.h>

#define __signed_wrap
#define __counted_by(member)

#endif
