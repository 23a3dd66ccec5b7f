// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Atomics of C11: a flag, a spinlock and a counter. FAULT 1: the flag is raised without ordering;
 * 2: the lock is given back without ordering.
 * expect 0: no fault in any execution
 * expect 1: data race
 * expect 2: data race
 */
#include <assert.h>
#include <lkmm/verify.h>
#include <stdatomic.h>
#include <stdbool.h>

static int data, count;
static atomic_bool ready;
static atomic_int turn, done;

static void writer(void *arg)
{
	(void)arg;
	data = 7;
#if FAULT == 1
	atomic_store_explicit(&ready, true, memory_order_relaxed);
#else
	atomic_store_explicit(&ready, true, memory_order_release);
#endif
	while (atomic_load_explicit(&turn, memory_order_acquire) != 1)
		;
	count++;
	atomic_fetch_add_explicit(&done, 1, memory_order_relaxed);
}

static void reader(void *arg)
{
	(void)arg;
	if (atomic_load_explicit(&ready, memory_order_acquire))
		assert(data == 7);
	count++;
#if FAULT == 2
	atomic_store_explicit(&turn, 1, memory_order_relaxed);
#else
	atomic_store_explicit(&turn, 1, memory_order_release);
#endif
	atomic_fetch_add_explicit(&done, 1, memory_order_relaxed);
}

int main(void)
{
	int a = lkmm_spawn(writer, 0), b = lkmm_spawn(reader, 0);

	lkmm_join(a);
	lkmm_join(b);
	assert(count == 2 && done == 2);
}
