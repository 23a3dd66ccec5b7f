/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Atomic operations on the bits of an array of longs. */
#ifndef LKMM_BITOPS_H
#define LKMM_BITOPS_H

#ifdef LKMM_OUTLINE
# include <lkmm/outline/bitops.h>
#else
# include <lkmm/inline/bitops.h>
#endif

#endif
