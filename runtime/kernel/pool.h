/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * The kernel's own objects that instances take, one after the other. Domains of SRCU are there for
 * all tests; the others for one test, and if that does not end, they remain as they are.
 */
#ifndef LKMM_RUN_KERNEL_POOL_H
#define LKMM_RUN_KERNEL_POOL_H

#include "own.h"
#include "srcu.h"
#include "user.h"

/* ---- SRCU ---- */

struct srcu_struct run_srcus[RUN_SRCUS];
static atomic_t next_srcu = ATOMIC_INIT(0);

u32 run_next_srcu(void)
{
	return (u32)atomic_inc_return_relaxed(&next_srcu) % RUN_SRCUS;
}

static void run_close_srcu(void)
{
	for (int i = 0; i < RUN_SRCUS; i++)
		cleanup_srcu_struct(&run_srcus[i]);
}

static int run_open_srcu(void)
{
	for (int i = 0; i < RUN_SRCUS; i++) {
		int error = init_srcu_struct(&run_srcus[i]);

		if (error) {
			while (i--)
				cleanup_srcu_struct(&run_srcus[i]);
			return error;
		}
	}
	return 0;
}

/* ---- what an initialization makes anew ---- */

union run_own *run_owns;
static unsigned int nowns;
static atomic_t next_own = ATOMIC_INIT(0);

u32 run_next_own(void)
{
	return (u32)atomic_inc_return_relaxed(&next_own) % nowns;
}

struct task_struct *run_tasks[RUN_MAX_THREADS];

/* ---- semaphores with memory of each CPU, which last as long as a test ---- */

static struct percpu_rw_semaphore *percpu_rwsems;
static int npercpu_rwsems;
static atomic_t next_percpu_rwsem = ATOMIC_INIT(0);

/* As if who has it had given it back: the instance before is over. */
struct percpu_rw_semaphore *run_next_percpu_rwsem(void)
{
	unsigned int i = (unsigned int)atomic_inc_return_relaxed(&next_percpu_rwsem);
	struct percpu_rw_semaphore *sem = &percpu_rwsems[i % RUN_PERCPU_RWSEMS];
	int cpu;

	for_each_possible_cpu(cpu)
		*per_cpu_ptr(sem->read_count, cpu) = 0;
	if ((percpu_is_write_locked)(sem))
		(percpu_up_write)(sem);
	return sem;
}

static bool open_percpu_rwsems(void)
{
	npercpu_rwsems = 0;
	percpu_rwsems = calloc(RUN_PERCPU_RWSEMS, sizeof(*percpu_rwsems));
	if (!percpu_rwsems)
		return false;
	for (; npercpu_rwsems < RUN_PERCPU_RWSEMS; npercpu_rwsems++)
		if (percpu_init_rwsem(&percpu_rwsems[npercpu_rwsems]))
			return false;
	return true;
}

static void close_percpu_rwsems(void)
{
	while (npercpu_rwsems)
		percpu_free_rwsem(&percpu_rwsems[--npercpu_rwsems]);
	free(percpu_rwsems);
	percpu_rwsems = NULL;
}

/* ---- all of a test ---- */

/* False without memory; run_close_pool() follows in any case. */
static bool run_open_pool(const struct run_test *test, size_t instances)
{
	nowns = (unsigned int)instances * test->nowns + 1;
	run_owns = calloc(nowns, sizeof(*run_owns));
	percpu_rwsems = NULL;
	npercpu_rwsems = 0;
	/* Tests with these semaphores are among those that sleep. */
	return run_owns && (!test->nowns || !test->sleeps || open_percpu_rwsems());
}

static void run_close_pool(void)
{
	close_percpu_rwsems();
	free(run_owns);
	run_owns = NULL;
}

#endif
