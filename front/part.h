/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The parts of a test, in the order of the file. */
#ifndef LKMM_FRONT_PART_H
#define LKMM_FRONT_PART_H

#include "build.h"

/* "Result:" and "Flags:", in comments anywhere. */
void find_expectation(struct litmus_expectation *e, const char *text, size_t size);
/* C NAME, and all up to the brace in front of the variables. */
void parse_header(struct litmus *l);
/* { int x = 1; ... } */
void parse_variables(struct litmus *l);
void parse_processes(struct litmus *l);
/* exists, forall, filter, locations */
void parse_conditions(struct litmus *l);

struct ctype;

/* A variable of type @t that is declared at file scope, from its name on; -1 after an error. */
int parse_declared_variable(struct litmus *l, struct ctype *t, struct lkmm_place at);
/* The first value of @loc, which turns out to be of type @t, is converted to it. */
void fit_first_value(struct litmus *l, int loc, struct ctype t);
/* A first value, that is not computed: a number, an address, ATOMIC_INIT(1). */
int64_t parse_value(struct litmus *l);
/* ATOMIC_INIT, __SPIN_LOCK_UNLOCKED and the like: what only parse_value() knows. */
bool is_initializer(const struct token *t);
/* The number of a process whose name, P0, is the token. */
bool process_number(const struct token *t, int64_t *n);
/* #define and the like: reports it, and skips its lines. False if there is none here. */
bool pass_directive(struct litmus *l);
/* Whether a process starts here, or the part after the last one. */
bool body_has_ended(const struct lexer *x);
/* Takes the brace that ends a block; reports once if the body has ended without one. */
void close_block(struct litmus *l);

#endif
