// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A thread takes a mutex again and again until it finds what another has left: the loop writes in
 * each turn, so that its turns have a bound. FAULT 1: without the mutex; 2: it looks twice, with a
 * second loop.
 * expect 0: no fault found, complete up to 2 turns of the loop on line 37
 * expect 1: data race
 * expect 2: no fault found, complete up to 2 turns of the loops on line 37 and line 43
 * json 0: "complete": false, "turns": 2, "loops": [{"line": 37, "column": 10}]
 * json 1: "complete": true
 */
#include <assert.h>
#include <pthread.h>
#include <stddef.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int ready;

static void *leave(void *unused)
{
	(void)unused;
#if FAULT != 1
	pthread_mutex_lock(&lock);
#endif
	ready = 1;
#if FAULT != 1
	pthread_mutex_unlock(&lock);
#endif
	return NULL;
}

static void *poll(void *unused)
{
	(void)unused;
	pthread_mutex_lock(&lock);
#if FAULT != 1
	while (!ready) {
		pthread_mutex_unlock(&lock);
		pthread_mutex_lock(&lock);
	}
#endif
#if FAULT == 2
	while (!ready) {
		pthread_mutex_unlock(&lock);
		pthread_mutex_lock(&lock);
	}
#endif
	assert(FAULT == 1 || ready);
	if (FAULT == 1)
		ready = 0;
	pthread_mutex_unlock(&lock);
	return NULL;
}

int main(void)
{
	pthread_t a, b;

	pthread_create(&a, NULL, leave, NULL);
	pthread_create(&b, NULL, poll, NULL);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	return 0;
}
