// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Threads that are started in a loop while others run, and values that are chosen in one: each turn
 * has its own. FAULT 1: the threads count by two steps. 2: there are more turns than are followed.
 * 3: a sum that is possible is excluded. 4: more values.
 * expect 0: no fault in any execution
 * expect 1: this assertion can fail
 * expect 2: no fault found, but executions were left out
 * expect 3: this assertion can fail
 * expect 4: no fault found, but executions were left out
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

#define TURNS (FAULT == 2 ? 5 : 2)

static lkmm_atomic_t ready = LKMM_ATOMIC_INIT(0), count;

static void counts(void *arg)
{
	(void)arg;
#if FAULT == 1
	lkmm_atomic_set(&count, lkmm_atomic_read(&count) + 1);
#else
	lkmm_atomic_inc(&count);
#endif
}

static void first(void *arg)
{
	int i, sum = 0;

	(void)arg;
	lkmm_atomic_inc(&ready);
	for (i = 0; i < (FAULT == 4 ? 5 : 2); i++)
		sum += (int)lkmm_any(1, 2);
	lkmm_assert(FAULT == 4 || (sum >= 2 && sum <= 4 - (FAULT == 3)));
	counts(NULL);
}

int main(void)
{
	int t = lkmm_spawn(first, NULL), i;

	if (!lkmm_atomic_read(&ready))
		lkmm_atomic_inc(&ready);
	for (i = 0; i < TURNS; i++)
		lkmm_join(lkmm_spawn(counts, NULL));
	lkmm_join(t);
	lkmm_assert(lkmm_atomic_read(&count) == TURNS + 1);
	return 0;
}
