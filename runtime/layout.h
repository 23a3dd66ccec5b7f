/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * The layout of a test's objects: those of an instance side by side in one cache line, or each
 * object in a separate array. The variables of one object stay together, but an object with several
 * may begin anywhere in a line, which puts some of its variables into the next one.
 */
#ifndef LKMM_RUN_LAYOUT_H
#define LKMM_RUN_LAYOUT_H

#include "run.h"

enum { RUN_ALIGN = 8 };

static inline size_t run_round_up(size_t n, size_t to)
{
	return (n + to - 1) / to * to;
}

/* The bytes that the object @o takes, with those that keep it apart from the next one. */
static inline size_t run_room(const struct run_test *t, int o)
{
	return run_round_up(t->size[o] + (t->computes_addresses ? 2 * RUN_BESIDE : 0), RUN_ALIGN);
}

static inline bool run_is_large(const struct run_test *t, int o)
{
	return t->size[o] > RUN_ALIGN;
}

/* From one instance to the next: whole lines, and for any object. */
static inline size_t run_stride(const struct run_test *t)
{
	size_t stride = RUN_LINE;

	for (int o = 0; o < t->nobjects; o++) {
		size_t n = run_room(t, o) + (run_is_large(t, o) ? RUN_LINE - RUN_ALIGN : 0);

		if (n > stride)
			stride = run_round_up(n, RUN_LINE);
	}
	return stride;
}

/* How many instances a batch has, of @n at most, if their objects get @bytes. */
static inline int run_instances(const struct run_test *t, int n, size_t bytes)
{
	size_t most = bytes / ((size_t)(t->nobjects + 1) * run_stride(t));

	if ((size_t)n <= most)
		return n;
	return most > (size_t)t->nthreads ? (int)most : t->nthreads;
}

static inline bool run_fits_line(const struct run_test *t)
{
	size_t n = 0;

	for (int o = 0; o < t->nobjects; o++)
		n += run_room(t, o);
	return n <= RUN_LINE;
}

/*
 * Sets the stride of @b, and where each object's first instance is. @apart: from one object's array
 * to the next. @below: a random number.
 */
static inline void run_lay_out(const struct run_test *t, struct run_batch *b, char *memory,
			       char **place, size_t apart,
			       unsigned int (*below)(void *arg, unsigned int n), void *arg)
{
	bool together = below(arg, 2) && run_fits_line(t);
	size_t at = 0;

	b->stride = together ? RUN_LINE : run_stride(t);
	for (int o = 0; o < t->nobjects; o++) {
		size_t shift = !together && run_is_large(t, o) ?
			       RUN_ALIGN * below(arg, RUN_LINE / RUN_ALIGN) : 0;

		place[o] = memory + at + shift;
		at += together ? run_room(t, o) : apart;
	}
}

#endif
