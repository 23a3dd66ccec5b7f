// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * hazard.c with its reader in Rust: C pops an entry, and frees it if Rust does not announce its
 * use. FAULT 1: the reader looks again before others see its announcement; 2: it does not look
 * again; 3: the entry is freed without looking. 4: the announcement ends before the use. 5: the use
 * may come after its end.
 * expect 0: no fault in any execution
 * expect 1: use after free
 * expect 2: use after free
 * expect 3: use after free
 * expect 4: use after free
 * expect 5: use after free
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

#include <stdlib.h>

struct node {
	struct node *next;
	int value;
};

struct stack {
	struct node *top, *hazard;
};

static struct stack stack;
const int fault = FAULT;

void look(void *stack);

static void pop(void *arg)
{
	struct stack *s = arg;
	struct node *n = lkmm_READ_ONCE(s->top);

	if (lkmm_cmpxchg(&s->top, n, n->next) != n)
		return;
#if FAULT != 3
	if (lkmm_smp_load_acquire(&s->hazard) == n)
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
	stack.top = n;
	a = lkmm_spawn(look, &stack);
	b = lkmm_spawn(pop, &stack);
	lkmm_join(a);
	lkmm_join(b);
}
