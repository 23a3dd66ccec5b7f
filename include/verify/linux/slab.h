/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: memory that is allocated, and accesses after it was freed are faults. */
#ifndef __LKMM_VERIFY_LINUX_SLAB_H
#define __LKMM_VERIFY_LINUX_SLAB_H

#include <linux/cleanup.h>
#include <linux/gfp.h>
#include <linux/kernel.h>

void *malloc(size_t size);
void *calloc(size_t n, size_t size);
void free(void *p);
void *lkmm_verify_array(size_t n, size_t size);

#define kmalloc(size, gfp) ((gfp) & __GFP_ZERO ? calloc(1, size) : malloc(size))
#define kzalloc(size, gfp) ((void)(gfp), calloc(1, size))
#define kmalloc_array(n, size, gfp)								\
	((gfp) & __GFP_ZERO ? calloc(n, size) : lkmm_verify_array(n, size))
#define kcalloc(n, size, gfp) ((void)(gfp), calloc(n, size))
#define kvmalloc_array(n, size, gfp) kmalloc_array(n, size, gfp)
#define kvmalloc_array_noprof(n, size, gfp) kmalloc_array(n, size, gfp)
#define kvcalloc(n, size, gfp) kcalloc(n, size, gfp)
#define kmalloc_array_noprof(n, size, gfp) kmalloc_array(n, size, gfp)
#define kvmalloc(size, gfp) kmalloc(size, gfp)
#define kvzalloc(size, gfp) kzalloc(size, gfp)
#define kmalloc_node(size, gfp, node) kmalloc(size, gfp)
#define kzalloc_node(size, gfp, node) kzalloc(size, gfp)
#define kfree(p) free((void *)(p))
#define kvfree(p) kfree(p)
#define alloc_hooks(call) (call)

DEFINE_FREE(kfree, void *, if (_T) kfree(_T))
#define KMALLOC_MAX_SIZE (1UL << 30)

#endif
