// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * include/linux/list_bl.h: a list whose head has a lock in its lowest bit. A CPU that waits for the
 * lock reads and writes that word by marked accesses, and those of the list to the same word are
 * plain: LKMM calls that a data race. With marked ones there is none, and the lock keeps the list.
 * expect: list_bl.h:60:22: data race
 * expect: list_bl.h:69:11: mixed-accesses
 * fault: include/linux/list_bl.h: h->first = (struct => *(void *volatile *)&h->first = (struct
 * fault: include/linux/list_bl.h: long)h->first & => long)READ_ONCE(h->first) &
 * fault: include/linux/list_bl.h: long)*pprev & => long)READ_ONCE(*pprev) &
 * expect: no fault found, complete up to 2 turns of the loops on
 * fault: include/linux/list_bl.h: h->first = (struct => *(void *volatile *)&h->first = (struct
 * fault: include/linux/list_bl.h: long)h->first & => long)READ_ONCE(h->first) &
 * fault: include/linux/list_bl.h: long)*pprev & => long)READ_ONCE(*pprev) &
 * fault: include/linux/bit_spinlock.h: clear_bit_unlock( => clear_bit(
 * expect: data race
 * fault: include/linux/list_bl.h: h->first = (struct => *(void *volatile *)&h->first = (struct
 * fault: include/linux/list_bl.h: long)h->first & => long)READ_ONCE(h->first) &
 * fault: include/linux/list_bl.h: long)*pprev & => long)READ_ONCE(*pprev) &
 * fault: include/linux/list_bl.h: READ_ONCE(*pprev) & LIST => 0 & LIST
 * expect: this assertion of main() can fail
 */
#include <linux/kernel.h>
#include <linux/list_bl.h>
#include <lkmm/verify.h>

struct node {
	struct hlist_bl_node list;
	int value;
};

static struct hlist_bl_head head;
static struct node first = { .value = 1 }, second;

static void add(void *arg)
{
	(void)arg;
	second.value = 1;
	hlist_bl_lock(&head);
	hlist_bl_add_head(&second.list, &head);
	hlist_bl_unlock(&head);
}

static void take(void *arg)
{
	struct hlist_bl_node *pos;
	struct node *p;

	(void)arg;
	hlist_bl_lock(&head);
	hlist_bl_for_each_entry(p, pos, &head, list)
		lkmm_assert(p->value == 1);
	hlist_bl_del(&first.list);
	hlist_bl_unlock(&head);
}

int main(void)
{
	int a, b;

	hlist_bl_lock(&head);
	hlist_bl_add_head(&first.list, &head);
	hlist_bl_unlock(&head);
	a = lkmm_spawn(add, 0);
	b = lkmm_spawn(take, 0);
	lkmm_join(a);
	lkmm_join(b);
	lkmm_assert(head.first == &second.list && !second.list.next);
}
