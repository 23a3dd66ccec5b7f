/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Declarations that the parts of the demo share. */
#ifndef DEMO_DEMO_H
#define DEMO_DEMO_H

#include "shared.h"

#ifdef DEMO_RUST
enum { VARIANTS = 3 };
#else
enum { VARIANTS = 2 };
#endif

enum { THREADS_EACH = 2 };		/* of each variant */

extern const struct demo_variant *const demo_variants[VARIANTS];
extern const char *const demo_variant_names[VARIANTS];

/**
 * struct demo_thread - a thread and its work
 * @result: the return value of @work
 */
struct demo_thread {
	demo_work *work;
	void *shared;
	uint32_t times;
	uint64_t result;
};

/* Runs them at the same time, and returns when all are done. */
void demo_run(struct demo_thread *threads, size_t count);

/**
 * demo_run_all() - THREADS_EACH threads of each variant do the same work on one object
 * @offset: of the work in struct demo_variant
 * @results: the sum of their return values, per variant
 */
void demo_run_all(size_t offset, void *shared, uint32_t times, uint64_t *results);

/**
 * demo_report() - print a row of the table of totals
 * @what: the name of the row
 * @each: the count of each variant
 * @total: the final value
 * @expected: the correct value
 * @wrong: another error, or NULL
 * Return: true without an error.
 */
bool demo_report(const char *what, const uint64_t *each, uint64_t total, uint64_t expected,
		 const char *wrong);

/* The parts. Return: true if all totals are right. */
bool demo_counter(void);
bool demo_references(void);
bool demo_ring(void);
bool demo_lock(void);

#endif
