/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef __LKMM_ASM_BUG_H
#define __LKMM_ASM_BUG_H

#include <linux/bug.h>

#endif
