/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef __LKMM_ASM_ATOMIC_H
#define __LKMM_ASM_ATOMIC_H

#include <linux/atomic.h>

#endif
