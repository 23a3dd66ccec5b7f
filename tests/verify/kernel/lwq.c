// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * lib/lwq.c: a queue that is filled without a lock, and emptied under one. lwq_enqueue() asks with
 * smp_load_acquire() whether something is ready, which __lwq_dequeue() writes by a plain access:
 * LKMM calls that a data race. With marked writes there is none.
 * with: lib/lwq.c
 * with: lib/llist.c
 * expect: lwq.c:35:12: data race
 * fault: lib/lwq.c: q->ready = llist_next(this) => WRITE_ONCE(q->ready, llist_next(this))
 * fault: lib/lwq.c: q->ready = NULL;\n => WRITE_ONCE(q->ready, NULL);\n
 * expect: no fault found, complete up to 2 turns of the loops on lib/llist.c:32
 * fault: lib/lwq.c: q->ready = llist_next(this) => WRITE_ONCE(q->ready, llist_next(this))
 * fault: lib/lwq.c: q->ready = NULL;\n => WRITE_ONCE(q->ready, NULL);\n
 * fault: lib/llist.c: try_cmpxchg(&head => try_cmpxchg_relaxed(&head
 * expect: data race
 * fault: include/linux/lwq.h: && llist_empty(&q->new) => 
 * expect: this assertion of main() can fail
 */
#include <linux/kernel.h>
#include <linux/lwq.h>
#include <lkmm/verify.h>

struct item {
	struct lwq_node node;
	int value;
};

static struct lwq queue;
static struct item item;
static int taken;

static void add(void *arg)
{
	(void)arg;
	item.value = 1;
	lwq_enqueue(&item.node, &queue);
}

static void take(void *arg)
{
	struct item *p = lwq_dequeue(&queue, struct item, node);

	(void)arg;
	if (!p)
		return;
	lkmm_assert(p == &item && p->value == 1);
	taken = 1;
}

int main(void)
{
	int a, b;

	lwq_init(&queue);
	a = lkmm_spawn(add, 0);
	b = lkmm_spawn(take, 0);
	lkmm_join(a);
	lkmm_join(b);
	lkmm_assert(lwq_empty(&queue) == taken);
}
