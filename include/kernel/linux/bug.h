/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* In a program, BUG() ends it, and WARN() reports it on standard error and goes on. */
#ifndef __LKMM_LINUX_BUG_H
#define __LKMM_LINUX_BUG_H

#include <asm/cmpxchg.h>
#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/types.h>

#if __STDC_HOSTED__
# ifdef __cplusplus
extern "C"
# endif
int dprintf(int fd, const char *format, ...);		/* kernel sources have names that <stdio.h>
							 * would clash with */
# define __lkmm_complain(...) ((void)dprintf(2, __VA_ARGS__))
#else
# define __lkmm_complain(...) ((void)0)
#endif

#define BUG() do {										\
	__lkmm_complain("kernel BUG at %s:%d!\n", __FILE__, __LINE__);				\
	__builtin_trap();									\
} while (0)
#define BUG_ON(cond) do { if (unlikely(cond)) BUG(); } while (0)

#define WARN(cond, ...) __extension__ ({							\
	bool __lkmm_warn = !!(cond);								\
	if (unlikely(__lkmm_warn)) {								\
		__lkmm_complain("WARNING: at %s:%d: ", __FILE__, __LINE__);			\
		__lkmm_complain(__VA_ARGS__);							\
	}											\
	unlikely(__lkmm_warn);									\
})
#define WARN_ON(cond) WARN(cond, "%s\n", #cond)
#define WARN_ONCE(cond, ...) __extension__ ({							\
	static unsigned char __lkmm_warned;							\
	bool __lkmm_once = !!(cond);								\
	if (unlikely(__lkmm_once) && !xchg_relaxed(&__lkmm_warned, 1))				\
		(void)WARN(1, __VA_ARGS__);							\
	unlikely(__lkmm_once);									\
})
#define WARN_ON_ONCE(cond) WARN_ONCE(cond, "%s\n", #cond)

#endif
