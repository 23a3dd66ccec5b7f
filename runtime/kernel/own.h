/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Objects of the kernel's own types, for words that the checker puts into other terms and a kernel
 * has as they are: a mutex. In the objects of a test they have the bytes that the
 * checker gives them, whatever the kernel's take: what stands there is the number of the kernel's.
 */
#ifndef LKMM_RUN_OWN_H
#define LKMM_RUN_OWN_H

#include "run.h"

#include <linux/mutex.h>

union run_own {
	struct mutex mutex;
};

/* As many as the instances of a batch have. */
extern union run_own *run_owns;

/* The next one in turn: each instance is given others. */
u32 run_next_own(void);

#define RUN_OWN(type, init)							\
	static inline struct type *run_##type(const volatile void *address)		\
	{									\
		return &run_owns[*(const volatile u32 *)address].type;			\
	}									\
	static inline void run_##type##_init(void *address)			\
	{									\
		*(u32 *)address = run_next_own();				\
		init(run_##type(address));					\
	}

RUN_OWN(mutex, mutex_init)

#endif
