// SPDX-License-Identifier: GPL-2.0 OR MIT
/* RCU as functions, for Rust: liburcu is inline functions in C. */
#include "rcu.h"

void run_call_rcu_read_lock(void);
void run_call_rcu_read_unlock(void);
void run_call_synchronize_rcu(void);

void run_call_rcu_read_lock(void)
{
	run_rcu_read_lock();
}

void run_call_rcu_read_unlock(void)
{
	run_rcu_read_unlock();
}

void run_call_synchronize_rcu(void)
{
	run_synchronize_rcu();
}
