// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * How loops are compared. On a machine with other work, and a clock speed that changes, a time means little; what two
 * loops take in the same millisecond, one after the other, can be compared. So: the thread stays on one CPU; a round runs
 * every loop once, for some ten microseconds, starting with another one each time; the ratio to the first loop is taken
 * within the round; and the result is the median over many rounds, with the interval in which the true median lies.
 */
#include "bench.h"
#include "run.h"

#include <math.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
	ROUNDS_MIN = 31,
	ROUNDS_MAX = 2000,
};

static const double sample = 20e-6;	/* of a loop: short against a time slice, long against reading the clock */

/* Far from anything else. */
static _Alignas(4096) char memory[2 * BENCH_UNROLL * BENCH_STRIDE];

int bench_pin(int cpu)
{
	cpu_set_t set;

	if (cpu < 0)
		cpu = sched_getcpu();
	if (cpu < 0 || cpu >= CPU_SETSIZE)
		return -1;
	CPU_ZERO(&set);
	CPU_SET((size_t)cpu, &set);
	return sched_setaffinity(0, sizeof(set), &set) ? -1 : cpu;
}

void bench_fill(char *objects, const struct bench_op *op)
{
	for (size_t i = 0; i < BENCH_UNROLL; i++) {
		int32_t narrow = (int32_t)op->start;
		int64_t wide = op->start;

		memset(objects + i * BENCH_STRIDE, 0, BENCH_STRIDE);
		if (op->width == sizeof(narrow))
			memcpy(objects + i * BENCH_STRIDE, &narrow, sizeof(narrow));
		else if (op->width == sizeof(wide))
			memcpy(objects + i * BENCH_STRIDE, &wide, sizeof(wide));
	}
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

static double run(const struct bench_op *op, bench_loop *loop, unsigned long iterations)
{
	double begin;

	bench_fill(memory, op);
	begin = run_now();
	loop(memory, iterations);
	return run_now() - begin;
}

/* How many iterations of @loop take as long as a sample should. */
static unsigned long calibrate(const struct bench_op *op, bench_loop *loop)
{
	unsigned long n = 8;

	for (; n < 1ul << 24; n *= 2) {
		double best = run(op, loop, n);

		for (int i = 0; i < 3; i++) {
			double again = run(op, loop, n);

			if (again < best)
				best = again;
		}
		if (best >= sample)
			break;
	}
	return n;
}

/* The loops of one row in one setting. */
struct contest {
	const struct bench_op *op;
	bench_loop *loop[BENCH_VARIANTS];
	int variant[BENCH_VARIANTS];
	size_t count, rounds;
	unsigned long iterations;
	double *times;			/* a row of @count loops per round */
};

static void one_round(struct contest *c)
{
	double *times = &c->times[c->rounds * c->count];

	for (size_t i = 0; i < c->count; i++) {
		size_t which = (c->rounds + i) % c->count;

		/* Once to bring code and branch history back, then for the record. */
		run(c->op, c->loop[which], 1 + c->iterations / 16);
		times[which] = run(c->op, c->loop[which], c->iterations) * 1e9 /
			       ((double)c->iterations * BENCH_UNROLL);
	}
	c->rounds++;
}

static void summarise(const struct contest *c, double *scratch, struct bench_row *row, enum bench_setting setting)
{
	for (size_t i = 0; i < c->count; i++) {
		struct bench_cell *cell = &row->cell[c->variant[i]][setting];

		for (size_t k = 0; k < c->rounds; k++)
			scratch[k] = c->times[k * c->count + i];
		cell->ns = bench_median(scratch, c->rounds, NULL);
		for (size_t k = 0; k < c->rounds; k++)
			scratch[k] = c->times[k * c->count + i] / c->times[k * c->count];
		cell->ratio = bench_median(scratch, c->rounds, &cell->spread);
		cell->rounds = c->rounds;
		cell->valid = true;
	}
}

void bench_measure(const struct bench *b, struct bench_row *row, enum bench_setting setting, double seconds)
{
	struct contest c = { .op = row->op };
	double *scratch = malloc(sizeof(*scratch) * ROUNDS_MAX), end = run_now() + seconds;

	for (int v = 0; v < BENCH_VARIANTS; v++) {
		if (!bench_has(b, v) || !row->loop[v][setting])
			continue;
		c.variant[c.count] = v;
		c.loop[c.count++] = row->loop[v][setting];
	}
	c.times = malloc(sizeof(*c.times) * (c.count + 1) * ROUNDS_MAX);
	if (c.times && scratch && c.count) {
		c.iterations = calibrate(c.op, c.loop[0]);
		while (c.rounds < ROUNDS_MAX && (c.rounds < ROUNDS_MIN || run_now() < end))
			one_round(&c);
		summarise(&c, scratch, row, setting);
	}
	free(c.times);
	free(scratch);
}
