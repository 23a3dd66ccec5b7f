/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Indices that are in their bounds in speculation, too. */
#ifndef LKMM_NOSPEC_H
#define LKMM_NOSPEC_H

#include <lkmm/arch.h>
#include <lkmm/barrier.h>

/**
 * lkmm_array_index_nospec() - an index, or 0 if it is out of bounds
 * @index: the index
 * @size: the number of elements; at most LONG_MAX
 *
 * Behind a branch that checks @index, a CPU that predicts the branch wrongly uses 0, and not an
 * address that @index chooses. It orders nothing.
 *
 * Return: @index if it is less than @size, else 0, also in speculation.
 */
static __lkmm_inline unsigned long lkmm_array_index_nospec(unsigned long index, unsigned long size)
{
	index &= __lkmm_mask(index, size);
	__lkmm_index();
	return index;
}

#endif
