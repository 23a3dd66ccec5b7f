/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify. */
#ifndef __LKMM_VERIFY_LINUX_ERRNO_H
#define __LKMM_VERIFY_LINUX_ERRNO_H

#include <asm/errno.h>

#endif
