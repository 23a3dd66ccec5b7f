/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* A counterexample for code of a binary. */
#ifndef LKMM_PROVE_REFUTE_H
#define LKMM_PROVE_REFUTE_H

#include "machine.h"

/*
 * Whether programs with the way number @i of @found, code that is @what, do what LKMM forbids: then
 * @f has the tests. False also if no sequence of defs/arch/ does the same to a value, or if it is
 * not found in which registers its operands are, where it was @inlined.
 */
bool refute(struct prover *v, const struct named *what, const struct found *found, int i,
	    bool inlined, struct finding *f);

#endif
