/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Nothing is discarded after the start of a program. */
#ifndef __LKMM_LINUX_INIT_H
#define __LKMM_LINUX_INIT_H

#include <linux/compiler.h>
#include <linux/types.h>

/* <stdlib.h> has a member called __init: it has to come first. */
#if __has_include(<stdlib.h>)
# include <stdlib.h>
/* It brings both byte orders, and the kernel asks which one is defined. */
# ifdef CONFIG_CPU_BIG_ENDIAN
#  undef __LITTLE_ENDIAN
# else
#  undef __BIG_ENDIAN
# endif
#endif

#ifndef __cplusplus
#define __init
#define __exit
#define __initdata
#define __initconst
#define __exitdata
#define __ref
#define __refdata
#define __meminit
#define __initdata_or_module
#define __init_or_module

/* What a built-in part of the kernel does at boot, a program does before main(). */
#define __lkmm_at_start(function)								\
	static void __attribute__((__constructor__)) __PASTE(__lkmm_start_, function)(void)	\
	{											\
		(void)function();								\
	}											\
	extern __typeof__(function) function
#define module_init(function) __lkmm_at_start(function)
#define module_exit(function) static __typeof__(&function) __PASTE(__lkmm_end_, function)	\
	__attribute__((__unused__)) = function
#define early_initcall(function) __lkmm_at_start(function)
#define pure_initcall(function) __lkmm_at_start(function)
#define core_initcall(function) __lkmm_at_start(function)
#define postcore_initcall(function) __lkmm_at_start(function)
#define arch_initcall(function) __lkmm_at_start(function)
#define subsys_initcall(function) __lkmm_at_start(function)
#define fs_initcall(function) __lkmm_at_start(function)
#define device_initcall(function) __lkmm_at_start(function)
#define late_initcall(function) __lkmm_at_start(function)
#endif

#endif
