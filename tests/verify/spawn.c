// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A thread starts a thread, sees what that has done once it has joined it, and main() joins the
 * first: POSIX's, by a number in memory. FAULT 1: it is not joined. 2: what it is to read is
 * written after it is started.
 * expect 0: no fault in any execution
 * expect 1: data race
 * expect 2: data race
 */
#include <assert.h>
#include <pthread.h>
#include <stddef.h>

static int given, taken;

static void *inner(void *arg)
{
	(void)arg;
	taken = given + 1;
	return NULL;
}

static void *outer(void *arg)
{
	pthread_t thread;

	(void)arg;
#if FAULT != 2
	given = 1;
#endif
	pthread_create(&thread, NULL, inner, NULL);
#if FAULT == 2
	given = 1;
#endif
#if FAULT != 1
	pthread_join(thread, NULL);
#endif
	assert(taken == 2);
	return NULL;
}

int main(void)
{
	pthread_t thread;

	pthread_create(&thread, NULL, outer, NULL);
	pthread_join(thread, NULL);
	assert(taken == given + 1);
	return 0;
}
