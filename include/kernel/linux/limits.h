/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * The system's header of this name, and the kernel's limits of integer types. <limits.h> includes
 * this file in its middle, so these definitions, which are macros, work only after the end of
 * <limits.h>.
 */
#ifndef __LKMM_LINUX_LIMITS_H
#define __LKMM_LINUX_LIMITS_H

#if __has_include(<uapi/linux/limits.h>)
# include <uapi/linux/limits.h>
#elif __has_include_next(<linux/limits.h>)
# include_next <linux/limits.h>
#endif
#include <limits.h>
#include <stdint.h>

#define U8_MAX UINT8_MAX
#define S8_MAX INT8_MAX
#define S8_MIN INT8_MIN
#define U16_MAX UINT16_MAX
#define S16_MAX INT16_MAX
#define S16_MIN INT16_MIN
#define U32_MAX UINT32_MAX
#define U32_MIN ((uint32_t)0)
#define S32_MAX INT32_MAX
#define S32_MIN INT32_MIN
#define U64_MAX UINT64_MAX
#define S64_MAX INT64_MAX
#define S64_MIN INT64_MIN

#endif
