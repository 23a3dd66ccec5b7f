/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* RCU, by way of liburcu: the flavour that needs no registration of threads. */
#ifndef LKMM_RUN_RCU_H
#define LKMM_RUN_RCU_H

#include <urcu/urcu-bp.h>

static inline void run_rcu_read_lock(void)
{
	urcu_bp_read_lock();
}

static inline void run_rcu_read_unlock(void)
{
	urcu_bp_read_unlock();
}

static inline void run_synchronize_rcu(void)
{
	urcu_bp_synchronize_rcu();
}

#endif
