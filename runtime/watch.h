/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Whether a test makes progress or hangs. Elapsed time does not show it on a busy machine. Threads
 * that turn round count: if each of them has looked again and again since any of them last came
 * to another place, nothing is left that could end their waiting. For others the criterion is the
 * CPU time that a test has used since it last finished a batch.
 */
#ifndef RUN_WATCH_H
#define RUN_WATCH_H

#include "run.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/mman.h>
#include <time.h>

/*
 * Yields of each thread that waits, in each of two rounds: in the first, a thread may look in vain
 * before another one lets it go on, and then have no CPU, while that one waits. In the second, each
 * looks after all have waited. And seconds without a batch that has ended: of the CPU, for a
 * thread, and of time, for threads that sleep.
 */
enum { YIELDS = 100, ROUNDS = 2, STUCK = 5, ASLEEP = 300 };

/*
 * Batches that have ended, and where threads wait: the process that runs the test shares this with
 * the one that watches, and the texts are at the same addresses in both.
 */
struct watched {
	uint64_t finished;
	volatile struct run_post post[RUN_MAX_THREADS];
};

static struct watched *watched;

static bool patience_open(void)
{
	void *p = mmap(NULL, sizeof(*watched), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
		       -1, 0);

	watched = p;
	return p != MAP_FAILED;
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Seconds of the CPU that a process has had. A machine that is busy gives it fewer, not more. */
static double cpu_seconds(pid_t pid)
{
	struct timespec t;
	clockid_t clock;

	if (clock_getcpuclockid(pid, &clock) || clock_gettime(clock, &t))
		return 0;
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The child's present work, as it stood when it was last seen to move, or all had waited. */
struct patience {
	uint64_t batches, moves, yields[RUN_MAX_THREADS];
	int rounds;			/* in which all have waited since */
	double cpu, begin;
};

static uint64_t moves_of(int nthreads)
{
	uint64_t n = 0;

	for (int t = 0; t < nthreads; t++)
		n += watched->post[t].moves;
	return n;
}

static bool all_wait(const struct patience *p, int nthreads)
{
	for (int t = 0; t < nthreads; t++)
		if (watched->post[t].yields - p->yields[t] < YIELDS)
			return false;
	return true;
}

static void begin_round(struct patience *p, int nthreads, int rounds)
{
	p->rounds = rounds;
	for (int t = 0; t < nthreads; t++)
		p->yields[t] = watched->post[t].yields;
}

/*
 * A batch gets 5 seconds of the CPU for each thread, in case that they move, and for ever; those
 * that sleep use none.
 */
static bool is_stuck(struct patience *p, pid_t pid, int nthreads)
{
	uint64_t batches = __atomic_load_n(&watched->finished, __ATOMIC_RELAXED);
	bool wait = all_wait(p, nthreads);
	uint64_t moves = moves_of(nthreads);	/* after it: none came between */
	double cpu = cpu_seconds(pid);

	if (batches != p->batches || moves != p->moves) {
		p->moves = moves;
		begin_round(p, nthreads, 0);
	} else if (wait) {
		begin_round(p, nthreads, p->rounds + 1);
	}
	if (batches != p->batches || !p->begin) {
		p->batches = batches;
		p->cpu = cpu;
		p->begin = now();
	}
	return p->rounds == ROUNDS || cpu - p->cpu > STUCK * nthreads || now() - p->begin > ASLEEP;
}

#endif
