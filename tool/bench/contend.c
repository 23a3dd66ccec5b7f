// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Compares loops when several threads use the same object. Each thread has its own CPU if there are
 * enough. A round runs every loop once, for 0.3 milliseconds or so in all threads at the same time:
 * they begin together, and stop when the first has completed its share. Ratios are taken within the
 * round, as in bench/method.c.
 *
 * A slot in which a thread lost its CPU is repeated a few times, and then dropped.
 */
#include "bench.h"
#include "base/clock.h"

#include <lkmm/atomic.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/resource.h>

enum { ROUNDS_MAX = 200, CHUNK = 4, TRIES = 8 };

static const double slot = 0.3e-3;

static _Alignas(4096) char memory[2 * BENCH_UNROLL * BENCH_STRIDE];

struct worker {
	pthread_t thread;
	struct arena *arena;
	int cpu;
	double done;			/* operations in this slot */
	bool disturbed;
	char apart[BENCH_STRIDE];
};

struct arena {
	pthread_barrier_t barrier;
	bench_loop *loop;		/* NULL: no more */
	unsigned long share;		/* how often the first thread runs it */
	double seconds;			/* that this took */
	int count;
	struct worker *worker;
	char apart[BENCH_STRIDE];
	lkmm_atomic_t ready;
	int stop;
};

/* How often this thread has lost its CPU. */
static long preempted(void)
{
	struct rusage usage;

	return getrusage(RUSAGE_THREAD, &usage) ? 0 : usage.ru_nivcsw;
}

/* All run it until the first has done its share. */
static void run_together(struct worker *w)
{
	struct arena *a = w->arena;
	unsigned long n = 0;
	double begin;

	lkmm_atomic_inc(&a->ready);
	while (lkmm_atomic_read(&a->ready) < a->count)
		lkmm_cpu_relax();
	begin = clock_now();
	if (w == a->worker) {
		for (; n < a->share; n++)
			a->loop(memory, CHUNK);
		lkmm_WRITE_ONCE(a->stop, 1);
		a->seconds = clock_now() - begin;
	} else {
		for (; !lkmm_READ_ONCE(a->stop); n++)
			a->loop(memory, CHUNK);
	}
	w->done = (double)n * CHUNK * BENCH_UNROLL;
}

static void pin_to(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET((size_t)cpu, &set);
	sched_setaffinity(0, sizeof(set), &set);
}

static void *work(void *arg)
{
	struct worker *w = arg;
	struct arena *a = w->arena;

	pin_to(w->cpu);
	for (;;) {
		long before;

		pthread_barrier_wait(&a->barrier);
		if (!a->loop)
			return NULL;
		before = preempted();
		run_together(w);
		w->disturbed = preempted() != before;
		pthread_barrier_wait(&a->barrier);
	}
}

/* The CPU that thread @i is to have. */
static int nth_cpu(const cpu_set_t *set, int i)
{
	i %= CPU_COUNT(set);
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
		if (CPU_ISSET((size_t)cpu, set) && i-- == 0)
			return cpu;
	return 0;
}

/*
 * Figures of one round and variant: operations per second of all threads; those of the slowest for
 * each of the fastest.
 */
struct sample {
	bool good;
	double rate, fairness;
};

static struct sample run_slot(struct arena *a, const struct bench_op *op, bench_loop *loop,
			      unsigned long share)
{
	struct sample s = { .good = true };
	double all = 0, least, most = 0;

	bench_fill(memory, op);
	a->loop = loop;
	a->share = share;
	lkmm_atomic_set(&a->ready, 0);
	lkmm_WRITE_ONCE(a->stop, 0);
	pthread_barrier_wait(&a->barrier);
	pthread_barrier_wait(&a->barrier);
	least = a->worker[0].done;
	for (int i = 0; i < a->count; i++) {
		double done = a->worker[i].done;

		s.good &= !a->worker[i].disturbed;
		all += done;
		least = done < least ? done : least;
		most = done > most ? done : most;
	}
	s.rate = all / a->seconds;
	s.fairness = least / most;
	return s;
}

/* The work of the first thread in a slot. */
static unsigned long find_share(struct arena *a, const struct bench_op *op, bench_loop *loop)
{
	unsigned long share = 16;

	do
		run_slot(a, op, loop, share *= 2);
	while (a->seconds < slot && share < 1ul << 24);
	return share;
}

static bool open_arena(struct arena *a, int count, const cpu_set_t *cpus)
{
	*a = (struct arena){ .worker = calloc((size_t)count, sizeof(*a->worker)) };
	if (!a->worker || pthread_barrier_init(&a->barrier, NULL, (unsigned int)count + 1)) {
		free(a->worker);
		return false;
	}
	for (a->count = 0; a->count < count; a->count++) {
		struct worker *w = &a->worker[a->count];

		w->arena = a;
		w->cpu = nth_cpu(cpus, a->count);
		/* Those that wait for the others would wait for ever. */
		if (pthread_create(&w->thread, NULL, work, w))
			abort();
	}
	return true;
}

static void close_arena(struct arena *a)
{
	a->loop = NULL;
	pthread_barrier_wait(&a->barrier);
	for (int i = 0; i < a->count; i++)
		pthread_join(a->worker[i].thread, NULL);
	pthread_barrier_destroy(&a->barrier);
	free(a->worker);
}

/* @s: a row of variants per round. */
static void summarise(struct sample (*s)[BENCH_VARIANTS], size_t rounds, int threads,
		      struct bench_cell *cells)
{
	double ns[ROUNDS_MAX], ratio[ROUNDS_MAX], fairness[ROUNDS_MAX];

	for (int v = 0; v < BENCH_VARIANTS; v++) {
		struct bench_cell *cell = &cells[v];
		size_t n = 0;

		for (size_t k = 0; k < rounds; k++) {
			if (!s[k][v].good || !s[k][BENCH_C_INLINE].good)
				continue;
			ns[n] = 1e9 * threads / s[k][v].rate;
			ratio[n] = s[k][BENCH_C_INLINE].rate / s[k][v].rate;
			fairness[n++] = s[k][v].fairness;
		}
		if (!n)
			continue;
		cell->ns = bench_median(ns, n, NULL);
		cell->ratio = bench_median(ratio, n, &cell->spread);
		cell->fairness = bench_median(fairness, n, NULL);
		cell->rounds = n;
		cell->valid = true;
	}
}

void bench_contend(const struct bench *b, struct bench_row *row, int count, double seconds)
{
	struct sample (*s)[BENCH_VARIANTS] = calloc(ROUNDS_MAX, sizeof(*s));
	double end = clock_now() + seconds;
	unsigned long share[BENCH_VARIANTS] = { 0 };
	size_t rounds = 0;
	struct arena a;

	if (!s || !open_arena(&a, b->threads[count], &b->cpus)) {
		free(s);
		return;
	}
	while (rounds < ROUNDS_MAX && (!rounds || clock_now() < end)) {
		for (size_t i = 0; i < BENCH_VARIANTS; i++) {
			size_t v = (rounds + i) % BENCH_VARIANTS;
			bench_loop *loop = row->loop[v][BENCH_LATENCY];


			if (!bench_has(b, (int)v) || !loop)
				continue;
			if (!share[v])
				share[v] = find_share(&a, row->op, loop);
			for (int try = 0; !s[rounds][v].good && try < TRIES; try++)
				s[rounds][v] = run_slot(&a, row->op, loop, share[v]);
		}
		rounds++;
	}
	close_arena(&a);
	summarise(s, rounds, b->threads[count], row->contended[count]);
	free(s);
}
