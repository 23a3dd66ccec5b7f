/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* A counterexample for a function of a binary. */
#ifndef LKMM_PROVE_REFUTE_H
#define LKMM_PROVE_REFUTE_H

#include "machine.h"

/*
 * Whether programs with the instructions @text, a way through a function that is @what, do what
 * LKMM forbids: then @f has the tests. False also if no sequence of defs/arch/ does the same to a
 * value.
 */
bool refute(struct prover *v, const struct named *what, const struct class *c, const char *text,
	    struct finding *f);

#endif
