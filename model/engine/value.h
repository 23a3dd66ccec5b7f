/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The hidden part of struct lkmm_model: the equations, compiled for each size of sets. */
#ifndef LKMM_ENGINE_VALUE_H
#define LKMM_ENGINE_VALUE_H

#include <lkmm/check/check.h>

struct equations;

/* A relation that a step of an explanation may name; others are taken apart. */
struct step_name {
	size_t field;			/* offset in the model's struct */
	const char *name, *external;	/* external: the name from thread to thread */
	bool fence;			/* look for the fence that makes the step */
};

struct lkmm_equations {
	const struct equations *of_size[3];	/* of 1, 4 and 16 words */
	const void *data;		/* for them, in every execution */
	size_t more;			/* bytes that the model's struct has beyond its size */
	int relations;			/* that they make of one execution, if that may be many */
};

#endif
