/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * The Linux kernel's atomics, with its meaning: lkmm_<kernel name>.
 *
 *	lkmm/atomic.h		all of it
 *	lkmm/barrier.h		lkmm_smp_mb() and the other barriers
 *	lkmm/object.h		lkmm_READ_ONCE(), lkmm_smp_store_release(), lkmm_xchg() on plain
 *				objects
 *	lkmm/bitops.h		lkmm_set_bit() and its like on arrays of longs
 *	lkmm/types.h		lkmm_atomic_t, lkmm_atomic64_t, lkmm_atomic_long_t
 *
 * Before the first #include:
 *
 *	LKMM_OUTLINE		call the functions of liblkmm instead of inlining; try_cmpxchg by
 *				cmpxchg and comparing, so that *old may stay in a register
 *	LKMM_OUTLINE_TRY	with that: try_cmpxchg by its own function
 *	LKMM_GENERIC		the compiler's __atomic builtins instead of this architecture's
 *				sequences
 *	LKMM_PATCH		arm64: choose between exclusives and LSE by patching the program
 *				when it starts
 *
 * A function that gets a pointer of the wrong type overwrites the memory behind it. gcc before 14
 * and clang before 16 only warn of it: -Werror=incompatible-pointer-types makes it an error, as in
 * newer ones. 64-bit objects must be aligned to 8 bytes, even where a structure would not align
 * them so.
 */
#ifndef LKMM_ATOMIC_H
#define LKMM_ATOMIC_H

#include <lkmm/types.h>
#include <lkmm/barrier.h>
#include <lkmm/object.h>
#include <lkmm/bitops.h>

#ifdef LKMM_OUTLINE
# include <lkmm/outline/atomic.h>
# include <lkmm/outline/atomic64.h>
# include <lkmm/outline/atomic_long.h>
#else
# include <lkmm/inline/atomic.h>
# include <lkmm/inline/atomic64.h>
# include <lkmm/inline/atomic_long.h>
#endif

#endif
