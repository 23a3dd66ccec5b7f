// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A ticket lock. FAULT 1: it is taken without ordering; 2: given back without ordering.
 * expect 0: no fault in any execution
 * expect 1: data race
 * expect 2: data race
 * fix 1: lkmm_READ_ONCE(l->serving) -> lkmm_smp_load_acquire(&l->serving)
 * fix 2: lkmm_smp_store_release(&l->serving, l->serving + 1)
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

#ifndef THREADS
#define THREADS 2
#endif

struct lock {
	lkmm_atomic_t next;
	int serving;
};

static struct lock lock;
static int count;

static void take(struct lock *l)
{
#if FAULT == 1
	int ticket = lkmm_atomic_fetch_inc_relaxed(&l->next);

	while (lkmm_READ_ONCE(l->serving) != ticket)
		lkmm_cpu_relax();
#else
	int ticket = lkmm_atomic_fetch_inc_acquire(&l->next);

	while (lkmm_smp_load_acquire(&l->serving) != ticket)
		lkmm_cpu_relax();
#endif
}

static void give(struct lock *l)
{
#if FAULT == 2
	lkmm_WRITE_ONCE(l->serving, l->serving + 1);
#else
	lkmm_smp_store_release(&l->serving, l->serving + 1);
#endif
}

static void work(void *arg)
{
	(void)arg;
	take(&lock);
	count++;
	give(&lock);
}

int main(void)
{
	int thread[THREADS];

	for (int i = 0; i < THREADS; i++)
		thread[i] = lkmm_spawn(work, 0);
	for (int i = 0; i < THREADS; i++)
		lkmm_join(thread[i]);
	lkmm_assert(count == THREADS);
}
