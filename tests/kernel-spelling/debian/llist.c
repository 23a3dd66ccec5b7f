// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The kernel's lock-less list, from its own header; llist_add_batch(), which is in no header, is
 * ours.
 */
#include <linux/llist.h>

#include "../subject.h"

enum { ITEMS = 64, THREADS = 3 };

struct item {
	struct llist_node node;
	u32 value;
	bool free;
};

static LLIST_HEAD(list);
static struct item pool[THREADS][ITEMS];
static atomic64_t pushed = ATOMIC64_INIT(0), taken = ATOMIC64_INIT(0);

bool llist_add_batch(struct llist_node *new_first, struct llist_node *new_last,
		     struct llist_head *head)
{
	struct llist_node *old = READ_ONCE(head->first), *seen;

	for (;;) {
		new_last->next = old;
		seen = cmpxchg(&head->first, old, new_first);
		if (seen == old)
			return !old;
		old = seen;
	}
}

static void take_all(void)
{
	struct item *it, *next;

	llist_for_each_entry_safe(it, next, llist_del_all(&list), node) {
		atomic64_add(it->value, &taken);
		smp_store_release(&it->free, true);
	}
}

static unsigned long llist_thread(int id, unsigned long rounds, const bool *stop)
{
	unsigned long i;

	for (i = 0; i < ITEMS; i++)
		pool[id][i].free = true;
	for (i = 0; i < rounds && !READ_ONCE(*stop); i++) {
		struct item *it = &pool[id][i % ITEMS];

		while (!smp_load_acquire(&it->free))
			take_all();
		it->free = false;
		it->value = (u32)i + 1;
		atomic64_add(it->value, &pushed);
		llist_add(&it->node, &list);
	}
	take_all();
	return i;
}

static bool llist_check(unsigned long rounds)
{
	return llist_empty(&list) && atomic64_read(&pushed) == atomic64_read(&taken) &&
		atomic64_read(&taken) >= (s64)rounds;
}

extern const struct subject llist_subject;
const struct subject llist_subject = { "linux/llist.h", THREADS, llist_thread, llist_check };
