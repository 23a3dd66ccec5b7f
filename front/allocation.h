/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Calls that allocate an object, of both languages. */
#ifndef LKMM_FRONT_ALLOCATION_H
#define LKMM_FRONT_ALLOCATION_H

#include "build.h"

struct rust_type;

struct allocation {
	struct lkmm_expr *call;
	const char *name;		/* of the function */
	int64_t bytes;			/* C; 0: as many as the type has */
	struct lkmm_type object;	/* C; .integer.bits 0: not known yet */
	const struct rust_type *type;	/* Rust */
};

/* Whether a call is in a list of statements, and there in a loop. */
enum found { NOT_FOUND, FOUND, IN_LOOP };

enum found find_call(const struct lkmm_stmt *s, const struct lkmm_access *a);
/* A new variable, named after a function and the line. */
int new_variable(struct litmus *l, const char *of, int len, int line);

/* Lists @call, of the function @name; NULL if there is no memory. */
struct allocation *note_allocation(struct litmus *l, struct lkmm_expr *call,
				   const struct token *name);

/* Makes the variable @loc the object that @p allocates. */
typedef void make_object(struct litmus *l, const struct allocation *p, int loc);

/* Makes the objects that the process allocates, which has been read. */
void make_objects(struct litmus *l, make_object *make);

#endif
