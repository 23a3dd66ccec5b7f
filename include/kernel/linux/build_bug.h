/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Errors at compile time. */
#ifndef __LKMM_LINUX_BUILD_BUG_H
#define __LKMM_LINUX_BUILD_BUG_H

#include <linux/compiler_types.h>

/*
 * 0, or an error: a bit-field of negative width. The kernel's expressions need constants to be so
 * only when optimised.
 */
#define BUILD_BUG_ON_ZERO(cond) ((int)(sizeof(struct { int : (-!!(cond)); })))
#define BUILD_BUG_ON_MSG(cond, message) compiletime_assert(!(cond), message)
#define BUILD_BUG_ON(cond) BUILD_BUG_ON_MSG(cond, "BUILD_BUG_ON: " #cond)
#define BUILD_BUG_ON_NOT_POWER_OF_2(n) BUILD_BUG_ON((n) == 0 || (((n) & ((n) - 1)) != 0))
#define BUILD_BUG_ON_INVALID(expr) ((void)sizeof((long)(expr)))

/* The message may be left out, as C23 and C++17 allow. */
#ifndef __cplusplus
# undef static_assert
# define static_assert(expr, ...) __lkmm_static_assert_(expr, ##__VA_ARGS__, #expr)
# define __lkmm_static_assert_(expr, message, ...) _Static_assert(expr, message)
#endif

#endif
