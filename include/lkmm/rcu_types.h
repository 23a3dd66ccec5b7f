/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* What objects have as members: for callbacks of RCU, and to count references under it. */
#ifndef LKMM_RCU_TYPES_H
#define LKMM_RCU_TYPES_H

#include <lkmm/types.h>

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

/**
 * lkmm_rcuref_t - a number of references
 * @refcnt: only accessed by lkmm_rcuref_*()
 */
typedef struct {
	lkmm_atomic_t refcnt;
} lkmm_rcuref_t;

#define LKMM_RCUREF_INIT(i) { LKMM_ATOMIC_INIT((i) - 1) }

#endif
