/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Compare-and-exchange of 128 bits: LKMM_HAS_CMPXCHG128 is defined where the architecture has
 * it, on riscv64 where the code is compiled for Zacas. An object is aligned to 16 bytes.
 * Accesses of its halves are atomic, but two of them do not make one access of the whole:
 * lkmm_cmpxchg128() finds a value that both halves had at once.
 */
#ifndef LKMM_U128_H
#define LKMM_U128_H

#include <lkmm/arch.h>

#ifdef __LKMM_HAS_CMPXCHG2
# define LKMM_HAS_CMPXCHG128 1

__extension__ typedef unsigned __int128 lkmm_u128;

/**
 * lkmm_system_has_cmpxchg128() - whether this CPU has it
 *
 * All do but the first of x86-64, until 2006. The compiler knows it of newer ones, with -mcx16.
 *
 * Return: true if the others may be called.
 */
static __lkmm_inline bool lkmm_system_has_cmpxchg128(void)
{
	return __lkmm_has_cmpxchg2();
}

#define __LKMM_CMPXCHG128(suffix, order)							\
static __lkmm_inline lkmm_u128 lkmm_cmpxchg128##suffix(volatile lkmm_u128 *p, lkmm_u128 old,	\
						       lkmm_u128 new_)				\
{												\
	bool ok;										\
												\
	return __lkmm_cmpxchg2_##order##_64((volatile __lkmm_u128 *)p, old, new_, &ok);		\
}												\
												\
static __lkmm_inline bool lkmm_try_cmpxchg128##suffix(volatile lkmm_u128 *p, lkmm_u128 *old,	\
						      lkmm_u128 new_)				\
{												\
	bool ok;										\
	lkmm_u128 found = __lkmm_cmpxchg2_##order##_64((volatile __lkmm_u128 *)p, *old, new_,	\
						       &ok);					\
												\
	if (__lkmm_likely(ok))									\
		return true;									\
	*old = found;										\
	return false;										\
}

/*
 * lkmm_cmpxchg128() and lkmm_try_cmpxchg128(), fully ordered; with _acquire, _release, _relaxed;
 * and with _local, for objects that one thread changes. They are as lkmm_cmpxchg() and
 * lkmm_try_cmpxchg(), which the page lkmm_object(3) describes. On arm64 one that fails writes the
 * value that it found, so the object must not be read-only.
 */
__LKMM_CMPXCHG128(, full)
__LKMM_CMPXCHG128(_acquire, acquire)
__LKMM_CMPXCHG128(_release, release)
__LKMM_CMPXCHG128(_relaxed, relaxed)
__LKMM_CMPXCHG128(_local, local)
#undef __LKMM_CMPXCHG128

#endif

#endif
