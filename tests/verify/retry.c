// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Two threads that try again until compare-and-exchange succeeds, with the expected value behind a
 * pointer: all turns that the other's writes allow are covered. FAULT 1: a thread takes the value
 * that it expected for the one that it has replaced, and an update is lost. 2: an exchange that
 * orders nothing publishes a node.
 * expect 0: no fault in any execution
 * expect 1: this assertion of main() can fail
 * expect 2: data race
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>
#include <stdbool.h>

struct node {
	struct node *next;
	int value;
};

static struct node node[2], *top;

static bool replace(struct node **from, struct node *to)
{
#if FAULT == 1
	lkmm_WRITE_ONCE(top, to);
	return true;
#elif FAULT == 2
	return lkmm_try_cmpxchg_relaxed(&top, from, to);
#else
	return lkmm_try_cmpxchg(&top, from, to);
#endif
}

static void push(void *arg)
{
	struct node *n = arg, *first = lkmm_READ_ONCE(top);

	n->value = 1;
	do {
		n->next = first;
	} while (!replace(&first, n));
	if (n->next)
		lkmm_assert(n->next->value == 1);
}

int main(void)
{
	int a = lkmm_spawn(push, &node[0]), b = lkmm_spawn(push, &node[1]);

	lkmm_join(a);
	lkmm_join(b);
	lkmm_assert(top && top->next && !top->next->next);
}
