/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Functions that the writers of Rust share. Their output has the format of rustfmt. */
#ifndef LKMM_GEN_RUST_H
#define LKMM_GEN_RUST_H

#include "gen/gen.h"

/* A type that operations exist for, and the module below rust/src/ops that holds them. */
struct rust_type {
	const char *module;
	const char *name;		/* of the type: i32, *mut () */
	const char *prim;		/* the type of its primitives: u32, *mut () */
	const char *suffix;		/* of its primitives: 32, ptr */
	const char *c_prefix, *c_suffix;	/* around the operation's name: lkmm_atomic_add,
						 * lkmm_xchg_u8 */
	enum object_kind on;
	bool wide;			/* exists where there are 64-bit atomics */
};

enum { RUST_ATOMIC, RUST_ATOMIC64, RUST_ATOMIC_LONG, RUST_U8, RUST_U16, RUST_U32, RUST_U64,
       RUST_PTR, RUST_BITS, NR_RUST_TYPES };
extern const struct rust_type rust_types[NR_RUST_TYPES];
/*
 * Of counters that one thread changes. Inlined, those of a pointer's width are the one of that
 * width.
 */
enum { RUST_LOCAL, RUST_LOCAL32, RUST_LOCAL64, NR_RUST_LOCAL_TYPES };
extern const struct rust_type rust_local_types[NR_RUST_LOCAL_TYPES];

bool rust_has_op(const struct rust_type *rt, const struct op *op);
/* fetch_add_acquire, smp_load_acquire, read_once: the function in a module of ops/. */
char *rust_op_name(const struct op *op, int which);
/* The type of argument @i: a pointer to const if the operation only reads. */
char *rust_arg_type(const struct op *op, int i, const struct rust_type *rt);
/* " -> TYPE", or nothing. */
char *rust_returns(const struct op *op, const struct rust_type *rt);

/* SPDX line, where it comes from, and the module's documentation, one line of it a line of @doc. */
void rust_head(struct out *o, const char *from, const char *doc);
/* HEAD(PARAM, PARAM)TAIL: on one line, or with a line for each parameter, as rustfmt does. */
void rust_signature(struct out *o, const char *indent, const char *head, char *const *param, int n,
		    const char *tail);
/* #[cfg(PREDICATE)], on as many lines as rustfmt gives it. */
void rust_cfg(struct out *o, const char *predicate);
/* Words of @text as documentation comments, in lines of at most 100 characters. */
void rust_doc(struct out *o, const char *indent, const char *text);

/* The trait of rust/src/ops/mod.rs that an operation on an atomic type belongs to. */
enum rust_class { RUST_EXCHANGE, RUST_INTEGER, RUST_SIGNED };
enum rust_class rust_class(const struct op *op);
/* The trait of the orderings that @op comes in, or NULL if it has but one. */
const char *rust_ordering(const struct op *op);
bool rust_is_bitwise(const struct op *op);

/* ---- body.c ---- */

/*
 * How a body is spelled: the same for inlined operations, for those of liblkmm, and for derived
 * primitives.
 */
struct rust_spelling {
	const struct arg *args;		/* of the function */
	const char *type;		/* of its values */
	bool is_unsigned;
	const char *compared;		/* the type in which a result is compared; NULL: its own */
	const char *to, *from;		/* " as u32", " as i32": to the types of the callee, and
					 * back; or nothing */
	const char *before, *after;	/* around the callee's name */
	const char *object;		/* as the callee wants it */
	const char *argument;		/* as operations want it: of loops */
	const char *indent;
	const char *bits;		/* in an element of an array */
	const char *guess;		/* what reads the object first, of a loop around a
					 * primitive cmpxchg */
	const char *mask;		/* the variable that is the bit; NULL: an expression */
};

void put_rust_body(struct out *o, const struct rust_spelling *s, const struct body *b);

/* ---- rust_doc.c: the documentation of a method ---- */

/* Its effect, in a sentence. */
char *rust_summary(const struct op *op);
char *rust_ordering_doc(const struct op *op);
void rust_example(struct out *o, const struct op *op);

/* repr.c, methods.c, bits.c, local.c: called by write_rust_ops() */
void write_rust_repr(const struct table *t);
void write_rust_methods(const struct table *t);
void write_rust_bits(const struct table *t);
void write_rust_local(const struct table *t);

#endif
