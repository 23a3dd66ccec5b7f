/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The system's header of this name, with the kernel's additions. */
#ifndef __LKMM_LINUX_CONST_H
#define __LKMM_LINUX_CONST_H

#if __has_include(<uapi/linux/const.h>)
# include <uapi/linux/const.h>
#elif __has_include_next(<linux/const.h>)
# include_next <linux/const.h>
#endif

#ifndef _UL
# define _UL(x) x##UL
# define _ULL(x) x##ULL
#endif
#define UL(x) (_UL(x))
#define ULL(x) (_ULL(x))

/*
 * True for integer constant expressions: only with those is the first pointer a null pointer
 * constant, and void no more.
 */
#define __is_constexpr(x)									\
	__builtin_types_compatible_p(__typeof__(1 ? (void *)(0 * (__SIZE_TYPE__)(x)) : (int *)0), \
				     int *)

#endif
