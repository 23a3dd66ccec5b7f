/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* C calls C, and there are no functions in assembler. */
#ifndef __LKMM_LINUX_LINKAGE_H
#define __LKMM_LINUX_LINKAGE_H

#include <linux/compiler.h>
#include <linux/export.h>

#define asmlinkage

#endif
