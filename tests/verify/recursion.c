// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Functions of threads that call themselves: by turns, and along a list. FAULT 1: the last entry is
 * not released. 2: there are more turns than are followed. 3: a wrong sum.
 * expect 0: no fault in any execution
 * expect 1: data race
 * expect 2: no fault found, but executions were left out
 * expect 3: this assertion can fail
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

struct entry {
	int value;
	struct entry *next;
};

static struct entry last = { 1, NULL }, middle = { 2, NULL }, first = { 4, &middle };

static int sum(const struct entry *e)
{
	return e ? e->value + sum(lkmm_smp_load_acquire(&e->next)) : 0;
}

static int is_odd(int n);

static int is_even(int n)
{
	return !n || is_odd(n - 1);
}

static int is_odd(int n)
{
	return n && is_even(n - 1);
}

static void adds(void *arg)
{
	(void)arg;
	last.value = 8;
#if FAULT == 1
	lkmm_WRITE_ONCE(middle.next, &last);
#else
	lkmm_smp_store_release(&middle.next, &last);
#endif
}

static void sums(void *arg)
{
	int all = sum(&first);

	(void)arg;
	lkmm_assert(all == 6 || all == (FAULT == 3 ? 15 : 14));
	lkmm_assert(is_even(FAULT == 2 ? 20 : 4));
}

int main(void)
{
	int a = lkmm_spawn(adds, NULL), b = lkmm_spawn(sums, NULL);

	lkmm_join(a);
	lkmm_join(b);
	return 0;
}
