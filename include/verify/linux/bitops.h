/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The kernel's own atomic operations on bits and locks of a bit, where its files are there. */
#ifndef __LKMM_VERIFY_LINUX_BITOPS_H
#define __LKMM_VERIFY_LINUX_BITOPS_H

#include_next <linux/bitops.h>
#include <linux/atomic.h>
#include <asm/bitops.h>

#if __has_include(<asm-generic/bitops/atomic.h>) && __has_include(<asm-generic/bitops/lock.h>)
# undef set_bit
# undef clear_bit
# undef change_bit
# undef test_and_set_bit
# undef test_and_clear_bit
# undef test_and_change_bit
# undef test_and_set_bit_lock
# undef clear_bit_unlock
# undef clear_bit_unlock_is_negative_byte
# undef xor_unlock_is_negative_byte
# undef __clear_bit_unlock
# undef arch_set_bit
# undef arch_clear_bit
# undef arch_change_bit
# undef arch_test_and_set_bit
# undef arch_test_and_clear_bit
# undef arch_test_and_change_bit
# undef arch_test_and_set_bit_lock
# undef arch_clear_bit_unlock
# undef arch_clear_bit_unlock_is_negative_byte
# undef arch_xor_unlock_is_negative_byte
# include <asm-generic/bitops/atomic.h>
# include <asm-generic/bitops/lock.h>
#endif

#endif
