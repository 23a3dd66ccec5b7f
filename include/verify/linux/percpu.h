/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: see percpu-defs.h. */
#ifndef __LKMM_VERIFY_LINUX_PERCPU_H
#define __LKMM_VERIFY_LINUX_PERCPU_H

#include <linux/cpumask.h>
#include <linux/percpu-defs.h>
#include <linux/preempt.h>
#include <linux/smp.h>

/* Variables that are allocated: the first few of these, a word each. */
#define __LKMM_CPU_WORDS 4

static DEFINE_PER_CPU(unsigned long, __lkmm_cpu_words[__LKMM_CPU_WORDS]);
static int __lkmm_cpu_words_used;

static inline void *__lkmm_alloc_percpu(size_t size)
{
	if (size > sizeof(unsigned long) || __lkmm_cpu_words_used == __LKMM_CPU_WORDS)
		return NULL;
	return &__lkmm_cpu_words[__lkmm_cpu_words_used++];
}

#define __alloc_percpu_gfp(size, align, gfp)							\
	((void)(align), (void)(gfp), __lkmm_alloc_percpu(size))
#define __alloc_percpu(size, align) __alloc_percpu_gfp(size, align, 0)
#define alloc_percpu(type)									\
	((__typeof__(type) *)__alloc_percpu(sizeof(type), __alignof__(type)))
#define alloc_percpu_gfp(type, gfp) alloc_percpu(type)
#define free_percpu(p) ((void)(p))

#endif
