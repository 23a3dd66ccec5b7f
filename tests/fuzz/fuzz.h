/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The handling of a litmus test, or a program in LLVM IR, that a fuzzer has written. */
#ifndef LKMM_FUZZ_H
#define LKMM_FUZZ_H

#include "front/test.h"

#include <stdio.h>
#include <stdlib.h>

/* Ends the program unless @ok: fuzzers look for that. */
static inline void require(bool ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "fuzz: %s\n", what);
	abort();
}

/* Whether it happens, and why; in a text of @size bytes. */
void fuzz_decide(struct litmus_test *l, size_t size);
/* The program that lkmm run makes of it. */
void fuzz_program(struct litmus_test *l);
/* Lets lkmm_check() end when it has polled often enough: *@polls goes down to 0. */
bool fuzz_out_of_polls(void *polls);
/* The errors of an invalid test, as they are printed. */
void fuzz_errors(const struct litmus_test *l);
/* The same, of errors about files that are not here. */
void fuzz_shown_errors(const struct litmus_test *l);

#endif
