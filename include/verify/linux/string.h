/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: the compiler's own, whose size must be known. */
#ifndef __LKMM_VERIFY_LINUX_STRING_H
#define __LKMM_VERIFY_LINUX_STRING_H

#include <linux/types.h>

#ifndef memcpy
# define memcpy(to, from, n) __builtin_memcpy(to, from, n)
#endif
#ifndef memset
# define memset(to, byte, n) __builtin_memset(to, byte, n)
#endif

#endif
