// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * urcu.c with its reader in Rust: C takes an entry out of the list and frees it after a grace
 * period. FAULT 1: without that; 2: the reader is in no read-side section; 3: its section ends
 * before the use.
 * expect 0: no fault in any execution
 * expect 1: use after free
 * expect 2: use after free
 * expect 3: use after free
 */
#include "urcu.h"

#include <stdlib.h>

struct entry {
	struct cds_list_head list;	/* first: an entry is found by it */
	int value;
};

static struct cds_list_head head;
const int fault = FAULT;

/* liburcu has these as functions, too. */
void urcu_read_lock(void)
{
	rcu_read_lock();
}

void urcu_read_unlock(void)
{
	rcu_read_unlock();
}

void read_first(void *head);

static void writer(void *arg)
{
	struct entry *e = arg;

	cds_list_del_rcu(&e->list);
#if FAULT != 1
	synchronize_rcu();
#endif
	free(e);
}

int main(void)
{
	struct entry *e = malloc(sizeof(*e));
	int a, b;

	e->value = 42;
	e->list.next = e->list.prev = &head;
	head.next = head.prev = &e->list;
	a = lkmm_spawn(read_first, &head);
	b = lkmm_spawn(writer, e);
	lkmm_join(a);
	lkmm_join(b);
}
