// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * main() goes on while its threads run: it hands them work, waits in a loop until both have done
 * it, and only then reads the result. FAULT 1: the message is not released. 2: it does not wait.
 * 3: the end of the work is not acquired. 4: it waits for what nobody does.
 * expect 0: no fault in any execution
 * expect 1: this assertion can fail
 * expect 2: data race
 * expect 3: data race
 * expect 4: executions block
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

static int message, ready, result;
static lkmm_atomic_t left = LKMM_ATOMIC_INIT(0);

static void work(void *arg)
{
	(void)arg;
	while (!lkmm_smp_load_acquire(&ready))
		lkmm_cpu_relax();
	lkmm_assert(lkmm_READ_ONCE(message) == 42);
	result = 1;
	lkmm_atomic_fetch_dec_release(&left);
}

int main(void)
{
	int i, thread, sum = 0;

	lkmm_atomic_set(&left, 1);
	thread = lkmm_spawn(work, 0);
	for (i = 0; i < 3; i++)
		sum += i;
	lkmm_WRITE_ONCE(message, 39 + sum);
#if FAULT == 1
	lkmm_WRITE_ONCE(ready, 1);
#else
	lkmm_smp_store_release(&ready, FAULT != 4);
#endif
#if FAULT == 3
	while (lkmm_atomic_read(&left))
		lkmm_cpu_relax();
#elif FAULT != 2
	while (lkmm_atomic_read_acquire(&left))
		lkmm_cpu_relax();
#endif
	lkmm_assert(result == 1);
	lkmm_join(thread);
	lkmm_assert(lkmm_atomic_read(&left) == 0);
}
