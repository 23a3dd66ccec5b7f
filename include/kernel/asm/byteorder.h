/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * The system's header of this name, and the names it keeps behind two underscores for kernel
 * sources.
 */
#ifndef __LKMM_ASM_BYTEORDER_H
#define __LKMM_ASM_BYTEORDER_H

#if __has_include_next(<asm/byteorder.h>)
# include_next <asm/byteorder.h>
#endif

#include <linux/types.h>

#define swab16(x) ((u16)__builtin_bswap16(x))
#define swab32(x) ((u32)__builtin_bswap32(x))
#define swab64(x) ((u64)__builtin_bswap64(x))

#ifdef CONFIG_CPU_BIG_ENDIAN
# define cpu_to_le16(x) swab16(x)
# define cpu_to_le32(x) swab32(x)
# define cpu_to_le64(x) swab64(x)
# define cpu_to_be16(x) ((u16)(x))
# define cpu_to_be32(x) ((u32)(x))
# define cpu_to_be64(x) ((u64)(x))
#else
# define cpu_to_le16(x) ((u16)(x))
# define cpu_to_le32(x) ((u32)(x))
# define cpu_to_le64(x) ((u64)(x))
# define cpu_to_be16(x) swab16(x)
# define cpu_to_be32(x) swab32(x)
# define cpu_to_be64(x) swab64(x)
#endif

#define le16_to_cpu(x) cpu_to_le16(x)
#define le32_to_cpu(x) cpu_to_le32(x)
#define le64_to_cpu(x) cpu_to_le64(x)
#define be16_to_cpu(x) cpu_to_be16(x)
#define be32_to_cpu(x) cpu_to_be32(x)
#define be64_to_cpu(x) cpu_to_be64(x)

#endif
