// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A thread waits, up to a time limit, for what another leaves. FAULT 1: it takes the end of the
 * wait for success. 2: it tries again for ever, and nobody leaves anything. 3: it carries on what
 * the wait returned from one turn of the loop to the next.
 * expect 0: no fault in any execution
 * expect 1: this assertion can fail
 * expect 2: executions block
 * expect 3: no fault found, complete up to 2 turns of the loop on line 44
 */
#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <time.h>

static pthread_mutex_t lock;
static pthread_cond_t left;
static int work;
static struct timespec soon;

static void *leave(void *unused)
{
	(void)unused;
	pthread_mutex_lock(&lock);
#if FAULT != 2
	work = 1;
#endif
	pthread_cond_broadcast(&left);
	pthread_mutex_unlock(&lock);
	return NULL;
}

static void *take(void *unused)
{
	int error = 0;

	(void)unused;
	pthread_mutex_lock(&lock);
#if FAULT == 2
	while (!work)
		pthread_cond_timedwait(&left, &lock, &soon);
#elif FAULT == 3
	while (!work && error != ETIMEDOUT)
		error = pthread_cond_timedwait(&left, &lock, &soon);
#else
	while (!work) {
		if (pthread_cond_timedwait(&left, &lock, &soon) == ETIMEDOUT) {
			error = ETIMEDOUT;
			break;
		}
	}
#endif
	assert(work || (FAULT != 1 && error == ETIMEDOUT));
	work = 0;
	pthread_mutex_unlock(&lock);
	return NULL;
}

int main(void)
{
	pthread_t a, b;

	pthread_mutex_init(&lock, NULL);
	pthread_cond_init(&left, NULL);
	pthread_create(&a, NULL, leave, NULL);
	pthread_create(&b, NULL, take, NULL);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	pthread_cond_destroy(&left);
	return 0;
}
