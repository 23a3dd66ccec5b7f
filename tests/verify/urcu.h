/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The part of liburcu's interface that urcu.c uses, in terms of the model's RCU. */
#ifndef TESTS_VERIFY_URCU_H
#define TESTS_VERIFY_URCU_H

#include <lkmm/atomic.h>
#include <lkmm/verify.h>

struct cds_list_head {
	struct cds_list_head *next, *prev;
};

static inline void rcu_register_thread(void)
{
}

static inline void rcu_unregister_thread(void)
{
}

static inline void rcu_read_lock(void)
{
	lkmm_rcu_read_lock();
}

static inline void rcu_read_unlock(void)
{
	lkmm_rcu_read_unlock();
}

static inline void synchronize_rcu(void)
{
	lkmm_synchronize_rcu();
}

#define rcu_dereference(p) lkmm_READ_ONCE(p)

#define rcu_assign_pointer(p, v) lkmm_smp_store_release(&(p), v)

static inline void cds_list_del_rcu(struct cds_list_head *entry)
{
	entry->next->prev = entry->prev;
	lkmm_WRITE_ONCE(entry->prev->next, entry->next);
}

#endif
