// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * main() joins threads before it starts others, and uses what one has left while another one still
 * runs: it goes on as a thread from where it joins the first. FAULT 1: it tells the one that waits
 * without a release. 2: it looks at a result before it joins. 3: it adds what is not there yet.
 * expect 0: no fault in any execution
 * expect 1: data race
 * expect 2: data race
 * expect 3: this assertion can fail
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

static int prepared, total, go;

static void prepare(void *arg)
{
	*(int *)arg = 5;
	prepared = 1;
}

static void add(void *arg)
{
	while (!lkmm_smp_load_acquire(&go))
		lkmm_cpu_relax();
	total += *(int *)arg;
}

static void last(void *arg)
{
	(void)arg;
	total += prepared;
}

int main(void)
{
	static int n, one = 1;
	int waits = lkmm_spawn(add, &one), first = lkmm_spawn(prepare, &n), third;

#if FAULT != 2
	lkmm_join(first);
#endif
	total = FAULT == 3 ? 0 : n;
#if FAULT == 1
	lkmm_WRITE_ONCE(go, 1);
#else
	lkmm_smp_store_release(&go, 1);
#endif
	lkmm_join(waits);
#if FAULT == 2
	lkmm_join(first);
#endif
	third = lkmm_spawn(last, NULL);
	lkmm_join(third);
	lkmm_assert(total == 7);
	return 0;
}
