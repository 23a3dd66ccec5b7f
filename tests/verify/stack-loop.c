// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A Treiber stack on which all try until they succeed: two push, and one pops. Each turn but the
 * last needs that another thread has written, so the answer is complete. FAULT 1: a node is
 * published without order. 2 to 4 are no faults, but other loops: 2 looks at the top anew in each
 * turn, 3 tries by try_cmpxchg(), 4 by an exchange that may fail for no reason. 5: what pops
 * counts its turns, and gives up after the second.
 * expect 0: no fault in any execution
 * expect 1: data race
 * expect 2: no fault in any execution
 * expect 3: no fault in any execution
 * expect 4: no fault in any execution
 * expect 5: no fault in any execution
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

struct node {
	struct node *next;
	int value;
};

static struct node *top, node[2];

/* Puts @new in the place of @*old, or gives @*old what it found. */
static int replace(struct node **old, struct node *new)
{
#if FAULT == 1
	return lkmm_try_cmpxchg_relaxed(&top, old, new);
#elif FAULT == 3
	return lkmm_try_cmpxchg(&top, old, new);
#elif FAULT == 4
	return __atomic_compare_exchange_n(&top, old, new, 1, __ATOMIC_RELEASE, __ATOMIC_RELAXED);
#else
	struct node *found = lkmm_cmpxchg(&top, *old, new), *expected = *old;

	*old = found;
	return found == expected;
#endif
}

static void push(struct node *n)
{
	struct node *old = lkmm_READ_ONCE(top);

	do {
#if FAULT == 2
		old = lkmm_READ_ONCE(top);
#endif
		lkmm_WRITE_ONCE(n->next, old);
	} while (!replace(&old, n));
}

static struct node *pop(void)
{
	struct node *old = lkmm_READ_ONCE(top);

	for (int turns = 0; old; turns++) {
		if (FAULT == 5 && turns == 2)
			return 0;
#if FAULT == 2
		old = lkmm_READ_ONCE(top);
		if (!old)
			return 0;
#endif
		if (replace(&old, lkmm_READ_ONCE(old->next)))
			return old;
	}
	return 0;
}

static void pusher(void *arg)
{
	struct node *n = arg;

	n->value = 1;
	push(n);
}

static void popper(void *arg)
{
	struct node *n = pop();

	(void)arg;
	if (n)
		lkmm_assert(n->value == 1);
}

int main(void)
{
	lkmm_spawn(pusher, &node[0]);
	lkmm_spawn(pusher, &node[1]);
	lkmm_spawn(popper, 0);
}
