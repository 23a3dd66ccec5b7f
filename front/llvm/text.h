/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Between the files that read IR: where the reader is in the text, and what it takes from there. */
#ifndef LKMM_FRONT_LLVM_TEXT_H
#define LKMM_FRONT_LLVM_TEXT_H

#include "ir.h"

struct ir_text {
	struct ir_module *m;
	struct ir_function *f;		/* that is read */
	const char *p;
	int line;
	int depth;			/* of types and values */
	struct ir_type *by_value;	/* of the last attributes: byval(it); or NULL */
	bool in_line;			/* what is read ends with the line: an instruction does */
};

/* ---- text.c ---- */

void *ir_alloc(struct ir_text *x, size_t size);
/* Room for one more than @n elements of @size bytes. */
void *ir_grow(struct ir_text *x, void *array, int n, size_t size);
/* The first error counts; what follows it is not read. */
void ir_error(struct ir_text *x, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static inline bool ir_failed(const struct ir_text *x) { return x->m->error[0]; }

void ir_blanks(struct ir_text *x);	/* with comments, and line ends but .in_line */
bool ir_at(struct ir_text *x, const char *sign);
bool ir_accept(struct ir_text *x, const char *sign);
void ir_expect(struct ir_text *x, const char *sign);
/* Whether anything follows in this line. */
bool ir_goes_on(struct ir_text *x);
/* A whole word: letters, digits, "_", ".", "-". */
bool ir_at_word(struct ir_text *x, const char *word);
bool ir_accept_word(struct ir_text *x, const char *word);
/* The word that is here, copied; "" if there is none. */
const char *ir_word(struct ir_text *x);
/* The name after "%", "@" or "!": quoted or not. */
const char *ir_name(struct ir_text *x);
int64_t ir_number(struct ir_text *x);
/* The number that @p starts with, or 0. */
int ir_int(const char *p);
/* Passes over the rest of the line, and what is in brackets that it opens. */
void ir_skip_line(struct ir_text *x);
/* Passes over @open, what it encloses, and @close. */
void ir_skip_brackets(struct ir_text *x);
/* Passes over attributes: words, also with arguments in parentheses, and #1. */
void ir_skip_attributes(struct ir_text *x);

/* ---- names.c ---- */

struct ir_name {
	const char *text;
	int value, block;		/* of a function; -1: there is none */
	int function, global;		/* of a module */
};

struct ir_names {
	struct ir_name *of;
	int n, room;			/* a power of two, and never full */
};

/* The entry of @text, which is made if there is none. NULL after an error. */
struct ir_name *ir_name_of(struct ir_text *x, struct ir_names *t, const char *text);
/* NULL: there is none. */
const struct ir_name *ir_find_name(const struct ir_names *t, const char *text);

/* ---- the others ---- */

/* valid.c: an error, unless all that has been read is as it must be. */
void ir_check(struct ir_text *x);

struct ir_type *ir_type(struct ir_text *x);
/* @n of @of in a row. */
struct ir_type *ir_array_type(struct ir_text *x, struct ir_type *of, int64_t n);
struct ir_type *ir_pointer_type(struct ir_text *x);
/* i1 */
struct ir_type *ir_truth_type(struct ir_text *x);
/* { @first, i1 } */
struct ir_type *ir_pair(struct ir_text *x, struct ir_type *first);
struct ir_value *ir_value(struct ir_text *x, struct ir_type *type);
/* A type, attributes, and a value. */
struct ir_value *ir_operand(struct ir_text *x);
/* The value of the function called @name, which may come later. */
struct ir_value *ir_local(struct ir_text *x, const char *name, struct ir_type *type);
int ir_block(struct ir_text *x, const char *name);
struct ir_instruction *ir_instruction(struct ir_text *x);
/* The operation called so, or IR_UNKNOWN; reads how two values are compared. */
enum ir_op ir_op_of(const char *word);
enum ir_predicate ir_predicate(struct ir_text *x);
/* The rest of a constant expression whose first word is @word. */
struct ir_value *ir_expression(struct ir_text *x, const char *word, struct ir_type *type);

#endif
