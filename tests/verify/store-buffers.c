// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A chain of store buffers: each thread writes a variable of its own, and looks at that of the next
 * one. With full barriers one of them sees what another one has written. All else is possible, so
 * that there is a final state for nearly each choice of values: bench/verify.py counts the work.
 *
 * expect 0: no fault in any execution
 * expect 1: store-buffers.c:46:2: this assertion of main() can fail
 */
#include <assert.h>
#include <lkmm/atomic.h>
#include <pthread.h>

#ifndef FAULT
#define FAULT 0
#endif
#ifndef THREADS
#define THREADS 3
#endif

static int written[THREADS], seen[THREADS];

static void *look(void *arg)
{
	long i = (long)arg;

	lkmm_WRITE_ONCE(written[i], 1);
	if (FAULT != 1)
		lkmm_smp_mb();
	seen[i] = lkmm_READ_ONCE(written[(i + 1) % THREADS]);
	return NULL;
}

int main(void)
{
	pthread_t thread[THREADS];
	int sum = 0;

	for (long i = 0; i < THREADS; i++)
		pthread_create(&thread[i], NULL, look, (void *)i);
	for (long i = 0; i < THREADS; i++)
		pthread_join(thread[i], NULL);
	for (long i = 0; i < THREADS; i++)
		sum += seen[i];
	assert(sum <= THREADS);
	assert(sum);
	return 0;
}
