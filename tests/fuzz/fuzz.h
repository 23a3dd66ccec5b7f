/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* What is done with a litmus test that a fuzzer has written. */
#ifndef LKMM_FUZZ_H
#define LKMM_FUZZ_H

#include "front/test.h"

#include <stdio.h>
#include <stdlib.h>

/* Ends the program, which is what a fuzzer looks for, unless @ok. */
static inline void require(bool ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "fuzz: %s\n", what);
	abort();
}

/* Whether it happens, and why; in a text of @size bytes. */
void fuzz_decide(struct litmus_test *l, size_t size);
/* What lkmm run makes of it. */
void fuzz_program(struct litmus_test *l);
/* The errors of a text that is no test, as they are shown. */
void fuzz_errors(const struct litmus_test *l);

#endif
