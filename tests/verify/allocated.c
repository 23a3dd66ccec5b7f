// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * What allocated memory consists of is known from where its address gets to: behind a choice, a
 * variable, and functions that return it, as that of kmalloc_array() does. One struct of the same
 * size has another layout. FAULT 1: it is published too early.
 *
 * expect 0: no fault in any execution
 * expect 1: data race
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>
#include <stdlib.h>

#ifndef FAULT
#define FAULT 0
#endif

struct other {
	short a, b, c, d;
	long e;
};

static int item = 1;
static int **table;
static struct other other;

static void *get(size_t n, size_t size, int zero)
{
	return zero ? calloc(n, size) : malloc(n * size);
}

static int **get_table(int zero)
{
	void *got = get(2, sizeof(int *), zero);

	return got;
}

static void make(void *arg)
{
	int **t = get_table(0);

	(void)arg;
	other.b = 1;
	if (FAULT == 1)
		lkmm_smp_store_release(&table, t);
	t[0] = &item;
	t[1] = NULL;
	lkmm_smp_store_release(&table, t);
}

static void look(void *arg)
{
	int **t = lkmm_smp_load_acquire(&table);

	(void)arg;
	if (!t)
		return;
	lkmm_assert(*t[0] == 1 && !t[1]);
	free(t);
}

int main(void)
{
	int **own = get_table(1), a, b;

	lkmm_assert(!own[0] && !own[1]);
	own[1] = &item;
	a = lkmm_spawn(make, 0);
	b = lkmm_spawn(look, 0);
	lkmm_join(a);
	lkmm_join(b);
	lkmm_assert(*own[1] == 1);
}
