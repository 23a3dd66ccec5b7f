// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A buffer of two places between a producer and a consumer of three items, as textbooks have it.
 *
 * expect 0: no fault in any execution
 * expect 1: this assertion of main() can fail
 * expect 2: executions block
 */
#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#ifndef FAULT
#define FAULT 0
#endif

enum { SIZE = 2, ITEMS = 3 };

static int buffer[SIZE], in, out, count;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t not_full = PTHREAD_COND_INITIALIZER, not_empty = PTHREAD_COND_INITIALIZER;

static void *producer(void *arg)
{
	for (int i = 0; i < ITEMS; i++) {
		pthread_mutex_lock(&lock);
		while (count == SIZE)
			pthread_cond_wait(&not_full, &lock);
		buffer[in] = i;
		in = (in + 1) % SIZE;
		count++;
		pthread_cond_signal(&not_empty);
		pthread_mutex_unlock(&lock);
	}
	return arg;
}

static void *consumer(void *arg)
{
	int *total = arg;

	for (int i = 0; i < ITEMS; i++) {
		pthread_mutex_lock(&lock);
		if (FAULT == 1 && count == 0)	/* for while */
			pthread_cond_wait(&not_empty, &lock);
		while (FAULT != 1 && count == 0)
			pthread_cond_wait(&not_empty, &lock);
		*total += buffer[out];
		out = (out + 1) % SIZE;
		if (count-- == SIZE || FAULT != 2)
			pthread_cond_signal(FAULT == 2 ? &not_empty : &not_full);
		pthread_mutex_unlock(&lock);
	}
	return arg;
}

int main(void)
{
	pthread_t p, c;
	int total = 0;

	if (pthread_create(&p, NULL, producer, NULL) ||
	    pthread_create(&c, NULL, consumer, &total)) {
		perror("pthread_create");
		exit(EXIT_FAILURE);
	}
	pthread_join(p, NULL);
	pthread_join(c, NULL);
	assert(total == 3);
	return EXIT_SUCCESS;
}
