// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * queue.c with its taker in Rust: C puts an entry into the queue, Rust takes it out. FAULT 1: the
 * entry is linked before it has been written. 2: Rust does not order what it reads, 3: nor moves
 * the tail on.
 * expect 0: no fault in any execution
 * expect 1: data race
 * expect 2: data race
 * expect 3: this assertion can fail
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

#include <stddef.h>

struct node {
	struct node *next;
	int value;
};

struct queue {
	struct node *head, *tail;
	int taken, *value;
};

static struct node dummy, entry;
static struct queue queue = { .head = &dummy, .tail = &dummy, .value = &entry.value };
const int fault = FAULT;

void take(void *queue);

static void put(void *arg)
{
	struct node *n = arg, *last = lkmm_READ_ONCE(queue.tail);

	n->value = 42;
#if FAULT == 1
	if (lkmm_cmpxchg_relaxed(&last->next, NULL, n))
#else
	if (lkmm_cmpxchg_release(&last->next, NULL, n))
#endif
		return;
	lkmm_cmpxchg_relaxed(&queue.tail, last, n);
}

int main(void)
{
	int a = lkmm_spawn(put, &entry), b = lkmm_spawn(take, &queue);

	lkmm_join(b);
	lkmm_join(a);
	lkmm_assert(queue.taken == 42 || queue.head == &dummy);
	lkmm_assert(queue.tail == &entry);
}
