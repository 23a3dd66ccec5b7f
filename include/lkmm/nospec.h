/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Indices that are in their bounds in speculation, too. */
#ifndef LKMM_NOSPEC_H
#define LKMM_NOSPEC_H

#include <lkmm/arch.h>
#include <lkmm/barrier.h>

/*
 * All ones if @index is less than @size, else 0, as in Linux's include/linux/nospec.h: the sign of
 * neither @index nor @size - 1 - @index is set. A @size above LONG_MAX has no indices. The compiler
 * must not know the values: it would make a branch of a comparison, and a branch is predicted.
 */
static __lkmm_inline unsigned long __lkmm_index_mask(unsigned long index, unsigned long size)
{
	__asm__("" : "+r"(index));
	return (unsigned long)(~(long)(index | (size - 1 - index)) >> (8 * sizeof(long) - 1));
}

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
	index &= __lkmm_index_mask(index, size);
	__lkmm_index();
	return index;
}

#endif
