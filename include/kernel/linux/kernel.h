/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * The small tools every kernel source expects. <sys/sysinfo.h> includes this name as well, for
 * struct sysinfo, and is given only that: a C library's header must not bring macros called min()
 * or swap().
 */
#if defined(_SYS_SYSINFO_H) && !defined(_LINUX_KERNEL_H) && __has_include_next(<linux/kernel.h>)
# include_next <linux/kernel.h>
#elif !defined(__LKMM_LINUX_KERNEL_H)
#define __LKMM_LINUX_KERNEL_H

#if __has_include(<uapi/linux/kernel.h>)
# include <uapi/linux/kernel.h>
#elif __has_include_next(<linux/kernel.h>)
# include_next <linux/kernel.h>
#endif

#include <linux/align.h>
#include <linux/array_size.h>
#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/container_of.h>
#include <linux/init.h>
#include <linux/limits.h>
#include <linux/math.h>
#include <linux/minmax.h>
#include <linux/stddef.h>
#include <linux/types.h>

#define lower_32_bits(n) ((u32)((n) & 0xffffffff))
#define upper_32_bits(n) ((u32)(((n) >> 16) >> 16))
#define lower_16_bits(n) ((u16)((n) & 0xffff))
#define upper_16_bits(n) ((u16)((n) >> 16))

#define might_sleep() do { } while (0)

#endif
