/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * What an operation costs, in each variant. Three parts:
 *
 *	subjects.c	what is measured: operations and variants, and the loops of each (loops.c, c11.c, rust/loops.rs)
 *	method.c	how: knows nothing of atomics
 *	report.c	how it is shown
 */
#ifndef LKMM_BENCH_H
#define LKMM_BENCH_H

#include <stdbool.h>
#include <stddef.h>

/* How many operations a loop does per iteration; written out, so that the loop itself costs next to nothing. */
#define BENCH_UNROLL 16
#define BENCH_APART 16

/* The object is an int, 0 at first, in cache lines of its own. */
typedef void bench_loop(void *object, unsigned long iterations);

/*
 * X(variant, name) for each operation, in the order of the table. _apart: with BENCH_APART other instructions before the
 * next one.
 */
#define BENCH_OPERATIONS(X, variant)	\
	X(variant, load_acquire)	\
	X(variant, store_release)	\
	X(variant, add)			\
	X(variant, fetch_add_relaxed)	\
	X(variant, fetch_add)		\
	X(variant, cmpxchg)		\
	X(variant, try_cmpxchg)		\
	X(variant, fetch_add_apart)	\
	X(variant, cmpxchg_apart)	\
	X(variant, try_cmpxchg_apart)

#define BENCH_ENUM(variant, name) BENCH_##name,
enum bench_operation { BENCH_OPERATIONS(BENCH_ENUM, ) BENCH_OPERATION_COUNT };

/**
 * struct bench_variant - one way to compile the operations
 * @id: for programs
 * @name: for people: the language, and after a space how it is called
 * @loops: one per operation
 */
struct bench_variant {
	const char *id;
	const char *name;
	bench_loop *loops[BENCH_OPERATION_COUNT];
};

extern const char *const bench_operation_names[BENCH_OPERATION_COUNT];

/* The first is C inline, with which the others are compared. Ends with a NULL id. */
extern const struct bench_variant bench_variants[];

/**
 * struct bench_result - what one subject costs
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
 * struct bench_limits - when to stop
 * @spread: when that of each subject is at most this share of its ratio,
 * @seconds: or after this time, whatever the spread
 */
struct bench_limits {
	double spread;
	double seconds;
};

/**
 * bench_pin() - keep this thread on the CPU it is on
 * Return: the CPU, or -1 if that is not allowed here.
 */
int bench_pin(void);

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

/* All operations and variants. */
struct bench_report {
	size_t variants;
	size_t rounds[BENCH_OPERATION_COUNT];
	struct bench_result (*results)[BENCH_OPERATION_COUNT];	/* one row per variant */
};

/**
 * bench_run() - measure every operation in every variant
 * @limits: when to stop, each operation for itself
 * Return: the report; the process ends if there is no memory for it.
 */
struct bench_report bench_run(const struct bench_limits *limits);
void bench_free(struct bench_report *report);

/* NULL if that variant is not compiled in. */
const struct bench_result *bench_find(const struct bench_report *report, const char *id, size_t op);

void bench_print_table(const struct bench_report *report);
void bench_print_json(const struct bench_report *report);

#endif
