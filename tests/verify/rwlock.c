// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A table that one thread replaces and another looks at, under a read-write lock of POSIX.
 * FAULT 1: the writer takes the lock for reading; 2: the reader does not look
 * whether it got it; 3: nor does the writer; 4: the writer does not give it back.
 * expect 0: no fault in any execution
 * expect 1: data race
 * expect 2: data race
 * expect 3: data race
 * expect 4: executions block
 */
#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stddef.h>

static pthread_rwlock_t lock;
static int key, value;

static void *replace(void *unused)
{
	(void)unused;
#if FAULT == 1
	pthread_rwlock_rdlock(&lock);
#elif FAULT == 3
	pthread_rwlock_trywrlock(&lock);
#else
	pthread_rwlock_wrlock(&lock);
#endif
	key = 1;
	value = 1;
#if FAULT != 4
	pthread_rwlock_unlock(&lock);
#endif
	return NULL;
}

/* First without waiting, if that is possible. */
static void *look(void *unused)
{
	int busy = pthread_rwlock_tryrdlock(&lock);

	(void)unused;
#if FAULT != 2
	if (busy) {
		assert(busy == EBUSY);
		pthread_rwlock_rdlock(&lock);
	}
#endif
	assert(key == value);
	pthread_rwlock_unlock(&lock);
	return NULL;
}

int main(void)
{
	pthread_t a, b;

	pthread_rwlock_init(&lock, NULL);
	pthread_create(&a, NULL, replace, NULL);
	pthread_create(&b, NULL, look, NULL);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	assert(key == 1);
	pthread_rwlock_destroy(&lock);
	return 0;
}
