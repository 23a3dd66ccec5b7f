// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A slot between two threads. Semaphores count the items in it, and the free places.
 *
 * expect 0: no fault in any execution
 * expect 1: data race
 * expect 2: executions block: P0 line 24 sem_wait(&room), P1 line 38 sem_wait(&full)
 * expect 3: data race
 */
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>

#ifndef FAULT
#define FAULT 0
#endif

static sem_t full, room;
static int slot;

static void *produce(void *arg)
{
	for (int i = 1; i <= 2; i++) {
		sem_wait(&room);
		slot = i;
		sem_post(&full);
	}
	return NULL;
}

static int take(void)
{
	int found;

	if (FAULT == 3)
		sem_trywait(&full);
	else
		sem_wait(&full);
	found = slot;
	if (FAULT != 2)
		sem_post(&room);
	return found;
}

int main(void)
{
	pthread_t thread;
	int left;

	sem_init(&full, 0, 0);
	sem_init(&room, 0, FAULT == 1 ? 2 : 1);
	pthread_create(&thread, NULL, produce, NULL);
	for (int i = 1; i <= 2; i++)
		assert(take() == i);
	pthread_join(thread, NULL);
	sem_getvalue(&room, &left);
	assert(left == 1);
	sem_destroy(&full);
	return 0;
}
