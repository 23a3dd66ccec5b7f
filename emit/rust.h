/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Shared by the writers of a process in Rust: rust.c and rust_expr.c. */
#ifndef LKMM_EMIT_RUST_H
#define LKMM_EMIT_RUST_H

#include "object.h"

/* A loop around the statement at hand. */
struct emit_rust_loop {
	bool labelled;			/* its turns are a block, which continue leaves */
	bool named;			/* jumps name it */
	int depth;
};

/* A process that is being written. */
struct rust_process {
	struct emit *e;
	int t;
	/* of each variable: a parameter &Atomic<T>, as this process does nothing else with it */
	bool *is_atomic;
	bool *is_plain;			/* it does something else */
	/* of each register */
	bool *used, *let_later;		/* is declared where it gets its only value */
	int *assignments;
	bool returns;			/* out of a block around the body */
	struct emit_rust_loop loop;
};

static inline bool emit_rust_is_bool(struct lkmm_integer t)
{
	return t.bits == EMIT_BOOL_BITS;
}

const char *emit_rust_type(struct lkmm_integer t);
/* Adds @x as a value of the type @want. */
void emit_rust_value(struct rust_process *p, const struct lkmm_expr *x,
		     struct lkmm_integer want);
/* The same, in parentheses if it is more than one piece. */
void emit_rust_part(struct rust_process *p, const struct lkmm_expr *x,
		     struct lkmm_integer want);

/* Of a type of the crate "run", and no integer. */
static inline bool emit_has_methods(const struct place *p)
{
	return p->kind == PLACE_LOCK || p->kind == PLACE_SRCU;
}

/*
 * Adds the call of the process @t, whose objects are static variables: for lkmm verify, whose name
 * of a process has no form.
 */
void emit_rust_call(struct emit *e, int t);

/* verify_rust.c: adds the type of the object @o as a variable of lkmm verify. */
void emit_rust_static_type(struct emit *e, int o);

/* ---- rust_access.c ---- */

/* Adds the variable @loc as a value; a plain store. */
void emit_rust_variable(struct rust_process *p, int loc);
void emit_rust_store(struct rust_process *p, const struct lkmm_access *a);
/* Adds an access. */
void emit_rust_access(struct rust_process *p, const struct lkmm_access *a);
/* Adds @x as a condition. */
void emit_rust_condition(struct rust_process *p, const struct lkmm_expr *x);
/* Adds the statements of @x, an LKMM_BODY, and its value as the type @want. */
void emit_rust_body(struct rust_process *p, const struct lkmm_expr *x, struct lkmm_integer want);
/* Adds @x, whose value nobody wants, as statements on one line. */
void emit_rust_effect(struct rust_process *p, const struct lkmm_expr *x);
/* Whether @a may be a method of an existing Atomic<T>, its T being @t. */
bool emit_rust_is_method(const struct emit *e, const struct lkmm_access *a,
			 struct lkmm_integer t);

#endif
