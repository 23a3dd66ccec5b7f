/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The test's own reading of ops.tbl's formulas. */
#ifndef LKMM_TESTS_FORMULA_H
#define LKMM_TESTS_FORMULA_H

#include <stdint.h>

/* The meaning of names in a formula: v, and the words of @args in order. */
struct values {
	int width;
	int64_t v;
	const char *args;
	const int64_t *arg;
};

/* The low @width bits of @x, sign-extended. */
int64_t truncate_to(int width, uint64_t x);
/*
 * The value of @text, wrapped to the width; a comparison is 1 or 0. Aborts on a text that is no
 * formula.
 */
int64_t evaluate(const char *text, const struct values *values);

#endif
