/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * The kernel's build includes this file in front of every source, and sources rely on it: every
 * header of this directory includes it first.
 */
#ifndef __LKMM_LINUX_COMPILER_TYPES_H
#define __LKMM_LINUX_COMPILER_TYPES_H

#include <linux/kconfig.h>
#include <linux/compiler_attributes.h>

#ifndef __cplusplus

/* Kernel sources are GNU C. Under -std=c11 these words are not keywords. */
#ifdef __STRICT_ANSI__
# if __STDC_VERSION__ < 202311L
#  define typeof __typeof__
# endif
# define asm __asm__
#endif

/* Annotations for the kernel's checkers. */
#define __user
#define __kernel
#define __iomem
#define __percpu
#define __rcu
#define __force
#define __nocast
#define __private
#define __must_hold(lock)
#define __acquires(lock)
#define __cond_acquires(lock)
#define __releases(lock)
#define __acquire(lock) ((void)0)
#define __release(lock) ((void)0)
#define __cond_lock(lock, cond) (cond)
#define ACCESS_PRIVATE(p, member) ((p)->member)
#define __no_kasan_or_inline __always_inline
#define __no_kcsan
#define __no_sanitize_or_inline __always_inline
#define notrace
#define noinstr __attribute__((__noinline__))
#define noinline_for_stack __attribute__((__noinline__))

#endif

#define ___PASTE(a, b) a##b
#define __PASTE(a, b) ___PASTE(a, b)

#define __same_type(a, b) __builtin_types_compatible_p(__typeof__(a), __typeof__(b))
#define __native_word(x)									\
	(sizeof(x) == sizeof(char) || sizeof(x) == sizeof(short) || sizeof(x) == sizeof(int) ||	\
	 sizeof(x) == sizeof(long))

#define __compiletime_error(message)
#define compiletime_assert(cond, message) do { _Static_assert(cond, message); } while (0)
#define compiletime_assert_atomic_type(x)							\
	compiletime_assert(__native_word(x),							\
			   "no single instruction accesses an object of this size")

#endif
