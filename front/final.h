/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Final values, as conditions name them. */
#ifndef LKMM_FRONT_FINAL_H
#define LKMM_FRONT_FINAL_H

#include "build.h"

struct c_kept;

/* A struct or an array among observed values: all of its parts are meant. */
struct whole {
	int offset, bytes;		/* bytes 0: it is none */
	const struct c_kept *local;	/* a local variable; or NULL */
};

/*
 * 0:r1, x, [x], *x, x[1], n.next: something that has a final value. @w is not NULL in a list of
 * observed values, which may name a new register, or a whole array or struct.
 */
struct lkmm_atom final_parse(struct litmus *l, struct whole *w);
/* Whether that is a register: 0:r1 or P0:r1 */
bool final_is_register(const struct lexer *x);
/* The variable whose name is the token, or -1. */
int final_location(struct litmus *l);
/* The type of the variable of @a. */
struct lkmm_integer final_integer(const struct litmus *l, const struct lkmm_atom *a);
/* Number @i of the parts of @k that are numbers or pointers. */
struct lkmm_atom final_leaf(struct litmus *l, const struct c_kept *k, int i);
/* The bit-field @f of the word @a, a part of @k; or of a shared variable, if that is NULL. */
struct lkmm_atom final_field(struct litmus *l, const struct c_kept *k, struct lkmm_atom a,
			     const struct lkmm_part *f);
/* The name in its process of the local variable at @loc; NULL: there is none. */
const char *final_local_name(struct litmus *l, int loc);

/* ---- condition.c ---- */

struct lkmm_cond *new_cond(struct litmus *l, enum lkmm_cond_kind kind, struct lkmm_cond *a,
			   struct lkmm_cond *b);
/* What @c->left is compared with is at hand. */
void final_operand(struct litmus *l, struct lkmm_cond *c);

/* ---- variant.c ---- */

/* Whether s.item=Some(5), d.state=State::Busy(1) or the like is at hand. */
bool final_is_variant(const struct litmus *l);
struct lkmm_cond *final_parse_variant(struct litmus *l);

#endif
