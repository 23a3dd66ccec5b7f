/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Flags of an allocation, of include/linux/gfp_types.h: they mean nothing here. */
#define __GFP_ZERO 0x100u
#define __GFP_NOWARN 0x2000u
#define GFP_ATOMIC 0x820u
#define GFP_KERNEL 0xcc0u
#define GFP_KERNEL_ACCOUNT 0x400cc0u
#define GFP_NOWAIT 0x2800u
#define GFP_NOIO 0xc00u
#define GFP_NOFS 0xc40u
