// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * main() goes through what threads have left: a pointer that may be null, an index that may be too
 * large, a number where a pointer should be.
 *
 * expect 0: no fault in any execution
 * expect 1: main-reads.c:60:2: main() can use a null pointer here
 * json 1: "fault": "null-pointer"
 * expect 2: main-reads.c:61:2: main() can use memory outside of an object here
 * expect 3: main-reads.c:60:2: main() can use a pointer here that does not point to an object
 * expect 4: main-reads.c:61:2: this assertion of main() can fail
 */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

#ifndef FAULT
#define FAULT 0
#endif

struct item {
	int value;
};

static struct item *item;
static int slot[2] = { 5, 6 };
static int next, stop;

static void *make(void *arg)
{
	struct item *i = malloc(sizeof(*i));

	i->value = 3;
	if (FAULT == 3)
		item = (struct item *)(long)8;
	else if (FAULT != 1 || !__atomic_load_n(&stop, __ATOMIC_ACQUIRE))
		item = i;
	return NULL;
}

static void *count(void *arg)
{
	__atomic_store_n(&stop, 1, __ATOMIC_RELEASE);
	__atomic_fetch_add(&next, 1, __ATOMIC_RELAXED);
	if (FAULT == 2)
		__atomic_fetch_add(&next, 1, __ATOMIC_RELAXED);
	if (FAULT == 4 && __atomic_load_n(&next, __ATOMIC_RELAXED) == 1)
		slot[1] = 7;
	return NULL;
}

int main(void)
{
	pthread_t thread[2];

	pthread_create(&thread[0], NULL, make, NULL);
	pthread_create(&thread[1], NULL, count, NULL);
	for (int i = 0; i < 2; i++)
		pthread_join(thread[i], NULL);
	assert(item->value == 3);
	assert(slot[next] == 6);
	return 0;
}
