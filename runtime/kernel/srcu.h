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

struct run_srcu {
	struct srcu_struct *s;
};

/* The next in turn. */
struct srcu_struct *run_next_srcu(void);

static inline void run_srcu_init(struct run_srcu *s)
{
	s->s = run_next_srcu();
}

static inline int run_srcu_read_lock(struct run_srcu *s)
{
	return srcu_read_lock(s->s);
}

static inline void run_srcu_read_unlock(struct run_srcu *s, int index)
{
	srcu_read_unlock(s->s, index);
}

static inline void run_synchronize_srcu(struct run_srcu *s)
{
	if (run_expedited)
		synchronize_srcu_expedited(s->s);
	else
		synchronize_srcu(s->s);
}

#endif
