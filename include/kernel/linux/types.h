/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * The kernel's integer types, list heads and atomic types. System headers include this name too:
 * the system's file is read first.
 *
 * u64 and s64 are long long, as in the kernel, so that %llu prints them on every CPU; int64_t
 * and uint64_t, which lkmm_atomic64_*() have, may be another type of that width.
 */
#ifndef __LKMM_LINUX_TYPES_H
#define __LKMM_LINUX_TYPES_H

#if __has_include(<uapi/linux/types.h>)
# include <uapi/linux/types.h>
#elif __has_include_next(<linux/types.h>)
# include_next <linux/types.h>
#endif
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux/compiler_types.h>
#include <lkmm/list_types.h>
#include <lkmm/rcu_types.h>
#include <lkmm/types.h>

typedef int8_t s8;
typedef uint8_t u8;
typedef int16_t s16;
typedef uint16_t u16;
typedef int32_t s32;
typedef uint32_t u32;
typedef long long s64;
typedef unsigned long long u64;
#ifdef __SIZEOF_INT128__
__extension__ typedef unsigned __int128 __attribute__((__aligned__(16))) u128;
__extension__ typedef __int128 __attribute__((__aligned__(16))) s128;
#endif
#ifdef __SIZEOF_INT128__
__extension__ typedef __int128 s128;
__extension__ typedef unsigned __int128 u128;
#endif

#define aligned_u64 __aligned_u64
#define aligned_s64 __aligned_s64
#define aligned_be64 __aligned_be64
#define aligned_le64 __aligned_le64

/* Not from <sys/types.h>: that would bring struct timeval, which <linux/time.h> defines as well. */
typedef __PTRDIFF_TYPE__ ssize_t;
typedef int pid_t;
typedef int clockid_t;
typedef unsigned int uid_t;
typedef unsigned int gid_t;
typedef unsigned short umode_t;
#if __SIZEOF_LONG__ == 8	/* as in <sys/types.h>, which may come as well */
typedef long loff_t;
#else
typedef long long loff_t;
#endif
typedef unsigned int gfp_t;
typedef unsigned int slab_flags_t;
typedef unsigned int fmode_t;
typedef u64 phys_addr_t;
typedef u64 dma_addr_t;
typedef phys_addr_t resource_size_t;
typedef u64 sector_t;
typedef unsigned char unchar;
typedef unsigned short ushort;
typedef unsigned int uint;
typedef unsigned long ulong;
typedef unsigned long long ullong;

typedef lkmm_atomic_t atomic_t;
typedef lkmm_atomic64_t atomic64_t;
typedef lkmm_atomic_long_t atomic_long_t;

typedef lkmm_rcuref_t rcuref_t;

#define RCUREF_INIT(i) LKMM_RCUREF_INIT(i)

typedef int (*cmp_func_t)(const void *a, const void *b);
typedef int (*cmp_r_func_t)(const void *a, const void *b, const void *priv);
typedef void (*swap_func_t)(void *a, void *b, int size);
typedef void (*swap_r_func_t)(void *a, void *b, int size, const void *priv);

/* Types, and often the names of objects of them too: both are renamed alike. */
#define callback_head lkmm_rcu_head
#define rcu_head lkmm_rcu_head
#define list_head lkmm_list_head
#define hlist_head lkmm_hlist_head
#define hlist_node lkmm_hlist_node
typedef void (*rcu_callback_t)(struct rcu_head *head);

#define ATOMIC_INIT(i) LKMM_ATOMIC_INIT(i)
#define ATOMIC64_INIT(i) LKMM_ATOMIC64_INIT(i)
#define ATOMIC_LONG_INIT(i) LKMM_ATOMIC_LONG_INIT(i)

#define DECLARE_BITMAP(name, bits)								\
	unsigned long name[((bits) + 8 * sizeof(long) - 1) / (8 * sizeof(long))]

#endif
