// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A buffer for one number, of a producer and two consumers, with mutexes and condition variables of
 * C11. FAULT 1: all wait on one variable, and a signal may wake the wrong one. 2: a broadcast
 * instead. 3: a consumer does not look again when it wakes up. 4: the producer does not, and
 * a number is lost.
 * expect 0: no fault in any execution
 * expect 1: executions block
 * expect 2: no fault in any execution
 * expect 3: this assertion can fail
 * expect 4: executions block
 */
#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <threads.h>

static mtx_t lock;
static cnd_t filled, emptied;
static bool full;
static int slot, sum;

#if FAULT == 1 || FAULT == 2
#define emptied filled
#endif
#if FAULT == 2
#define cnd_signal cnd_broadcast
#endif

static int produce(void *unused)
{
	(void)unused;
	for (int i = 1; i <= 2; i++) {
		mtx_lock(&lock);
#if FAULT == 4
		if (full)
#else
		while (full)
#endif
			cnd_wait(&emptied, &lock);
		slot = i;
		full = true;
		cnd_signal(&filled);
		mtx_unlock(&lock);
	}
	return 0;
}

static int consume(void *unused)
{
	(void)unused;
	mtx_lock(&lock);
#if FAULT == 3
	if (!full)
#else
	while (!full)
#endif
		cnd_wait(&filled, &lock);
	assert(full);
	sum += slot;
	full = false;
	cnd_signal(&emptied);
	mtx_unlock(&lock);
	return 0;
}

int main(void)
{
	thrd_t producer, a, b;

	mtx_init(&lock, mtx_plain);
	cnd_init(&filled);
	cnd_init(&emptied);
	if (thrd_create(&producer, produce, NULL) != thrd_success ||
	    thrd_create(&a, consume, NULL) != thrd_success ||
	    thrd_create(&b, consume, NULL) != thrd_success)
		return 1;
	thrd_join(producer, NULL);
	thrd_join(a, NULL);
	thrd_join(b, NULL);
	assert(sum == 3);
	cnd_destroy(&filled);
	cnd_destroy(&emptied);
	mtx_destroy(&lock);
	return 0;
}
