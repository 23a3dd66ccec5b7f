/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Helper functions in C: function.c keeps their names and texts, inline.c reads calls. */
#ifndef LKMM_FRONT_C_FUNCTION_H
#define LKMM_FRONT_C_FUNCTION_H

#include "c.h"

enum { MAX_PARAMETERS = 16 };

struct function {
	const char *name;
	int len;
	struct lkmm_place at;
	struct lex_spot start;		/* of the type of its result */
	bool is_called, is_void, is_read;
	bool in_header;			/* of litmus/lib */
};

struct parameter {
	struct token name;
	const struct token *declared;	/* the same, in the text */
	struct ctype type;
	int reg;			/* or -1 */
	struct lkmm_expr *constant;	/* the address that it is */
};

/* A call that is being read. */
struct frame {
	struct frame *outer;
	struct function *function;
	struct parameter param[MAX_PARAMETERS];
	struct lkmm_expr *given[MAX_PARAMETERS];	/* values of parameters */
	int nparams;
	int first;			/* register that is its own */
	struct lkmm_type type;		/* of its result */
	struct token unnamed;		/* a struct as the result is declared here */
	int result;			/* register, or -1 */
	struct lkmm_stmt *block;	/* that return leaves */
	int nreturns;
	struct lkmm_stmt *last_return;	/* the statement with its value */
	struct lkmm_expr *last_value;
	struct lkmm_call call;
};

/* A call of @f with one argument, that stands nowhere in the text. */
struct lkmm_expr *c_call_function(struct litmus *l, struct function *f, struct lkmm_expr *arg,
				  struct lkmm_place at);

/* The next word is a parameter that stands for an address, as an object: it needs memory. */
bool c_marks_parameter(struct litmus *l);
/* Whether a call of @f is being read. */
bool c_is_running(const struct litmus *l, const struct function *f);
/* static inline, and attributes that mean nothing here. */
bool c_is_qualifier(const struct lexer *x);
/* A function of litmus/lib, unless the test has one of that name: then NULL. */
struct function *c_new_function(struct litmus *l, const struct token *name);
/* Passes over words behind the parameters, as __attribute__((unused)). */
void c_pass_attributes(struct lexer *x);

#endif
