/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Tests in C and Rust as a CPU runs them: instructions in the place of accesses.
 *
 *	compile.c	the accesses of a test, made of primitives
 *	insert.c	a primitive: its sequence in defs/arch/, as statements
 *	target.c	what tests are compiled for
 */
#ifndef LKMM_FRONT_COMPILE_H
#define LKMM_FRONT_COMPILE_H

#include "asm.h"
#include "sequence.h"

#include "front/test.h"

struct compiling {
	struct litmus l;
	struct asm_reading a;
	const struct litmus_target *target;
	int inserted;			/* so many sequences */
	int stack;			/* the variable below the stack pointer, or -1 */
};

/* Statements in their order. */
struct asm_list {
	struct lkmm_stmt *first, **end;
};

/* A call of a primitive: the registers and numbers that it gets, and what it gives. */
struct asm_use {
	const char *primitive;
	enum lkmm_order order;
	struct lkmm_integer type;	/* of the object */
	const struct lkmm_access *access;	/* that it is for */
	struct lkmm_place at;
	struct lkmm_expr *ptr;
	struct lkmm_expr *arg[2];	/* NULL: none */
	struct lkmm_expr *alone;	/* set: all of it, where it is one access; or NULL */
	int found;			/* set: the register with the value found, or -1 */
};

void asm_append(struct asm_list *list, struct lkmm_stmt *s);
void asm_append_expr(struct compiling *c, struct asm_list *list, struct lkmm_expr *e);
/* A new register, which gets the value @e. */
int asm_keep(struct compiling *c, struct asm_list *list, struct lkmm_expr *e);
/* A new register of the process. */
int asm_new_register(struct compiling *c);
/* @f with the arguments @arg; the value found is in the register @found. */
struct lkmm_expr *asm_formula(struct compiling *c, const struct lkmm_formula *f,
			      struct lkmm_expr *const *arg, int found, struct lkmm_integer type);

/* The sequence of the primitive @name for the target, or NULL. */
const struct asm_sequence *asm_find_sequence(const struct litmus_target *target, const char *name,
					     enum lkmm_order order, int bits);
/* Adds the instructions of @use to @list, unless they are one access. False after an error. */
bool asm_insert(struct compiling *c, struct asm_list *list, struct asm_use *use);
/* Adds those of the barrier @name. */
bool asm_insert_barrier(struct compiling *c, struct asm_list *list, const char *name,
			struct lkmm_place at);
/*
 * synchronize_rcu(), synchronize_srcu(): between two full barriers; the rest of their promise is in
 * models/rcu.cat.
 */
bool asm_insert_grace_period(struct compiling *c, struct asm_list *list,
			     const struct lkmm_expr *e);
/*
 * Whether @e gives a cookie of SRCU to a register of the final states. LKMM has other cookies, so
 * these states cannot be compared.
 */
bool asm_shows_cookie(const struct compiling *c, const struct lkmm_expr *e);

#endif
