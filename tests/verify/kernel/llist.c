// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * lib/llist.c: what one thread has put into a node before it added it, the other one sees.
 * with: lib/llist.c
 * expect: no fault in any execution
 * fault: lib/llist.c: try_cmpxchg(&head->first, &first => try_cmpxchg_relaxed(&head->first, &first
 * expect: data race
 * expect: this assertion can fail
 * fault: lib/llist.c: !try_cmpxchg(&head->first, &first, new_first) => (head->first = new_first, 0)
 * expect: data race
 * fault: include/linux/llist.h: xchg(&head->first, NULL) => head->first
 * expect: data race
 * fault: lib/llist.c: READ_ONCE(head->first) => head->first
 * expect: data race
 * fault: include/linux/llist.h: llist_add_batch(new, new, head) => llist_add_batch(new, NULL, head)
 * expect: bad pointer
 */
#include <linux/llist.h>
#include <lkmm/verify.h>

struct work {
	struct llist_node node;
	int payload;
};

static LLIST_HEAD(list);
static struct work work[2];

static void add(void *arg)
{
	struct work *w = arg;

	w->payload = 1;
	llist_add(&w->node, &list);
}

static void take_all(void *arg)
{
	struct llist_node *n = llist_del_all(&list);

	(void)arg;
	while (n) {
		struct work *w = llist_entry(n, struct work, node);

		lkmm_assert(w->payload == 1);
		n = n->next;
	}
}

int main(void)
{
	int a = lkmm_spawn(add, &work[0]), b = lkmm_spawn(take_all, 0);

	lkmm_join(a);
	lkmm_join(b);
}
