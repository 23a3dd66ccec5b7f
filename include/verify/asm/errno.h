/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Some of the system's numbers of errors. */
#ifndef __LKMM_VERIFY_ASM_ERRNO_H
#define __LKMM_VERIFY_ASM_ERRNO_H

#include_next <asm/errno.h>

/* Of system calls that are to be made again; no user sees it. */
#define ERESTARTSYS 512

#endif
