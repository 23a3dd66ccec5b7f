// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Waiting for a mutex up to a time limit, in POSIX and in C11. FAULT 1: a thread goes on without
 * it. 2: a mutex is never given back. 3: neither is it then waited for for ever.
 * expect 0: no fault in any execution
 * expect 1: mutex-time.c:38:2: unmatched-unlock
 * expect 2: executions block: P1 line 53 mtx_lock(&c11)
 * expect 3: no fault in any execution
 */
#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <threads.h>
#include <time.h>

static pthread_mutex_t posix;
static mtx_t c11;
static int sum, late;
static struct timespec soon;

static void *add_one(void *unused)
{
	int error = pthread_mutex_timedlock(&posix, &soon);

	(void)unused;
	assert(!error || error == ETIMEDOUT);
#if FAULT != 1
	if (error)
		return NULL;
#endif
	if (mtx_timedlock(&c11, &soon) == thrd_success) {
		sum += 1;
#if FAULT < 2
		mtx_unlock(&c11);
#endif
	}
	pthread_mutex_unlock(&posix);
	return NULL;
}

static void *add_two(void *unused)
{
	(void)unused;
	pthread_mutex_lock(&posix);
#if FAULT == 3
	if (mtx_timedlock(&c11, &soon) == thrd_timedout) {
		late = 1;
		pthread_mutex_unlock(&posix);
		return NULL;
	}
#else
	mtx_lock(&c11);
#endif
	sum += 2;
	mtx_unlock(&c11);
	pthread_mutex_unlock(&posix);
	return NULL;
}

int main(void)
{
	pthread_t a, b;

	pthread_mutex_init(&posix, NULL);
	mtx_init(&c11, mtx_timed);
	pthread_create(&a, NULL, add_one, NULL);
	pthread_create(&b, NULL, add_two, NULL);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	assert(sum == (late ? 1 : 2) || sum == 3);
	return 0;
}
