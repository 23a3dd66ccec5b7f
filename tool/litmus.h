/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * The front end for litmus tests in C:
 *
 *	lex.c		tokens
 *	litmus.c	the parts of a test: header, variables, processes
 *	litmus_expr.c	expressions and statements
 *	litmus_call.c	primitives
 *	litmus_cond.c	exists, forall, filter, locations
 */
#ifndef LKMM_LITMUS_H
#define LKMM_LITMUS_H

#include "lex.h"

/* What has been read of a test: the test, and the tables that grow while it is read. */
struct litmus {
	struct lexer x;
	struct lkmm_arena *arena;
	struct lkmm_test test;
	const char *result;		/* what the author wrote after "Result:", or NULL */
	const char *condition;		/* the condition as text */
	bool expects_race;		/* DATARACE on that line */

	/* while the body of a process is read */
	struct lkmm_thread *thread;
	int *param;			/* the locations it was given */
	int nparams;
	int depth;			/* of nesting */
};

/* A C type: bits, negative for unsigned; pointers count as 64. */
struct ctype {
	int width;
	int stars;
};

/*
 * Reads the test @text of @size bytes into @l. False after an error, which is in @l->x.error; the
 * caller frees
 * @l->arena in both cases.
 */
bool litmus_parse(struct litmus *l, const char *text, size_t size);

/* The rest is between the files of the front end. */
void *litmus_alloc(struct litmus *l, size_t size);
char *litmus_name(struct litmus *l);
bool tok_is_type(const struct lexer *x);
struct ctype parse_type(struct litmus *l);
struct ctype parse_stars(struct litmus *l, struct ctype t);
int find_location(const struct litmus *l, const char *name, int len);
int add_location(struct litmus *l, const char *name, int len);
int find_register(const struct lkmm_thread *t, const char *name, int len);
int add_register(struct litmus *l, struct lkmm_thread *t, const char *name, int len, int width);
struct lkmm_expr *new_expr(struct litmus *l, enum lkmm_expr_kind kind, struct lkmm_place at);
struct lkmm_expr *new_binary(struct litmus *l, enum lkmm_operator op, struct lkmm_expr *a,
			     struct lkmm_expr *b, struct lkmm_place at);
struct lkmm_expr *new_access(struct litmus *l, enum lkmm_access_kind kind,
			     struct lkmm_expr *address, struct lkmm_place at);
struct lkmm_expr *parse_expr(struct litmus *l);
struct lkmm_expr *parse_assignment(struct litmus *l);
/* The call of a primitive whose name, @name, has been read; the token is its "(". */
struct lkmm_expr *parse_call(struct litmus *l, const struct token *name);
struct lkmm_stmt *parse_block(struct litmus *l);
void parse_conditions(struct litmus *l);

enum { LITMUS_MAX_DEPTH = 200 };

/* True when nesting is too deep to go on; an error then. */
bool too_deep(struct litmus *l);

#endif
