/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The rows of defs/ops.tbl as tests see them. */
#ifndef LKMM_TESTS_TABLE_H
#define LKMM_TESTS_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <lkmm/types.h>

#define LONG_WIDTH (8 * (int)sizeof(long))

/*
 * One operation on one type in one ordering. @args are the arguments other than the object; @call
 * passes arg[0] and so on to the probe in that order, and returns its result, sign- or
 * zero-extended. If it is @of_bit, arg[0] counts the bits of an array of longs, the object is the
 * long that has the bit, and @args has behind the number's name that of the bit's mask there.
 */
struct row {
	const char *name;
	int width;
	bool of_bit;
	const char *args, *when, *becomes, *returns, *order;
	uint64_t (*call)(void (*probe)(void), void *object, uint64_t *arg);
};

extern const struct row rows[];
extern const size_t nr_rows;
extern const char *const barriers[];
extern const size_t nr_barriers;

#endif
