/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Of a thread of a program. */
#ifndef __LKMM_ASM_CURRENT_H
#define __LKMM_ASM_CURRENT_H

#include <linux/sched.h>

#endif
