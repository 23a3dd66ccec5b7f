/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Sequences whose object is in two registers. */
#ifndef LKMM_HALF_H
#define LKMM_HALF_H

#include "prove.h"

enum { MAX_HALF_REGISTERS = 32 };

/*
 * @test is the program @p, which has one such sequence and nothing else, in assembly. What that
 * does to the halves which the operation does not; or NULL.
 */
const char *mistake_in_halves(const struct lkmm_test *test, const struct program *p,
			      const struct isa *isa);

#endif
