// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Threads and mutexes of C11: two threads add to a sum, and one of them only if nobody else has the
 * lock. FAULT 1: it does not look whether it got it; 2: it never gives it back; 3: a recursive
 * mutex; 4: it ends before it has given it back.
 * expect 0: no fault in any execution
 * expect 1: data race
 * expect 2: executions block
 * expect 3: error: mtx_init() with this kind of mutex is not supported
 * expect 4: executions block
 */
#include <assert.h>
#include <stddef.h>
#include <threads.h>

static mtx_t lock;
static int sum, skipped;
static thrd_t self;

static int add(void *amount)
{
	(void)amount;
	mtx_lock(&lock);
	sum += 1;
	mtx_unlock(&lock);
	thrd_yield();
	return 0;
}

static int try_to_add(void *amount)
{
	(void)amount;
	self = thrd_current();
	if (mtx_trylock(&lock) == thrd_busy) {
		skipped = 1;
#if FAULT != 1
		thrd_exit(0);
#endif
	}
	sum += 2;
#if FAULT == 4
	thrd_exit(0);
#endif
#if FAULT != 2
	mtx_unlock(&lock);
#endif
	return 0;
}

int main(void)
{
	thrd_t a, b;

#if FAULT == 3
	mtx_init(&lock, mtx_recursive);
#else
	mtx_init(&lock, mtx_plain);
#endif
	if (thrd_create(&a, add, NULL) != thrd_success ||
	    thrd_create(&b, try_to_add, NULL) != thrd_success)
		return 1;
	thrd_join(a, NULL);
	thrd_join(b, NULL);
	assert(thrd_equal(self, b) && !thrd_equal(self, a));
	assert(sum == (skipped ? 1 : 3));
	mtx_destroy(&lock);
	return 0;
}
