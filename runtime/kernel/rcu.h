/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The kernel's RCU. */
#ifndef LKMM_RUN_RCU_H
#define LKMM_RUN_RCU_H

#include <linux/percpu.h>
#include <linux/rcupdate.h>

/* A kernel need not know that a CPU is reading; run_turn() must. */
DECLARE_PER_CPU(int, run_readers);

static inline void run_rcu_read_lock(void)
{
	rcu_read_lock();
	__this_cpu_inc(run_readers);
}

static inline void run_rcu_read_unlock(void)
{
	__this_cpu_dec(run_readers);
	rcu_read_unlock();
}

/* In most batches: the other kind of grace period is seldom over before the batch is to end. */
extern bool run_expedited;

static inline void run_synchronize_rcu(void)
{
	if (run_expedited)
		synchronize_rcu_expedited();
	else
		synchronize_rcu();
}

#endif
