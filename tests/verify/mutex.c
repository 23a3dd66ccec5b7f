// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Threads and a mutex of POSIX, assert() of C. FAULT 1: the second lock is
 * not taken, and another thread looks at that account. 2: deadlock. 3: a
 * recursive mutex.
 * expect 0: no fault in any execution
 * expect 1: data race
 * expect 2: executions block: P0
 * json 2: "executions": {"end": 1, "block": 1, "all_counted": true
 * expect 3: error: 'account' has a mutex of a kind that is not supported
 */
#define _GNU_SOURCE
#include <assert.h>
#include <pthread.h>
#include <stdio.h>

struct account {
	pthread_mutex_t lock;
	long balance;
};

static struct account account[2] = {
#if FAULT == 3
	{ PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP, 10 },
#else
	{ PTHREAD_MUTEX_INITIALIZER, 10 },
#endif
	{ PTHREAD_MUTEX_INITIALIZER, 20 },
};

static void transfer(struct account *from, struct account *to, long amount)
{
	struct account *first = from, *second = to;

#if FAULT != 2
	if (to < from) {
		first = to;
		second = from;
	}
#endif
	pthread_mutex_lock(&first->lock);
#if FAULT != 1
	pthread_mutex_lock(&second->lock);
#endif
	from->balance -= amount;
	to->balance += amount;
#if FAULT != 1
	pthread_mutex_unlock(&second->lock);
#endif
	pthread_mutex_unlock(&first->lock);
}

static void *forth(void *arg)
{
	(void)arg;
	transfer(&account[0], &account[1], 5);
	return NULL;
}

static void *back(void *arg)
{
	(void)arg;
#if FAULT == 1
	pthread_mutex_lock(&account[1].lock);
	assert(account[1].balance >= 20);
	pthread_mutex_unlock(&account[1].lock);
	return NULL;
#endif
	transfer(&account[1], &account[0], 3);
	return NULL;
}

int main(void)
{
	pthread_t thread[2];

	if (pthread_create(&thread[0], NULL, forth, NULL) ||
	    pthread_create(&thread[1], NULL, back, NULL))
		return 1;
	for (int i = 0; i < 2; i++)
		pthread_join(thread[i], NULL);
	assert(account[0].balance + account[1].balance == 30);
	printf("%ld\n", account[0].balance);
	return 0;
}
