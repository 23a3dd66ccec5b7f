/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* What objects have as a member that are handed to lkmm_call_rcu() or lkmm_kfree_rcu(). */
#ifndef LKMM_RCU_HEAD_H
#define LKMM_RCU_HEAD_H

/**
 * struct lkmm_rcu_head - a place in a queue of callbacks
 * @next: the one behind
 * @func: what is called; for lkmm_kfree_rcu() the object
 */
struct lkmm_rcu_head {
	struct lkmm_rcu_head *next;
	union {
		void (*func)(struct lkmm_rcu_head *head);
		void *__object;
	};
} __attribute__((__aligned__(sizeof(void *))));

#endif
