/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Memory of the C library. */
#ifndef __LKMM_LINUX_SLAB_H
#define __LKMM_LINUX_SLAB_H

#include <linux/gfp.h>
#include <linux/kernel.h>

#define ARCH_KMALLOC_MINALIGN __alignof__(unsigned long long)
#define KMALLOC_MAX_SIZE (1UL << 30)
#define ZERO_SIZE_PTR ((void *)16)
#define ZERO_OR_NULL_PTR(p) ((unsigned long)(p) <= (unsigned long)ZERO_SIZE_PTR)

static inline void *kmalloc(size_t size, gfp_t gfp)
{
	return gfp & __GFP_ZERO ? calloc(1, size) : malloc(size);
}

static inline void *kzalloc(size_t size, gfp_t gfp)
{
	return kmalloc(size, gfp | __GFP_ZERO);
}

/* NULL if @n times @size is too large. */
static inline void *kmalloc_array(size_t n, size_t size, gfp_t gfp)
{
	size_t bytes;

	return __builtin_mul_overflow(n, size, &bytes) ? NULL : kmalloc(bytes, gfp);
}

static inline void *kcalloc(size_t n, size_t size, gfp_t gfp)
{
	return kmalloc_array(n, size, gfp | __GFP_ZERO);
}

/* What is there stays; what is added is not zeroed. */
static inline void *krealloc(const void *p, size_t size, gfp_t gfp)
{
	(void)gfp;
	return realloc((void *)p, size);
}

static inline void kfree(const void *p)
{
	if (!ZERO_OR_NULL_PTR(p))
		free((void *)p);
}

#define kmalloc_node(size, gfp, node) kmalloc(size, gfp)
#define kzalloc_node(size, gfp, node) kzalloc(size, gfp)
#define kvmalloc(size, gfp) kmalloc(size, gfp)
#define kvzalloc(size, gfp) kzalloc(size, gfp)
#define kvmalloc_node(size, gfp, node) kmalloc(size, gfp)
#define kvmalloc_array(n, size, gfp) kmalloc_array(n, size, gfp)
#define kvcalloc(n, size, gfp) kcalloc(n, size, gfp)
#define kvfree(p) kfree(p)
#define kfree_sensitive(p) kfree(p)

/* Of the names with _noprof, kernel 6.10 and later have macros without. */
#define alloc_hooks(call) (call)
#define kmalloc_array_noprof kmalloc_array
#define kvmalloc_array_noprof kmalloc_array
#define kmalloc_noprof kmalloc

#endif
