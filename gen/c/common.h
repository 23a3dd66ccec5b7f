/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Functions that the writers of C share: types, prototypes and documentation of operations. */
#ifndef LKMM_GEN_C_COMMON_H
#define LKMM_GEN_C_COMMON_H

#include "gen/gen.h"

/*
 * A type that operations come in: the three atomic types, plain objects of each width, and arrays
 * of longs.
 */
struct c_type {
	const char *prefix;		/* of the operation's name: "atomic_", or "" for objects */
	const char *suffix;		/* "_u32" for objects, or "" */
	const char *object;		/* the object's type: lkmm_atomic_t, uint32_t, void * */
	const char *value;		/* the type of its value: int */
	const char *arith;		/* the unsigned type that wraps: uint32_t */
	const char *prim;		/* the type primitives take: __lkmm_u32 */
	int width;			/* W8...W64, or -1: that of a pointer */
	enum object_kind on;
};

extern const struct c_type c_atomic_types[3], c_object_types[5], c_array_types[1];
/* Of operations on objects that one thread changes: the two types, and plain objects. */
extern const struct c_type c_local_types[7];
/* The types that come with @f: its array, and their number in @n. */
const struct c_type *family_types(const struct family *f, int *n);
/* True when @op comes in type @t. */
bool op_has_type(const struct op *op, const struct c_type *t);

/* A parameter's name where C++ reserves the argument's. */
const char *c_arg_name(const char *name);
/* xchg_acquire_u8, atomic_add_return: the name after lkmm_ or probe_. */
char *c_op_name(const struct op *op, int which, const struct c_type *t);
/* "int", "bool", "void": the type of the operation's result. */
const char *c_returns(const struct op *op, const struct c_type *t);
/* The text between a type and a name: "void *" needs no blank. */
const char *c_blank(const char *type);
/* "(int i, lkmm_atomic_t *v)" */
char *c_params(const struct op *op, const struct c_type *t);
/* "(i, v)" */
char *c_call_args(const struct op *op);
/* The kernel-doc comment of one operation. */
void put_kernel_doc(struct out *o, const struct table *t, const struct op *op, int which,
		    const struct c_type *ct);
void put_c_head(struct out *o, const char *guard, const char *about);

/* ---- string.c ---- */

/* @text as a string, a line for each of its lines. */
void put_c_string(struct out *o, const char *text);

/* ---- body.c ---- */

/*
 * How a body is spelled: the same for inlined operations, for derived primitives, and for a kernel.
 */
struct c_spelling {
	const struct arg *args;		/* of the function */
	const char *value;		/* the type of its values */
	const char *arith;		/* the unsigned type of the callee, in which arithmetic
					 * wraps; NULL: the same */
	const char *compared;		/* the type in which a result is compared; NULL: @value */
	bool found_is_value;		/* found has the type @value */
	const char *before, *after;	/* around the callee's name */
	const char *object;		/* as the callee wants it */
	bool object_last;
	const char *operation, *argument;	/* in front of an operation's name, and the object
						 * for that: of loops */
	bool rereads;			/* a loop that fails does what the architecture asks for */
	const char *bits;		/* in a long of an array */
};

void put_c_body(struct out *o, const struct c_spelling *s, const struct body *b);

/* ---- formula.c ---- */

/* The macros that formulas are written with, and @e in these. */
void put_formula_macros(struct out *o);
char *formula_text(const struct expr *e);

/* ---- dialect.c ---- */

/*
 * An instruction in AT&T's syntax as "{AT&T's|Intel's}", of which the compiler takes the one that
 * -masm= names.
 */
char *both_dialects(const char *att);

typedef void put_op_fn(struct out *o, const struct table *t, const struct op *op, int which,
		       const struct c_type *ct);

/* Calls @put for every operation of @t in every ordering: in type @ct, or in all types. */
void for_each_op(const struct table *t, const struct c_type *ct, put_op_fn *put, struct out *o);
void for_each_typed_op(const struct table *t, put_op_fn *put, struct out *o);
/* Of every operation on objects that one thread changes. */
void for_each_local_op(const struct table *t, put_op_fn *put, struct out *o);

#endif
