/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * How loops are compared: method.c, which knows nothing of atomics. For lkmm bench, and for
 * programs in this directory.
 */
#ifndef LKMM_BENCH_H
#define LKMM_BENCH_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The number of operations of a loop per iteration; written out, so that the cost of the loop
 * itself is negligible.
 */
#define BENCH_UNROLL 16
/* From one object to the next: no two in a cache line, nor in two that are fetched together. */
#define BENCH_STRIDE 128

/* The objects are 0 at first, or as in struct bench_limits. */
typedef void bench_loop(void *objects, unsigned long iterations);

/**
 * struct bench_result - the cost of one subject
 * @ns: per operation: the median of all rounds
 * @ratio: to the first subject: the median of the ratios within each round
 * @spread: half of the interval that holds the true median of @ratio with 99 % probability
 */
struct bench_result {
	double ns;
	double ratio;
	double spread;
};

/**
 * struct bench_limits - when to stop, and how to begin
 * @spread: when that of each subject is at most this share of its ratio,
 * @seconds: or after this time, with any spread,
 * @rounds: but not before this number of rounds
 * @fill: NULL, or a function that sets the objects, at distances of BENCH_STRIDE, before each
 *	run
 * @arg: for @fill
 */
struct bench_limits {
	double spread;
	double seconds;
	size_t rounds;
	void (*fill)(void *objects, const void *arg);
	const void *arg;
};

/**
 * bench_pin() - keep this thread on the CPU it is on
 * Return: the CPU, or -1 if that is not allowed here.
 */
int bench_pin(void);

/**
 * bench_median() - the median of @n values, which get sorted
 * @spread: NULL, or where half of its 99 % interval goes
 */
double bench_median(double *values, size_t n, double *spread);

/**
 * bench_measure() - compare loops
 * @loops: the loops; the others are compared with the first
 * @count: how many
 * @limits: when to stop
 * @results: one per loop
 * Return: the number of rounds.
 */
size_t bench_measure(bench_loop *const *loops, size_t count, const struct bench_limits *limits,
		     struct bench_result *results);

#endif
