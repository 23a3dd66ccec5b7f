// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A list over liburcu's interface: a reader walks it while an entry is taken out and freed. FAULT
 * 1: no grace period passes before that; 2: the reader is in no read-side section.
 * expect 0: no fault in any execution
 * expect 1: use after free
 * expect 2: use after free
 */
#include "urcu.h"

#include <stdlib.h>

struct entry {
	struct cds_list_head list;	/* first: an entry is found by it */
	int value;
};

static struct cds_list_head head;

static void reader(void *unused)
{
	struct cds_list_head *p;

	(void)unused;
	rcu_register_thread();
#if FAULT != 2
	rcu_read_lock();
#endif
	p = rcu_dereference(head.next);
	if (p != &head)
		lkmm_assert(((struct entry *)p)->value == 42);
#if FAULT != 2
	rcu_read_unlock();
#endif
	rcu_unregister_thread();
}

static void writer(void *arg)
{
	struct entry *e = arg;

	rcu_register_thread();
	cds_list_del_rcu(&e->list);
#if FAULT != 1
	synchronize_rcu();
#endif
	free(e);
	rcu_unregister_thread();
}

int main(void)
{
	struct entry *e = malloc(sizeof(*e));
	int a, b;

	e->value = 42;
	e->list.next = e->list.prev = &head;
	head.next = head.prev = &e->list;
	a = lkmm_spawn(reader, NULL);
	b = lkmm_spawn(writer, e);
	lkmm_join(a);
	lkmm_join(b);
}
