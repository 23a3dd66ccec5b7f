/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: the bit operations of machines that have no others, in the kernel's files. */
#ifndef __LKMM_VERIFY_LINUX_BITOPS_H
#define __LKMM_VERIFY_LINUX_BITOPS_H

#include <linux/atomic.h>
#include <linux/bits.h>

#include <asm-generic/bitops/atomic.h>
#include <asm-generic/bitops/lock.h>

#endif
