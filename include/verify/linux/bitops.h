/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: the bit operations of machines that have no others, in the kernel's files. */
#ifndef __LKMM_VERIFY_LINUX_BITOPS_H
#define __LKMM_VERIFY_LINUX_BITOPS_H

#include <linux/atomic.h>
#include <linux/bits.h>

#define raw_atomic_long_or atomic_long_or
#define raw_atomic_long_andnot atomic_long_andnot
#define raw_atomic_long_xor atomic_long_xor
#define raw_atomic_long_fetch_or atomic_long_fetch_or
#define raw_atomic_long_fetch_or_acquire atomic_long_fetch_or_acquire
#define raw_atomic_long_fetch_andnot atomic_long_fetch_andnot
#define raw_atomic_long_fetch_andnot_release atomic_long_fetch_andnot_release
#define raw_atomic_long_fetch_xor atomic_long_fetch_xor
#define raw_atomic_long_fetch_xor_release atomic_long_fetch_xor_release
#define raw_atomic_long_set_release atomic_long_set_release

#include <asm-generic/bitops/atomic.h>
#include <asm-generic/bitops/lock.h>

#endif
