// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The rest of main() for each final state: threads are joined by a function that main() calls, and
 * behind that main() calls others, allocates, and writes to what threads have left, and to what
 * only main() uses. Nothing of that is there for the next final state.
 *
 * expect 0: no fault in any execution
 * expect 1: main-rest.c:83:2: this assertion of main() can fail
 * expect 2: main-rest.c:80:2: this assertion of main() can fail
 * expect 3: main-rest.c:85:2: this assertion of main() can fail
 */
#include <assert.h>
#include <lkmm/verify.h>
#include <lkmm/atomic.h>
#include <pthread.h>
#include <stdlib.h>

#ifndef FAULT
#define FAULT 0
#endif

struct seen {
	int of[2], times;
};

static int x, y;
static struct seen seen;
static int looks;			/* of main() */

static void *one(void *arg)
{
	(void)arg;
	lkmm_WRITE_ONCE(x, 1);
	if (FAULT != 1)
		lkmm_smp_mb();
	seen.of[0] = lkmm_READ_ONCE(y);
	return NULL;
}

static void *other(void *arg)
{
	(void)arg;
	lkmm_WRITE_ONCE(y, FAULT == 2 ? 2 : 1);
	lkmm_smp_mb();
	seen.of[1] = lkmm_READ_ONCE(x);
	return NULL;
}

/* Of the first, which gives something to do between the two. */
static void wait_for(pthread_t *thread, int n)
{
	for (int i = 0; i < n; i++) {
		pthread_join(thread[i], NULL);
		looks++;
	}
}

static int look(struct seen *at, int which)
{
	int *copy = malloc(sizeof(*copy)), value;

	looks++;
	*copy = at->of[which];
	at->of[which] = 7;
	value = *copy;
	free(copy);
	return value;
}

int main(void)
{
	pthread_t thread[2];
	int sum = 0;

	pthread_create(&thread[0], NULL, one, NULL);
	pthread_create(&thread[1], NULL, other, NULL);
	wait_for(thread, 2);
	for (int i = 0; i < 2; i++)
		sum += look(&seen, i);
	assert(sum <= 2);
	seen.times += looks;
	assert(seen.of[0] + seen.of[1] == 14);
	assert(sum > 0);
	/* two joined, two looks; with FAULT 3 that is wrong in the executions with both values */
	assert(seen.times == 4 + (FAULT == 3 && sum == 2));
	return 0;
}
