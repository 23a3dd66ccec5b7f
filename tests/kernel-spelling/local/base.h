/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * What the kernel's <asm/local.h> for x86 stands on, in user space: the files that it includes
 * besides the kernel's own <asm/asm.h>, <asm/rmwcc.h> and <asm/cmpxchg.h> are empty.
 */
#ifndef LKMM_TESTS_LOCAL_BASE_H
#define LKMM_TESTS_LOCAL_BASE_H

#include <stdbool.h>

#define __always_inline inline __attribute__((__always_inline__))
#define __compiletime_error(text)
#define __stringify_1(text...) #text
#define __stringify(text...) __stringify_1(text)
#define LOCK_PREFIX "lock; "
#define READ_ONCE(x) (*(const volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, val) (*(volatile __typeof__(x) *)&(x) = (val))
#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)

typedef unsigned char u8, __u8;
typedef unsigned short u16, __u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef struct { long counter; } atomic_long_t;

#define atomic_long_read(v) READ_ONCE((v)->counter)
#define atomic_long_set(v, i) WRITE_ONCE((v)->counter, i)

#include <asm/rmwcc.h>
#include <asm/cmpxchg.h>

#define xchg arch_xchg
#define cmpxchg_local arch_cmpxchg_local

#endif
