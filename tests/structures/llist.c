// SPDX-License-Identifier: GPL-2.0 OR MIT
/* <lkmm/llist.h>: order, what is returned, and threads that add while others take. */
#include <lkmm/llist.h>

#include "../tap.h"
#include "threads.h"

enum { ADDERS = 2 };

struct item {
	struct lkmm_llist_node node;	/* first: value_of() */
	int value;			/* plain: a thread sanitizer sees whether it is ordered */
};

static int value_of(struct lkmm_llist_node *node)
{
	return ((struct item *)(void *)node)->value;
}

static void test_order(void)
{
	struct lkmm_llist_head head = LKMM_LLIST_HEAD_INIT;
	struct item item[4] = { { .value = 0 }, { .value = 1 }, { .value = 2 }, { .value = 3 } };
	struct lkmm_llist_node *node;

	tap(lkmm_llist_empty(&head) && !lkmm_llist_del_all(&head) && !lkmm_llist_del_first(&head),
	    "empty");
	tap(lkmm_llist_add(&item[0].node, &head) && !lkmm_llist_add(&item[1].node, &head) &&
	    !lkmm_llist_empty(&head), "only the first one finds it empty");
	item[2].node.next = &item[3].node;
	tap(!lkmm_llist_add_batch(&item[2].node, &item[3].node, &head), "two more at a time");
	node = lkmm_llist_del_first(&head);
	tap(value_of(node) == 2, "the first is taken");
	node = lkmm_llist_reverse_order(lkmm_llist_del_all(&head));
	tap(value_of(node) == 0 && value_of(lkmm_llist_next(node)) == 1 &&
	    value_of(lkmm_llist_next(lkmm_llist_next(node))) == 3 &&
	    !lkmm_llist_next(&item[3].node) && lkmm_llist_empty(&head), "the rest, turned");
	tap(!lkmm_llist_reverse_order(NULL), "nothing, turned");
	lkmm_llist_add(&item[0].node, &head);
	lkmm_init_llist_head(&head);
	tap(lkmm_llist_empty(&head), "made empty");
}

static struct lkmm_llist_head shared;
static struct item items[ADDERS][ROUNDS];
static lkmm_atomic_t adding;
static long sum;
static int taken;

static void take(struct lkmm_llist_node *node)
{
	for (; node; node = lkmm_llist_next(node)) {
		sum += value_of(node);
		taken++;
	}
}

/* One thread takes: all at a time, or the first. */
static void take_all(void)
{
	int i = 0;

	while (lkmm_atomic_read_acquire(&adding) || !lkmm_llist_empty(&shared)) {
		struct lkmm_llist_node *node;

		if (i++ % 2) {
			take(lkmm_llist_del_all(&shared));
		} else {
			node = lkmm_llist_del_first(&shared);
			if (node) {
				sum += value_of(node);
				taken++;
			}
		}
	}
}

static void *thread(void *number)
{
	long id = (long)number;

	wait_for_all();
	if (id == ADDERS) {
		take_all();
		return NULL;
	}
	for (int i = 0; i < ROUNDS; i++) {
		items[id][i].value = i;
		lkmm_llist_add(&items[id][i].node, &shared);
	}
	lkmm_atomic_dec(&adding);
	return NULL;
}

int main(void)
{
	test_order();
	lkmm_atomic_set(&adding, ADDERS);
	run_threads(ADDERS + 1, thread);
	tap(taken == ADDERS * ROUNDS, "each is taken once");
	tap(sum == (long)ADDERS * ROUNDS * (ROUNDS - 1) / 2, "as it was added");
	return tap_end();
}
