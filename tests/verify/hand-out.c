// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Threads that take numbers from a counter, until all are given out: it only grows, and bounds the
 * turns of their loops. Not so if the numbers are many, or if the counter is set back.
 *
 * expect 0: no fault in any execution
 * expect 1: hand-out.c:34:10: data race
 * expect 2: no fault found, complete up to 2 turns of the loop on line 29
 * expect 3: no fault found, complete up to 2 turns of the loop on line 29
 * expect 4: hand-out.c:50:3: this assertion of main() can fail
 */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

#ifndef FAULT
#define FAULT 0
#endif
enum { ALL = 3, MANY = 30, LAST = FAULT == 2 ? MANY : ALL };

static int made[MANY];
static atomic_int next;

static void *make(void *arg)
{
	int i;

	(void)arg;
	while ((i = atomic_fetch_add_explicit(&next, 1, memory_order_relaxed)) < LAST) {
		if (FAULT == 1)
			i /= 2;
		if (FAULT == 4 && i == 2)
			continue;
		made[i]++;
		if (FAULT == 3 && i == 2)
			atomic_store_explicit(&next, 3, memory_order_relaxed);
	}
	return NULL;
}

int main(void)
{
	pthread_t thread[2];

	for (int i = 0; i < 2; i++)
		pthread_create(&thread[i], NULL, make, NULL);
	for (int i = 0; i < 2; i++)
		pthread_join(thread[i], NULL);
	for (int i = 0; i < ALL; i++)
		assert(FAULT == 3 || made[i] == 1);
	return 0;
}
