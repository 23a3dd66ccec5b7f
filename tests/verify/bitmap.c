// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Bits of a word are given out, and with each an element of an array, by a number that may be any:
 * the array has more elements than are listed one by one (docs/search.md, "Paths on demand").
 *
 * expect 0: no fault in any execution
 * expect 1: bitmap.c:45:13: data race
 * expect 2: bitmap.c:45:13: data race
 */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#ifndef FAULT
#define FAULT 0
#endif

static _Atomic unsigned long map;
static int owner[64];

static int take(void)
{
	unsigned long old = atomic_load_explicit(&map, memory_order_relaxed);

	for (;;) {
		int bit = __builtin_ctzl(~old);

		if (FAULT == 1 ||
		    atomic_compare_exchange_weak_explicit(&map, &old, old | 1UL << bit,
							  memory_order_acquire,
							  memory_order_relaxed))
			return bit;
	}
}

static void give(int bit)
{
	atomic_fetch_and_explicit(&map, ~(1UL << bit),
				  FAULT == 2 ? memory_order_relaxed : memory_order_release);
}

static void *work(void *arg)
{
	int bit = take();

	owner[bit] = (int)(long)arg;
	assert(owner[bit] == (int)(long)arg);
	give(bit);
	return NULL;
}

int main(void)
{
	pthread_t t[2];

	for (long i = 0; i < 2; i++)
		pthread_create(&t[i], 0, work, (void *)(i + 1));
	for (int i = 0; i < 2; i++)
		pthread_join(t[i], 0);
	return 0;
}
