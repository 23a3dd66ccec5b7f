// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * An MCS lock. FAULT 1: the lock is handed on without ordering; 2: a node is published before it
 * is ready; 3: the last one out leaves the lock although another is about to queue.
 * expect 0: no fault in any execution
 * expect 1: data race
 * expect 2: data race
 * expect 3: executions block
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

#ifndef THREADS
#define THREADS 2
#endif

struct node {
	struct node *next;
	int free;
};

static struct node *tail;
static struct node node[THREADS];
static int count;

static void take(struct node *n)
{
	struct node *before;

	n->next = 0;
	n->free = 0;
#if FAULT == 2
	before = lkmm_xchg_relaxed(&tail, n);
#else
	before = lkmm_xchg(&tail, n);
#endif
	if (!before)
		return;
	lkmm_WRITE_ONCE(before->next, n);
	while (!lkmm_smp_load_acquire(&n->free))
		lkmm_cpu_relax();
}

static void give(struct node *n)
{
	struct node *next = lkmm_READ_ONCE(n->next);

	if (!next) {
#if FAULT == 3
		lkmm_smp_store_release(&tail, (struct node *)0);
		return;
#else
		if (lkmm_cmpxchg_release(&tail, n, (struct node *)0) == n)
			return;
#endif
		while (!(next = lkmm_READ_ONCE(n->next)))
			lkmm_cpu_relax();
	}
#if FAULT == 1
	lkmm_WRITE_ONCE(next->free, 1);
#else
	lkmm_smp_store_release(&next->free, 1);
#endif
}

static void work(void *arg)
{
	struct node *n = arg;

	take(n);
	count++;
	give(n);
}

int main(void)
{
	int thread[THREADS];

	for (int i = 0; i < THREADS; i++)
		thread[i] = lkmm_spawn(work, &node[i]);
	for (int i = 0; i < THREADS; i++)
		lkmm_join(thread[i]);
	lkmm_assert(count == THREADS);
}
