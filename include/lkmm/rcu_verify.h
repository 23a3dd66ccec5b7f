/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* A part of rcu.h: for lkmm verify, sections and grace periods are those of verify.h. */
#ifndef LKMM_RCU_VERIFY_H
#define LKMM_RCU_VERIFY_H

#include <lkmm/rcu_types.h>
#include <lkmm/verify.h>

/* verify.h has the function first: callbacks of any type. */
static inline __attribute__((__unused__))
void __lkmm_rcu_call(struct lkmm_rcu_head *head, void (*func)(struct lkmm_rcu_head *head))
{
	lkmm_call_rcu((void (*)(void *))func, head);
}

static inline __attribute__((__unused__)) void __lkmm_rcu_free_object(void *object)
{
	__lkmm_free(object);
}

static inline __attribute__((__unused__))
void __lkmm_rcu_free(void *object, struct lkmm_rcu_head *head)
{
	(void)head;
	if (object)
		lkmm_call_rcu(__lkmm_rcu_free_object, object);
}

#define lkmm_call_rcu(head, func) __lkmm_rcu_call(head, func)
#define lkmm_rcu_read_lock_held() true

#endif
