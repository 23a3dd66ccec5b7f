// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A thread takes a mutex again and again until it finds what another has left. Turns of the loop
 * change nothing, so that the answer is complete. FAULT 1: without the mutex; 2: nobody leaves
 * anything; 3: the loop counts its turns, so that they have a bound, and does so twice.
 * expect 0: no fault in any execution
 * expect 1: data race
 * expect 2: executions block: P1 line 38
 * expect 3: no fault found, complete up to 2 turns of the loops on line 38 and line 47
 * json 3: "complete": false, "turns": 2, "loops": [{"line": 38, "column": 10}
 * json 1: "complete": true
 */
#include <assert.h>
#include <pthread.h>
#include <stddef.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int ready, turns;

static void *leave(void *unused)
{
	(void)unused;
#if FAULT != 1
	pthread_mutex_lock(&lock);
#endif
	ready = FAULT != 2;
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
#if FAULT == 3
		turns++;
#endif
		pthread_mutex_unlock(&lock);
		pthread_mutex_lock(&lock);
	}
#endif
#if FAULT == 3
	while (!ready) {
		turns++;
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
