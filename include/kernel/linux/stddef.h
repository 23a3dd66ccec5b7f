/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The C library's and the system's header of this name, with the kernel's additions. */
#ifndef __LKMM_LINUX_STDDEF_H
#define __LKMM_LINUX_STDDEF_H

#if __has_include(<uapi/linux/stddef.h>)
# include <uapi/linux/stddef.h>
#elif __has_include_next(<linux/stddef.h>)
# include_next <linux/stddef.h>
#endif
#include <stdbool.h>
#include <stddef.h>

#include <linux/compiler_types.h>

#define sizeof_field(type, member) sizeof(((type *)0)->member)
#define offsetofend(type, member) (offsetof(type, member) + sizeof_field(type, member))

#endif
