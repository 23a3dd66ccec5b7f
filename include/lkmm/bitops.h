/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Operations on the bits of an array of longs: atomic, and by plain accesses. */
#ifndef LKMM_BITOPS_H
#define LKMM_BITOPS_H

#ifdef LKMM_VERIFY
# include <lkmm/bitops_verify.h>
#elif defined(LKMM_OUTLINE)
# include <lkmm/outline/bitops.h>
#else
# include <lkmm/inline/bitops.h>
#endif
#include <lkmm/inline/plain.h>
#include <lkmm/object.h>

/**
 * lkmm___clear_bit_unlock() - clear a bit of a long that no other thread writes meanwhile
 * @nr: the number of the bit
 * @v: the array
 *
 * As Linux has it in include/asm-generic/bitops/lock.h: for a lock whose holder alone changes the
 * other bits. It is no read-modify-write.
 *
 * Ordering: release: every earlier access comes before the write.
 */
static __lkmm_inline void lkmm___clear_bit_unlock(unsigned long nr, volatile unsigned long *v)
{
	volatile unsigned long *word = v + nr / __LKMM_LONG_BITS;
	unsigned long bit = (unsigned long)1 << nr % __LKMM_LONG_BITS;

	lkmm_smp_store_release(word, lkmm_READ_ONCE(*word) & ~bit);
}

#endif
