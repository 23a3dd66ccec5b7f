/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef LKMM_PROVE_WORD_H
#define LKMM_PROVE_WORD_H

#include "term.h"

/*
 * Whether the sequence that is all of @test, and changes its first variable by the word of 32 bits
 * that holds it, is as good as one that changes the object of @bits bits alone. @fails: where it
 * jumps forward.
 */
bool word_is_as_object(const struct lkmm_test *test, int bits, bool fails);
/*
 * The same of a way through a function that writes @value to the word of the object at the address
 * @object, and has read @memory there: as to what it writes.
 */
bool word_is_kept(const struct term *value, const struct term *object, const struct term *memory,
		  int bits);

#endif
