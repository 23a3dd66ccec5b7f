/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef LKMM_PROVE_WORD_H
#define LKMM_PROVE_WORD_H

#include <lkmm/check/program.h>

/*
 * Whether the sequence that is all of @test, and changes its first variable by the word of 32 bits
 * that holds it, is as good as one that changes the object of @bits bits alone. @fails: where it
 * jumps forward.
 */
bool word_is_as_object(const struct lkmm_test *test, int bits, bool fails);

#endif
