// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A Michael-Scott queue with a dummy node: one thread puts an entry in, one takes one out; one try
 * each at the end of the queue. FAULT 1: an entry is linked before it has been written; 2: the
 * taker does not order what it reads; 3: the head passes the tail.
 * expect 0: no fault in any execution
 * expect 1: data race
 * expect 2: data race
 * expect 3: this assertion can fail
 * fix 1: lkmm_cmpxchg_relaxed(&last->next, NULL, n) -> lkmm_cmpxchg_release(&last->next, NULL, n)
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

#include <stddef.h>

struct node {
	struct node *next;
	int value;
};

static struct node dummy, entry;
static struct node *head = &dummy, *tail = &dummy;
static int value;

static void put(void *arg)
{
	struct node *n = arg, *last = lkmm_READ_ONCE(tail);

	n->value = 42;
#if FAULT == 1
	if (lkmm_cmpxchg_relaxed(&last->next, NULL, n))
#else
	if (lkmm_cmpxchg_release(&last->next, NULL, n))
#endif
		return;
	lkmm_cmpxchg_relaxed(&tail, last, n);
}

static void take(void *unused)
{
	struct node *first = lkmm_READ_ONCE(head), *next;

	(void)unused;
#if FAULT == 2
	if (!lkmm_READ_ONCE(first->next))
		return;
	next = &entry;
#else
	next = lkmm_smp_load_acquire(&first->next);
	if (!next)
		return;
#endif
#if FAULT != 3
	/* helps the other to move the tail on */
	if (lkmm_READ_ONCE(tail) == first)
		lkmm_cmpxchg_relaxed(&tail, first, next);
#endif
	if (lkmm_cmpxchg_relaxed(&head, first, next) != first)
		return;
	value = next->value;
	lkmm_assert(lkmm_READ_ONCE(tail) != first);
}

int main(void)
{
	int a = lkmm_spawn(put, &entry), b = lkmm_spawn(take, NULL);

	lkmm_join(b);
	lkmm_join(a);
	lkmm_assert(value == 42 || head == &dummy);
	lkmm_assert(tail == &entry);
}
