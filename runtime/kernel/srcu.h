/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * The kernel's SRCU. A srcu_struct has memory for each CPU, which is slow to allocate: there are a
 * few, and instances take turns. Another instance on the same srcu_struct may delay a test, but
 * allows no new outcome.
 */
#ifndef LKMM_RUN_SRCU_H
#define LKMM_RUN_SRCU_H

#include "rcu.h"
#include "run.h"

#include <linux/srcu.h>

/* Of the size that the checker gives it: its number. */
struct run_srcu {
	u32 number;
};

enum { RUN_SRCUS = 64 };

extern struct srcu_struct run_srcus[RUN_SRCUS];
/* The next in turn. */
u32 run_next_srcu(void);

static inline struct srcu_struct *run_srcu(const struct run_srcu *s)
{
	return &run_srcus[s->number];
}

static inline void run_srcu_init(struct run_srcu *s)
{
	s->number = run_next_srcu();
}

static inline int run_srcu_read_lock(const struct run_srcu *s)
{
	return srcu_read_lock(run_srcu(s));
}

static inline void run_srcu_read_unlock(const struct run_srcu *s, int index)
{
	srcu_read_unlock(run_srcu(s), index);
}

static inline void run_synchronize_srcu(const struct run_srcu *s)
{
	if (run_expedited)
		synchronize_srcu_expedited(run_srcu(s));
	else
		synchronize_srcu(run_srcu(s));
}

#endif
