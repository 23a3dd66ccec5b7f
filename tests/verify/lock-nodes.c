// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A sorted list with a mutex in each node, which a thread initializes in the memory that it has
 * allocated. FAULT 1: the mutex is given back before the new node is in.
 *
 * expect 0: no fault found
 * expect 1: data race
 */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

#ifndef FAULT
#define FAULT 0
#endif

struct node {
	int value;
	struct node *next;
	pthread_mutex_t lock;
};

static struct node head = { .lock = PTHREAD_MUTEX_INITIALIZER };

static void insert(int value)
{
	struct node *new = malloc(sizeof(*new)), *before = &head, *next;

	new->value = value;
	pthread_mutex_init(&new->lock, NULL);
	pthread_mutex_lock(&before->lock);
	while (before->next && before->next->value < value) {
		next = before->next;
		pthread_mutex_lock(&next->lock);
		pthread_mutex_unlock(&before->lock);
		before = next;
	}
	if (FAULT == 1)
		pthread_mutex_unlock(&before->lock);
	new->next = before->next;
	before->next = new;
	if (FAULT != 1)
		pthread_mutex_unlock(&before->lock);
}

static void *first(void *arg)
{
	insert(1);
	return arg;
}

static void *second(void *arg)
{
	insert(2);
	return arg;
}

int main(void)
{
	pthread_t a, b;

	pthread_create(&a, NULL, first, NULL);
	pthread_create(&b, NULL, second, NULL);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	assert(head.next->value == 1 && head.next->next->value == 2);
}
