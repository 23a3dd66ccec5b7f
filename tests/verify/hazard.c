// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A Treiber stack with hazard pointers: one thread reads the value on top, while another pops it
 * and frees it if nobody announces its use. FAULT 1: the reader looks again before others see its
 * announcement; 2: it does not look again; 3: the other frees without looking.
 * expect 0: no fault in any execution
 * expect 1: use after free
 * expect 2: use after free
 * expect 3: use after free
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

#include <stdlib.h>

struct node {
	struct node *next;
	int value;
};

static struct node *top, *hazard;

static void look(void *unused)
{
	struct node *n = lkmm_READ_ONCE(top);

	(void)unused;
	if (!n)
		return;
	lkmm_WRITE_ONCE(hazard, n);
#if FAULT != 1
	lkmm_smp_mb();
#endif
#if FAULT != 2
	if (lkmm_READ_ONCE(top) != n)
		return;
#endif
	lkmm_assert(n->value == 42);
	lkmm_smp_store_release(&hazard, NULL);
}

static void pop(void *unused)
{
	struct node *n = lkmm_READ_ONCE(top);

	(void)unused;
	if (lkmm_cmpxchg(&top, n, n->next) != n)
		return;
#if FAULT != 3
	if (lkmm_smp_load_acquire(&hazard) == n)
		return;
#endif
	free(n);
}

int main(void)
{
	struct node *n = malloc(sizeof(*n));
	int a, b;

	n->next = NULL;
	n->value = 42;
	top = n;
	a = lkmm_spawn(look, NULL);
	b = lkmm_spawn(pop, NULL);
	lkmm_join(a);
	lkmm_join(b);
}
