/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Threads that begin together. */
#ifndef LKMM_TESTS_THREADS_H
#define LKMM_TESTS_THREADS_H

#include <lkmm/atomic.h>

#include <pthread.h>
#include <stdlib.h>

#ifndef ROUNDS
# define ROUNDS 20000
#endif
enum { MOST_THREADS = 8 };

static lkmm_atomic_t threads_absent;

/* At the head of a thread's function. */
__attribute__((unused))
static void wait_for_all(void)
{
	lkmm_atomic_dec(&threads_absent);
	while (lkmm_atomic_read_acquire(&threads_absent))
		lkmm_cpu_relax();
}

/* @n threads, each with its number, until all have ended. */
__attribute__((unused))
static void run_threads(int n, void *(*thread)(void *number))
{
	pthread_t id[MOST_THREADS];
	long i;

	lkmm_atomic_set(&threads_absent, n);
	for (i = 0; i < n; i++)
		if (pthread_create(&id[i], NULL, thread, (void *)i))
			abort();
	for (i = 0; i < n; i++)
		pthread_join(id[i], NULL);
}

#endif
