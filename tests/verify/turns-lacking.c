// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Threads whose loops have more turns than are followed, in all executions: then an answer about
 * those that end would be about none.
 *
 * expect 0: no fault found, complete up to 2 turns of the loop on line 23; no execution ends there
 * expect 1: no fault found, complete up to 2 turns of the loop on line 23
 * json 0: "undecided"
 * json 1: "observation": "Always"
 */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

#ifndef FAULT
#define FAULT 0
#endif

static atomic_int next, stopped;

static void *work(void *arg)
{
	while (atomic_fetch_add(&next, 1) < 40)
		if (FAULT == 1 && atomic_load(&stopped))
			return arg;
	assert(atomic_load(&next) > 40);
	return arg;
}

int main(void)
{
	pthread_t a, b;

	pthread_create(&a, NULL, work, NULL);
	pthread_create(&b, NULL, work, NULL);
	if (FAULT == 1)
		atomic_store(&stopped, 1);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	return 0;
}
