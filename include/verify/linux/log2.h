/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: powers of two. */
#ifndef __LKMM_VERIFY_LINUX_LOG2_H
#define __LKMM_VERIFY_LINUX_LOG2_H

#include <linux/types.h>

#define is_power_of_2(n) ((n) != 0 && !((n) & ((n) - 1)))
#define rounddown_pow_of_two(n) (1UL << (63 - __builtin_clzl(n)))
#define roundup_pow_of_two(n) ((n) < 2 ? 1UL : 2UL << (63 - __builtin_clzl((n) - 1UL)))

#endif
