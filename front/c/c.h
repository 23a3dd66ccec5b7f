/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Processes in C:
 *
 *	process.c	the process: its parameters and its body
 *	type.c		types and conversions
 *	expr.c		expressions
 *	call.c		calls of functions
 *	array.c		arrays, arithmetic on pointers, sizeof
 *	stmt.c		statements
 *	check.c		what C does not allow although its grammar does
 */
#ifndef LKMM_FRONT_C_H
#define LKMM_FRONT_C_H

#include "front/build.h"

struct nearest;

/* A C type: bits, negative for unsigned; pointers count as 64. */
struct ctype {
	int width;
	int stars;
	bool atomic;			/* atomic_t and its relatives */
	bool truth;			/* bool */
};

/* A parameter of a process: a variable, and the type of what it points to. */
struct param {
	int loc;
	struct ctype type;
};

/* ---- process.c ---- */

/* The process whose name is the token. */
void parse_c_process(struct litmus *l);

/* ---- type.c ---- */

bool tok_is_type(const struct lexer *x);
struct ctype parse_type(struct litmus *l);
struct ctype parse_stars(struct litmus *l, struct ctype t);
/* Tries each type as what may have been meant. */
void try_types(struct nearest *n);
/* Of what type a number is, from how it is written. */
int c_number_width(const struct token *t);
struct lkmm_type c_value_type(struct ctype t);
/* The bits of the type of @e, negative for unsigned; 0 unknown. */
int c_size(const struct lkmm_expr *e);
/* The bits that are accessed at @address, of an object of that type; 0: those of the variable. */
int c_access_size(const struct lkmm_expr *address, const struct lkmm_type *object);
/* The type of what @address points to. */
struct lkmm_type c_object(const struct litmus *l, const struct lkmm_expr *address);
/* @e as an integer of @width bits, negative: unsigned. */
struct lkmm_expr *c_convert(struct litmus *l, struct lkmm_expr *e, int width);
/* @e where every bit of it counts. */
struct lkmm_expr *c_value(struct litmus *l, struct lkmm_expr *e);
/* A value for an object of type @t, which has no room for more bits than it has. */
struct lkmm_expr *c_value_for(struct litmus *l, struct lkmm_expr *e, const struct lkmm_type *t);
/* The operators, with the conversions that they make. */
struct lkmm_expr *c_cast(struct litmus *l, struct ctype t, struct lkmm_expr *e,
			 struct lkmm_place at);
struct lkmm_expr *c_unary(struct litmus *l, enum lkmm_operator op, struct lkmm_expr *a,
			  struct lkmm_place at);
struct lkmm_expr *c_binary(struct litmus *l, enum lkmm_operator op, struct lkmm_expr *a,
			   struct lkmm_expr *b, struct lkmm_place at);
struct lkmm_expr *c_conditional(struct litmus *l, struct lkmm_expr *a, struct lkmm_expr *b,
				struct lkmm_expr *c, struct lkmm_place at);
struct lkmm_expr *c_assign(struct litmus *l, struct lkmm_expr *to, struct lkmm_expr *value,
			   struct lkmm_place at);

/* ---- expr.c, call.c ---- */

/* The parameter of this name, or NULL. */
const struct param *find_param(const struct litmus *l, const struct token *name);
/* A register or a parameter. */
bool is_name_here(const struct litmus *l, const struct token *name);
struct lkmm_expr *parse_expr(struct litmus *l);
struct lkmm_expr *parse_assignment(struct litmus *l);
struct lkmm_expr *parse_c_unary(struct litmus *l);
/* The call of a primitive whose name, @name, has been read; the token is its "(". */
struct lkmm_expr *parse_call(struct litmus *l, const struct token *name);

/* ---- array.c ---- */

/* How many elements stand between the brackets; 0: that is left open. */
int parse_bound(struct litmus *l);
/* x[2] = { 3, 4 } in the first values; the token after x is "[". */
void parse_array(struct litmus *l, int loc, int width);
/* The element [n] of the variable @loc, whose name has been read; @loc itself if no "[" follows. */
int parse_element(struct litmus *l, int loc);
bool is_pointer(const struct lkmm_expr *e);
/* @a + @b and @a - @b where one of them is a pointer, or both. */
struct lkmm_expr *c_pointer_sum(struct litmus *l, enum lkmm_operator op, struct lkmm_expr *a,
				struct lkmm_expr *b, struct lkmm_place at);
/* The operand of sizeof, and how many bytes it has. */
struct lkmm_expr *parse_sizeof(struct litmus *l, struct lkmm_place at);

/* ---- stmt.c, check.c ---- */

struct lkmm_stmt *parse_block(struct litmus *l);
/* The body of a process in C, inside of @loops loops. */
void check_body(struct litmus *l, const struct lkmm_stmt *s, int loops);

#endif
