/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Assertions about constants, as include/linux/build_bug.h has them; that of an expression is a
 * division by 0. And WARN(), which prints nothing here.
 */
#define BUILD_BUG_ON_ZERO(condition) (0 * sizeof(char[1 / !(condition)]))
#define BUILD_BUG_ON(condition) \
	do { \
		static_assert(!(condition), "BUILD_BUG_ON(" #condition ")"); \
	} while (0)
#define BUILD_BUG_ON_NOT_POWER_OF_2(n) BUILD_BUG_ON((n) == 0 || ((n) & ((n) - 1)) != 0)

/* include/asm-generic/bug.h: WARN() */
#define WARN(condition, ...) WARN_ON(condition)
