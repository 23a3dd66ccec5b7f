// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A list that main() builds and threads read while one entry is replaced under RCU. FAULT 1: the
 * new entry is published without ordering; 2: the old one is freed too early; 3: a null pointer.
 * expect 0: no fault in any execution
 * expect 1: data race
 * expect 2: uses 'm2', and nothing orders that before
 * expect 3: bad pointer: the number 8 for a pointer
 * fix 1: lkmm_WRITE_ONCE(first, e) -> lkmm_smp_store_release(&first, e)
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

#include <stdlib.h>

struct entry {
	struct entry *next;
	int value;
};

static struct entry *first;

static struct entry *new_entry(struct entry *next, int value)
{
	struct entry *e = malloc(sizeof(*e));

	e->next = next;
	e->value = value;
	return e;
}

static void replace(void *arg)
{
	struct entry *old = first, *e = malloc(sizeof(*e));

	(void)arg;
	e->next = old->next;
	e->value = 3;
#if FAULT == 1
	lkmm_WRITE_ONCE(first, e);
#else
	lkmm_rcu_assign_pointer(first, e);
#endif
#if FAULT != 2
	lkmm_synchronize_rcu();
#endif
	free(old);
}

static void read(void *arg)
{
	struct entry *e;

	(void)arg;
	lkmm_rcu_read_lock();
	e = lkmm_rcu_dereference(first);
	lkmm_assert(e->value == 2 || e->value == 3);
	e = lkmm_rcu_dereference(e->next);
	lkmm_assert(e->value == 1);
#if FAULT == 3
	e = lkmm_rcu_dereference(e->next);
	lkmm_assert(e->value == 0);
#endif
	lkmm_rcu_read_unlock();
}

int main(void)
{
	int a, b;

	for (int i = 1; i <= 2; i++)
		first = new_entry(first, i);
	a = lkmm_spawn(replace, 0);
	b = lkmm_spawn(read, 0);
	lkmm_join(a);
	lkmm_join(b);
	lkmm_assert(first->value == 3 && first->next->value == 1);
}
