// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The rest of main() for final states that begin alike: which value main() looks at next, and
 * where, depends on what it has seen. Between two looks it calls, allocates, copies, and writes to
 * what it has seen and to what it has not. A handler of atexit() looks at the last one.
 *
 * expect 0: no fault in any execution
 * expect 1: main-order.c:121:3: this assertion of main() can fail
 * expect 2: main-order.c:123:3: this assertion of main() can fail
 * expect 3: main-order.c:125:3: this assertion of main() can fail
 * expect 4: main-order.c:83:3: this assertion of main() can fail
 */
#include <assert.h>
#include <lkmm/atomic.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#ifndef FAULT
#define FAULT 0
#endif

enum { THREADS = 4 };

struct pair {
	int a, b;
};

static int written[THREADS], seen[THREADS], last = 7, other;
static struct pair pair;
static int sum, looks;			/* of main() */

static void *look(void *arg)
{
	long i = (long)arg;

	lkmm_WRITE_ONCE(written[i], 1);
	lkmm_smp_mb();
	seen[i] = lkmm_READ_ONCE(written[(i + 1) % THREADS]);
	if (i == 0)
		pair.a = seen[0] + 2;
	if (i == 1)
		pair.b = seen[1] + 4;
	if (i == 2)
		last = seen[2];
	if (i == 3)
		other = seen[3] + 1;
	return NULL;
}

/* Each call has a frame of its own, and looks within it. */
static int value(int i, int depth)
{
	int *box, v;

	if (depth)
		return value(i, depth - 1);
	box = malloc(sizeof(*box));
	assert(box);
	*box = seen[i];
	looks++;
	v = *box;
	free(box);
	return v;
}

/* The same call looks twice, and calls itself. */
static int two(int i, int again)
{
	int a = seen[i], b = seen[i + 2], c = again ? two(i, 0) : 0;

	assert(!again || c == a + 2 * b);
	return a + 2 * b;
}

/* What main() has left. */
static void at_end(void)
{
	assert(other == seen[3] + 1);
	assert(sum >= 0 && sum <= THREADS && looks == THREADS);
	assert(last == 7 || last == 9);
	if (FAULT == 4)
		assert(!(seen[1] && sum == 1));
}

int main(void)
{
	pthread_t thread[THREADS];
	struct pair copy, was;
	int v[THREADS], i, n = 0;

	atexit(at_end);
	for (long t = 0; t < THREADS; t++)
		pthread_create(&thread[t], NULL, look, (void *)t);
	for (long t = 0; t < THREADS; t++)
		pthread_join(thread[t], NULL);
	n = two(1, 1);
	assert(n == seen[1] + 2 * seen[3]);
	n = 0;
	i = value(1, 1) ? 3 : 0;
	v[1] = seen[1];
	last = 9;			/* before anybody looks */
	while (n < THREADS - 1) {
		v[i] = value(i, i & 1);
		sum += v[i];
		n++;
		i = (i + (v[1] ? 3 : 1)) % THREADS;
		if (i == 1)
			i = v[1] ? 0 : 2;
	}
	sum += v[1];
	memcpy(&copy, &pair, sizeof(copy));
	was = copy;
	memset(&pair, 0, sizeof(pair));
	assert(was.a == v[0] + 2 && was.b == v[1] + 4 && !pair.a && !pair.b);
	pair.a = 5;
	assert(pair.a == 5 && last == 9);
	assert(v[0] == seen[0] && v[2] == seen[2] && v[3] == seen[3] && v[1] == seen[1]);
	assert(sum);
	if (FAULT == 1)
		assert(!(v[1] && !v[3] && !v[2] && v[0]));
	if (FAULT == 2)
		assert(!(!v[1] && v[0] && v[2] && v[3]));
	if (FAULT == 3)
		assert(sum < THREADS);
	return 0;
}
