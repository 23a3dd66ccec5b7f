// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A thread pool: a list of tasks under a mutex, one worker that waits on a condition variable, and
 * a counter under another mutex. FAULT 1: the end is not signalled. 2: the worker looks for tasks
 * once only. 3: a task is put in without the mutex. 4: the counter has no mutex. 5: the pool stops
 * without its mutex, so that the worker may miss that. 6: a task is freed before it runs.
 * expect 0: no fault found, complete up to 2 turns of the loop on line
 * expect 1: waits for ever
 * expect 2: bad pointer
 * expect 3: data race
 * expect 4: data race
 * expect 5: pthread_cond_wait
 * expect 6: use after free
 */
#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

struct task {
	void (*run)(long by);
	long by;
	struct task *next;
};

struct pool {
	pthread_mutex_t lock;
	pthread_cond_t wake;
	struct task *first, **last;
	bool stops;
};

static struct pool pool;
static pthread_mutex_t count_lock = PTHREAD_MUTEX_INITIALIZER;
static long count;

static void pool_open(struct pool *p)
{
	*p = (struct pool){ .lock = PTHREAD_MUTEX_INITIALIZER, .wake = PTHREAD_COND_INITIALIZER };
	p->last = &p->first;
}

static int pool_put(struct pool *p, void (*run)(long by), long by)
{
	struct task *t = malloc(sizeof(*t));

	if (!t)
		return -ENOMEM;
	*t = (struct task){ .run = run, .by = by };
	if (FAULT != 3)
		pthread_mutex_lock(&p->lock);
	*p->last = t;
	p->last = &t->next;
	pthread_cond_signal(&p->wake);
	if (FAULT != 3)
		pthread_mutex_unlock(&p->lock);
	return 0;
}

static void pool_stop(struct pool *p)
{
	if (FAULT != 5)
		pthread_mutex_lock(&p->lock);
	__atomic_store_n(&p->stops, true, __ATOMIC_RELAXED);
	if (FAULT != 1)
		pthread_cond_broadcast(&p->wake);
	if (FAULT != 5)
		pthread_mutex_unlock(&p->lock);
}

static struct task *pool_take(struct pool *p)
{
	struct task *t;

	pthread_mutex_lock(&p->lock);
	while (!p->first && !__atomic_load_n(&p->stops, __ATOMIC_RELAXED)) {
		pthread_cond_wait(&p->wake, &p->lock);
		if (FAULT == 2)
			break;
	}
	t = p->first;
	if (t || FAULT == 2) {
		p->first = t->next;
		if (!p->first)
			p->last = &p->first;
	}
	pthread_mutex_unlock(&p->lock);
	return t;
}

static void *work(void *arg)
{
	struct task *t;

	while ((t = pool_take(arg))) {
		if (FAULT == 6)
			free(t);
		t->run(t->by);
		if (FAULT != 6)
			free(t);
	}
	return NULL;
}

static void add(long by)
{
	if (FAULT != 4)
		pthread_mutex_lock(&count_lock);
	count += by;
	if (FAULT != 4)
		pthread_mutex_unlock(&count_lock);
}

int main(void)
{
	pthread_t worker;

	pool_open(&pool);
	if (pthread_create(&worker, NULL, work, &pool)) {
		perror("pthread_create");
		return EXIT_FAILURE;
	}
	if (pool_put(&pool, add, 2))
		return EXIT_FAILURE;
	add(1);
	pool_stop(&pool);
	pthread_join(worker, NULL);
	assert(count == 3);
	return EXIT_SUCCESS;
}
