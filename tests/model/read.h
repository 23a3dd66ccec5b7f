/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For the tests in C: a litmus test from a file. */
#ifndef LKMM_TESTS_MODEL_READ_H
#define LKMM_TESTS_MODEL_READ_H

#include "front/test.h"

#include <stdbool.h>
#include <stdio.h>

/*
 * Reads @file into @l, which needs the text until the next call. The caller frees its arena in any
 * case. False if it cannot be read: l->error says why.
 */
static inline bool read_litmus(const char *file, struct litmus_test *l)
{
	static char text[1 << 20];
	FILE *in = fopen(file, "r");
	size_t n = in ? fread(text, 1, sizeof(text), in) : 0;

	if (in)
		fclose(in);
	return litmus_parse(l, text, n);
}

#endif
