// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A Treiber stack: threads push until they succeed, and one tries to pop. FAULT 1: a node is
 * published before it has been written; 2: a node is popped and freed that another thread may look
 * at.
 * expect 0: no fault in any execution
 * expect 1: data race
 * expect 2: use after free
 * fix 1: lkmm_cmpxchg_relaxed(&top, old, n) -> lkmm_cmpxchg_release(&top, old, n)
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

#include <stdlib.h>

struct node {
	struct node *next;
	int value;
};

static struct node *top;

static void push(struct node *n)
{
	struct node *old = lkmm_READ_ONCE(top), *found;

	for (;; old = found) {
		n->next = old;
#if FAULT == 1
		found = lkmm_cmpxchg_relaxed(&top, old, n);
#else
		found = lkmm_cmpxchg_release(&top, old, n);
#endif
		if (found == old)
			return;
	}
}

static struct node *pop(void)
{
	struct node *old = lkmm_smp_load_acquire(&top);

	if (!old || lkmm_cmpxchg_acquire(&top, old, old->next) != old)
		return 0;
	return old;
}

static void pusher(void *arg)
{
	struct node *n = malloc(sizeof(*n));

	(void)arg;
	n->value = 1;
	push(n);
}

static void popper(void *arg)
{
	struct node *n = pop();

	(void)arg;
	if (!n)
		return;
	lkmm_assert(n->value == 1);
#if FAULT == 2
	free(n);
#endif
}

int main(void)
{
	lkmm_spawn(pusher, 0);
	lkmm_spawn(popper, 0);
#if FAULT == 2
	lkmm_spawn(popper, 0);
#else
	lkmm_spawn(pusher, 0);
#endif
}
