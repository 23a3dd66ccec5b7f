// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Threads as POSIX programs use them: each gets a part of an array of main()'s, or memory that
 * main() allocates for it while others run; each has variables of its own, and returns a result.
 *
 * shares: main() goes on beside threads in some executions only, which is not supported in a share
 *
 * expect 0: no fault in any execution
 * expect 1: threads.c:43:6: data race
 * expect 2: threads.c:61:3: this assertion can fail
 * expect 3: threads.c:42:7: data race
 * expect 4: threads.c:61:3: bad pointer: the number 4 for a pointer
 */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

#ifndef FAULT
#define FAULT 0
#endif

struct task {
	int id, sum;
};

static struct task task[2];
static _Thread_local int calls = 3;
static int shared;

static int *count(void)
{
	calls++;
	return FAULT == 3 ? &shared : &calls;
}

static void *work(void *arg)
{
	struct task *t = arg, *result = malloc(sizeof(*result));
	int *own = count();
	int *to = FAULT == 1 ? &task[0].sum : &t->sum;

	*own += t->id;
	*to = *own;
	result->sum = t->sum;
	if (FAULT == 4 && t->id == 1)
		pthread_exit(NULL);
	return result;
}

int main(void)
{
	pthread_t thread[2];
	void *result;

	for (int i = 0; i < 2; i++) {
		task[i].id = i;
		pthread_create(&thread[i], NULL, work, &task[i]);
	}
	for (int i = 0; i < 2; i++) {
		pthread_join(thread[i], &result);
		assert(((struct task *)result)->sum == (FAULT == 2 ? 4 : 4 + i));
		assert(calls == 3);
	}
	return 0;
}
