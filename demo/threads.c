// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Threads of all variants, and functions that they call. */
#include "demo.h"

#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	LOOKS_PER_TURN = 64,		/* before another thread gets the CPU */
	LOOKS_MAX = 1 << 26,		/* some seconds, more where others run */
};

static bool given_up;
static int started;
static pthread_barrier_t start;

bool demo_wait(uint32_t *looks)
{
	lkmm_cpu_relax();
	if (++*looks % LOOKS_PER_TURN == 0)
		sched_yield();
	if (*looks > LOOKS_MAX)
		__atomic_store_n(&given_up, true, __ATOMIC_RELAXED);
	return !__atomic_load_n(&given_up, __ATOMIC_RELAXED);
}

void demo_let_run(void)
{
	static __thread unsigned int state;

	if (!state)
		state = 1 + (unsigned int)__atomic_fetch_add(&started, 1, __ATOMIC_RELAXED);
	if (rand_r(&state) % 4 == 0)
		sched_yield();
}

void demo_free(struct counted *object)
{
	object->alive = 0;
	__atomic_fetch_add(&object->frees, 1, __ATOMIC_RELAXED);
}

void demo_misused(struct pool *pool)
{
	__atomic_fetch_add(&pool->misuses, 1, __ATOMIC_RELAXED);
}

static void *run(void *argument)
{
	struct demo_thread *t = argument;

	pthread_barrier_wait(&start);
	t->result = t->work(t->shared, t->times);
	return NULL;
}

static void must(int error, const char *what)
{
	if (!error)
		return;
	fprintf(stderr, "demo: %s: %s\n", what, strerror(error));
	exit(2);
}

void demo_run(struct demo_thread *threads, size_t count)
{
	pthread_t *ids = calloc(count, sizeof(*ids));
	size_t i;

	if (!ids) {
		perror("demo");
		exit(2);
	}
	__atomic_store_n(&given_up, false, __ATOMIC_RELAXED);
	must(pthread_barrier_init(&start, NULL, (unsigned int)count), "pthread_barrier_init");
	for (i = 0; i < count; i++)
		must(pthread_create(&ids[i], NULL, run, &threads[i]), "pthread_create");
	for (i = 0; i < count; i++)
		must(pthread_join(ids[i], NULL), "pthread_join");
	pthread_barrier_destroy(&start);
	free(ids);
}

void demo_run_all(size_t offset, void *shared, uint32_t times, uint64_t *results)
{
	struct demo_thread threads[VARIANTS * THREADS_EACH];
	size_t i;

	for (i = 0; i < VARIANTS * THREADS_EACH; i++) {
		struct demo_thread *t = &threads[i];

		*t = (struct demo_thread){ .shared = shared, .times = times };
		memcpy(&t->work, (const char *)demo_variants[i % VARIANTS] + offset,
		       sizeof(t->work));
	}
	demo_run(threads, VARIANTS * THREADS_EACH);
	memset(results, 0, VARIANTS * sizeof(*results));
	for (i = 0; i < VARIANTS * THREADS_EACH; i++)
		results[i % VARIANTS] += threads[i].result;
}
