/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * IS_ENABLED(CONFIG_X): 1 where CONFIG_X or CONFIG_X_MODULE is defined as 1, else 0; an expression
 * also for options that are not defined at all. The few options that follow from the compiler's
 * target are set here.
 */
#ifndef __LKMM_LINUX_KCONFIG_H
#define __LKMM_LINUX_KCONFIG_H

/*
 * Of these two the kernel defines one, and its headers ask with #ifdef. The values are those of
 * <endian.h>.
 */
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
# define CONFIG_CPU_BIG_ENDIAN 1
# ifndef __BIG_ENDIAN
#  define __BIG_ENDIAN 4321
# endif
#else
# define CONFIG_CPU_LITTLE_ENDIAN 1
# ifndef __LITTLE_ENDIAN
#  define __LITTLE_ENDIAN 1234
# endif
#endif

#ifndef CONFIG_SMP
# define CONFIG_SMP 1
#endif
#if __SIZEOF_LONG__ == 8 && !defined(CONFIG_64BIT)
# define CONFIG_64BIT 1
#endif

/*
 * A 1 becomes a comma, which moves the 1 behind it to second place. Anything else leaves the 0
 * there.
 */
#define __lkmm_comma_1 ,
#define __lkmm_second(first, second, ...) second
#define __lkmm_is_one(option) __lkmm_is_one_(option)
#define __lkmm_is_one_(value) __lkmm_is_one__(__lkmm_comma_##value)
#define __lkmm_is_one__(comma) __lkmm_second(comma 1, 0, 0)

#define IS_BUILTIN(option) __lkmm_is_one(option)
#define IS_MODULE(option) __lkmm_is_one(option##_MODULE)
#define IS_ENABLED(option) (__lkmm_is_one(option) || __lkmm_is_one(option##_MODULE))
#define IS_REACHABLE(option) IS_BUILTIN(option)

#endif
