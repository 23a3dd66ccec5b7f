/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* What operations are made of: calls.c, from defs/ops.tbl. */
#ifndef LKMM_FRONT_CALL_H
#define LKMM_FRONT_CALL_H

#include <lkmm/check/program.h>

/* A call of a primitive, for which defs/arch/ has instructions. */
struct asm_call {
	const char *name;		/* the operation or primitive that calls it */
	const char *primitive;		/* "fetch_add", without its ordering */
	/*
	 * its operands behind the object, in arguments of the caller; .retries: also in the value
	 * found
	 */
	const struct lkmm_formula *arg[2];
	/* loads the value, and unless the condition does not hold for it compares and exchanges,
	 * again and again until that has succeeded */
	bool retries;
};

/* Of each operation, in the order of lkmm_ops[]. */
extern const struct asm_call asm_calls[];
/*
 * Of primitives that an architecture may lack, up to one without name: ARG(0) is their own operand.
 * If there are two, the first whose primitive the architecture has.
 */
extern const struct asm_call asm_derived_calls[];

/* The sequence of each barrier, by its name there. */
extern const char *const asm_barriers[LKMM_FENCE_MACHINE];

#endif
