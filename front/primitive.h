/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The functions that a test can call, by name. */
#ifndef LKMM_FRONT_PRIMITIVE_H
#define LKMM_FRONT_PRIMITIVE_H

#include <lkmm/check/program.h>

struct nearest;

/* A built-in function that is not a row of ops.tbl: a row of kernel.tbl. */
struct primitive {
	const char *name;
	enum lkmm_access_kind kind;
	enum lkmm_fence fence;
	int nargs;
};

/* How a call is spelled: a row, the ordering its suffix asks for, the bits its type has. */
struct spelling {
	const struct lkmm_op *op;
	enum lkmm_order order;
	int bits;
};

/* False if @name is not in the rows. */
bool find_op(const char *name, struct spelling *s);
/* What the name of @op ends with in @order: "_acquire"; "" if that is its name without a suffix. */
const char *order_suffix(const struct lkmm_op *op, enum lkmm_order order);
/* The same, or the word that it is an alias of with the same arguments. */
const struct primitive *find_primitive(const char *name);
/* Tries each of them as a suggestion. */
void try_primitives(struct nearest *n);
const struct lkmm_barrier *find_barrier(const char *name);
/* The name of the row of defs/ops.tbl that is @fence, or NULL. */
const char *barrier_name(enum lkmm_fence fence);
/* The same, including those of RCU and SRCU. */
const char *fence_name(enum lkmm_fence fence);
/* The first row with @shape that comes in @order, of those on atomic types or on plain objects; or
 * NULL. */
const struct lkmm_op *find_row(bool atomic, enum lkmm_shape shape, enum lkmm_order order);

#endif
