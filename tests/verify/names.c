// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Other names for a variable and for a function.
 *
 * expect 0: no fault in any execution
 * expect 1: names.c:30:8: data race
 */
#include <assert.h>
#include <lkmm/verify.h>

#ifndef FAULT
#define FAULT 0
#endif

int number;
extern int also __attribute__((alias("number")));

void add(int *n)
{
	++*n;
}

void add_one(int *n) __attribute__((alias("add")));

static void work(void *other)
{
	if (other)
		add_one(&number);
	else if (FAULT == 1)
		also = 2;
}

int main(void)
{
	unsigned int a = lkmm_spawn(work, 0), b = lkmm_spawn(work, &number);

	lkmm_join(a);
	lkmm_join(b);
	assert(also == 1);
	return 0;
}
