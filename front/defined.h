/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Operators that have no value for some operands. */
#ifndef LKMM_FRONT_DEFINED_H
#define LKMM_FRONT_DEFINED_H

#include "build.h"

/*
 * Notes in @e, an operator that computes a @type, that an execution in which it has no value ends
 * there, as @kind; unless it is known to have one, as most operators have.
 */
void note_undefined(struct litmus *l, struct lkmm_expr *e, struct lkmm_integer type,
		    enum lkmm_access_kind kind);

#endif
