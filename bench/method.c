// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The method of comparing loops. On a busy machine, with a varying clock speed, a time has little
 * meaning; but the times of two loops in the same millisecond, one after the other, can be
 * compared. So: the thread stays on one CPU; a round runs every loop once, for some ten
 * microseconds, starting with another one each time; the ratio to the first loop is taken within
 * the round; and the result is the median over many rounds, with the interval of the true median.
 */
#include "bench.h"

#include <math.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
	SAMPLE_NS = 20000,	/* of the first loop: short against a time slice, long against
				 * reading the clock */
	ROUNDS_MIN = 200,
	ROUNDS_MAX = 20000,
	ROUNDS_STEP = 100,
};

/* Far from anything else; so much of it that a page does not end right behind. */
static _Alignas(4096) unsigned char objects[4096];
_Static_assert(sizeof(objects) > BENCH_UNROLL * BENCH_STRIDE, "the objects of a loop");

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static double run(bench_loop *loop, unsigned long iterations, const struct bench_limits *limits)
{
	double start;

	memset(objects, 0, sizeof(objects));
	if (limits->fill)
		limits->fill(objects, limits->arg);
	start = now();
	loop(objects, iterations);
	return now() - start;
}

int bench_pin(void)
{
	int cpu = sched_getcpu();
	cpu_set_t set;

	if (cpu < 0)
		return -1;
	CPU_ZERO(&set);
	CPU_SET((size_t)cpu, &set);
	return sched_setaffinity(0, sizeof(set), &set) ? -1 : cpu;
}

/* How many iterations of @loop take SAMPLE_NS. */
static unsigned long calibrate(bench_loop *loop, const struct bench_limits *limits)
{
	unsigned long n = 16;

	while (n < 1ul << 30) {
		double best = run(loop, n, limits);

		for (int i = 0; i < 3; i++) {
			double again = run(loop, n, limits);

			if (again < best)
				best = again;
		}
		if (best >= SAMPLE_NS)
			break;
		n *= 2;
	}
	return n;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* By order statistics. */
double bench_median(double *values, size_t n, double *spread)
{
	double reach = 2.576 * sqrt((double)n) / 2;
	size_t middle = n / 2, away = (size_t)ceil(reach);

	qsort(values, n, sizeof(*values), compare);
	if (away > middle)
		away = middle;
	if (spread)
		*spread = (values[n - 1 - (middle - away)] - values[middle - away]) / 2;
	return values[middle];
}

/*
 * @times holds a row of @count loops per round. Return: true if the medians are known well enough.
 */
static bool summarise(const double *times, size_t count, size_t rounds, double limit,
		      double *scratch, struct bench_result *results)
{
	bool good = true;

	for (size_t i = 0; i < count; i++) {
		struct bench_result *r = &results[i];

		for (size_t k = 0; k < rounds; k++)
			scratch[k] = times[k * count + i];
		r->ns = bench_median(scratch, rounds, NULL);
		for (size_t k = 0; k < rounds; k++)
			scratch[k] = times[k * count + i] / times[k * count];
		r->ratio = bench_median(scratch, rounds, &r->spread);
		good = good && r->spread <= limit * r->ratio;
	}
	return good;
}

static void one_round(bench_loop *const *loops, size_t count, size_t first,
		      unsigned long iterations, const struct bench_limits *limits, double *times)
{
	for (size_t i = 0; i < count; i++) {
		size_t which = (first + i) % count;

		/* Once to bring code and branch history back, then for the record. */
		run(loops[which], 1 + iterations / 16, limits);
		times[which] = run(loops[which], iterations,
				   limits) / ((double)iterations * BENCH_UNROLL);
	}
}

size_t bench_measure(bench_loop *const *loops, size_t count, const struct bench_limits *limits,
		     struct bench_result *results)
{
	double *times = malloc(sizeof(*times) * count * ROUNDS_MAX);
	double *scratch = malloc(sizeof(*scratch) * ROUNDS_MAX);
	unsigned long iterations = calibrate(loops[0], limits);
	double end = now() + limits->seconds * 1e9;
	size_t rounds = 0;
	bool enough = false;

	if (!times || !scratch) {
		perror("bench");
		exit(2);
	}
	while (!enough && rounds < ROUNDS_MAX) {
		one_round(loops, count, rounds % count, iterations, limits, &times[rounds * count]);
		rounds++;
		if (rounds >= limits->rounds && now() >= end)
			enough = true;
		else if (rounds >= ROUNDS_MIN && rounds % ROUNDS_STEP == 0)
			enough = summarise(times, count, rounds, limits->spread, scratch, results);
	}
	summarise(times, count, rounds, limits->spread, scratch, results);
	free(times);
	free(scratch);
	return rounds;
}
