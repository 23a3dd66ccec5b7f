/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Small things, of include/linux/compiler.h, err.h, minmax.h and others. None of them is a
 * barrier.
 */
#define likely(x) (!!(x))
#define unlikely(x) (!!(x))
#define min(a, b) ({ __min_a = (a); __min_b = (b); __min_a < __min_b ? __min_a : __min_b; })
#define max(a, b) ({ __max_a = (a); __max_b = (b); __max_a > __max_b ? __max_a : __max_b; })
#define swap(a, b) ({ __swap = (a); (a) = (b); (b) = __swap; 0; })

/* array_size.h: for an array, not a pointer to its first element. */
#define ARRAY_SIZE(arr) (sizeof(arr) / sizeof((arr)[0]))

/* err.h: the last 4095 numbers are errors. */
#define IS_ERR_VALUE(x) ((unsigned long)(x) >= (unsigned long)-4095)
#define IS_ERR(ptr) IS_ERR_VALUE((unsigned long)(ptr))
#define IS_ERR_OR_NULL(ptr) (!(ptr) || IS_ERR(ptr))
#define PTR_ERR(ptr) ((long)(ptr))
#define ERR_PTR(error) ((void *)(long)(error))
