/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Operators that have no value for some operands: range.c. */
#ifndef LKMM_LLVM_RANGE_H
#define LKMM_LLVM_RANGE_H

#include "reader.h"

/* @k is the result of @op on @a and @b: notes how large it may be, where their form tells. */
void note_range(struct known *k, enum lkmm_operator op, const struct known *a,
		const struct known *b, int bits, bool is_unsigned);
/* A number of @bits has been extended with zeros to @k. */
void note_extended(struct known *k, const struct known *a, int bits);
/* Whether @op, a shift, may be by @bits or more, and that counts: see the file. */
bool may_shift_too_far(const struct reader *r, enum lkmm_operator op, const struct known *by,
		       int bits);
/* Whether main() computes @a @op @b, which has no value: it fails then. @shift: see above. */
bool main_has_no_value(struct reader *r, enum lkmm_operator op, const struct known *a,
		       const struct known *b, int bits, bool is_unsigned, bool shift,
		       struct lkmm_place at);

#endif
