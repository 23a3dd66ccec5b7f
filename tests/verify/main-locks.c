// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * main() takes the locks of its threads when they are done. FAULT 1: a thread keeps the lock;
 * 2: main() gives back one that it has not taken.
 *
 * expect 0: no fault in any execution
 * json 0: "flags": []
 * expect 1: main() can wait here for a lock that is never given back
 * json 1: "fault": "lock-taken"
 * expect 2: main() can give back a lock here that is free
 * json 2: "fault": "lock-free"
 */
#include <assert.h>
#include <pthread.h>

#ifndef FAULT
#define FAULT 0
#endif

static struct counter {
	pthread_mutex_t lock;
	int value;
} counters[2];

static void add(struct counter *c)
{
	pthread_mutex_lock(&c->lock);
	c->value++;
	if (FAULT != 1 || c->value < 2)
		pthread_mutex_unlock(&c->lock);
}

static int value_of(struct counter *c)
{
	int value;

	if (FAULT != 2)
		pthread_mutex_lock(&c->lock);
	value = c->value;
	pthread_mutex_unlock(&c->lock);
	return value;
}

static void *thread(void *arg)
{
	add(&counters[1]);
	return arg;
}

int main(void)
{
	pthread_t a, b;

	for (int i = 0; i < 2; i++)
		pthread_mutex_init(&counters[i].lock, NULL);
	pthread_create(&a, NULL, thread, NULL);
	pthread_create(&b, NULL, thread, NULL);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	assert(value_of(&counters[0]) == 0 && value_of(&counters[1]) == 2);
	return 0;
}
