// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * What main() has filled, and no thread writes, is known to the threads: a number of turns, an
 * index, a pointer. FAULT 2: main() writes it while they run. FAULT 3: one of them does.
 *
 * expect 0: no fault in any execution
 * expect 1: arguments.c:39:6: data race
 * expect 2: data race
 * expect 3: data race
 */
#include <assert.h>
#include <pthread.h>

#ifndef FAULT
#define FAULT 0
#endif

struct arguments {
	int turns, index;
	int *to;
};

static int sums[2], far;

static void *sum(void *arg)
{
	const struct arguments *a = arg;
	int *to = a->to ? a->to : &sums[a->index];
	int all = 0;

	for (int i = 1; i <= a->turns; i++)
		all += i * i;
#if FAULT == 3
	if (a->index)
		((struct arguments *)arg)[-1].turns = 1;
#endif
	if (all == 2)
		to = &far;
	*to = all;
	return NULL;
}

int main(void)
{
	struct arguments all[2];
	pthread_t thread[2];

	for (int i = 0; i < 2; i++)
		all[i] = (struct arguments){ FAULT > 1 ? 2 : 4, i, FAULT == 1 ? &far : NULL };
	for (int i = 0; i < 2; i++)
		pthread_create(&thread[i], NULL, sum, &all[i]);
	if (FAULT == 2)
		all[0].turns = 1;
	for (int i = 0; i < 2; i++)
		pthread_join(thread[i], NULL);
	assert(FAULT || (sums[0] == 30 && sums[1] == 30));
	return 0;
}
