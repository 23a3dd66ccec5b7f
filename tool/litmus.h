/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * The front end for litmus tests. The parts of a test, and processes in C; those in Rust are in
 * rust.h:
 *
 *	lex.c		tokens
 *	litmus.c	the parts of a test: header, processes; names
 *	litmus_init.c	types, variables and their first values
 *	litmus_expr.c	expressions
 *	litmus_stmt.c	statements
 *	litmus_type.c	types and conversions
 *	litmus_call.c	primitives
 *	litmus_check.c	what C does not allow although its grammar does
 *	litmus_cond.c	exists, forall, filter, locations
 */
#ifndef LKMM_LITMUS_H
#define LKMM_LITMUS_H

#include "lex.h"

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

/* What has been read of a test: the test, and the tables that grow while it is read. */
struct litmus {
	struct lexer x;
	const char *text;		/* all of it */
	size_t size;
	struct lkmm_arena *arena;
	struct lkmm_test test;
	const char *result;		/* what the author wrote after "Result:", or NULL */
	struct lkmm_place result_at;
	const char *condition;		/* the condition as text */
	bool expects_race;		/* DATARACE on that line */
	struct lkmm_expr **access;	/* all expressions that are accesses */
	int naccesses;
	uint32_t rust;			/* bits: which of the first processes are in Rust */
	bool says_flags;		/* there is a line "Flags:" */
	unsigned int flags;		/* the flags on it */
	char unknown[80];		/* the primitive that there is not, if that is the error */

	/* while the body of a process is read */
	struct lkmm_thread *thread;
	struct param *param;		/* the variables it was given */
	int nparams;
	bool rust_unsafe;		/* unsafe fn P0() */
	int depth;			/* of nesting */
	uintptr_t stack;		/* where parsing began */
	int nodes;			/* expressions, statements, names and so on */
	int parts;			/* of the expressions since the last statement */
};

/*
 * Reads the test @text of @size bytes into @l. False after an error, which is in @l->x.error; the
 * caller frees
 * @l->arena in both cases.
 */
bool litmus_parse(struct litmus *l, const char *text, size_t size);

/* The rest is between the files of the front end. */
void *litmus_alloc(struct litmus *l, size_t size);
/* Makes room for one more element after @n; arrays grow by doubling, at powers of two. */
void *litmus_grow(struct litmus *l, void *array, int n, size_t size);
char *litmus_name(struct litmus *l);
bool tok_is_type(const struct lexer *x);
struct ctype parse_type(struct litmus *l);
struct ctype parse_stars(struct litmus *l, struct ctype t);
/* { int x = 1; ... } */
void parse_variables(struct litmus *l);
/* Process @n, and all before it; NULL after an error. */
struct lkmm_thread *thread_number(struct litmus *l, int64_t n);
int find_location(const struct litmus *l, const char *name, int len);
int add_location(struct litmus *l, const char *name, int len);
int find_register(const struct lkmm_thread *t, const char *name, int len);
/* A register of this name, even if there is one already. */
int new_register(struct litmus *l, struct lkmm_thread *t, const char *name, int len, int width);
int add_register(struct litmus *l, struct lkmm_thread *t, const char *name, int len, int width);
struct lkmm_expr *new_expr(struct litmus *l, enum lkmm_expr_kind kind, struct lkmm_place at);
struct lkmm_expr *new_binary(struct litmus *l, enum lkmm_operator op, struct lkmm_expr *a,
			     struct lkmm_expr *b, struct lkmm_place at);
struct lkmm_expr *new_access(struct litmus *l, enum lkmm_access_kind kind,
			     struct lkmm_expr *address, struct lkmm_place at);
struct lkmm_expr *new_number(struct litmus *l, int64_t n, struct lkmm_place at);
struct lkmm_expr *new_index(struct litmus *l, enum lkmm_expr_kind kind, int index,
			    struct lkmm_place at);
struct lkmm_expr *new_cast(struct litmus *l, int width, struct lkmm_expr *a, struct lkmm_place at);
/* @to = @value, as they are, where @to is a register or a plain load. */
struct lkmm_expr *new_assign(struct litmus *l, struct lkmm_expr *to, struct lkmm_expr *value,
			     struct lkmm_place at);
/* The register @reg of the process. */
struct lkmm_expr *new_local(struct litmus *l, int reg, struct lkmm_place at);
struct lkmm_expr *new_fence(struct litmus *l, enum lkmm_fence fence, struct lkmm_place at);
struct lkmm_stmt *new_stmt(struct litmus *l, enum lkmm_stmt_kind kind, struct lkmm_place at);

/* What is neither a row of ops.tbl nor one of its barriers. */
struct primitive {
	const char *name;
	enum lkmm_access_kind kind;
	enum lkmm_fence fence;
	int nargs;
};

const struct primitive *find_primitive(const char *name);
const struct lkmm_barrier *find_barrier(const char *name);
const char *fence_name(enum lkmm_fence fence);

/* Of what type a number is, from how it is written. */
int c_number_width(const struct token *t);
struct lkmm_type c_value_type(struct ctype t);
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

struct lkmm_expr *parse_expr(struct litmus *l);
struct lkmm_expr *parse_assignment(struct litmus *l);
/* The call of a primitive whose name, @name, has been read; the token is its "(". */
struct lkmm_expr *parse_call(struct litmus *l, const struct token *name);
struct lkmm_stmt *parse_block(struct litmus *l);
/* The body of a process in C, inside of @loops loops. */
void check_body(struct litmus *l, const struct lkmm_stmt *s, int loops);
void parse_conditions(struct litmus *l);
/* The number of a process whose name, P0, is the token. */
bool process_number(const struct lexer *x, int64_t *n);

/* Much is looked up in lists: few enough that it does not take long whatever a test is made of. */
enum { LITMUS_MAX_DEPTH = 200, LITMUS_MAX_NODES = 20000 };

/* True when nesting is too deep to go on; an error then. */
bool too_deep(struct litmus *l);
/* Counts a part of a statement or condition; too many are an error. */
void count_part(struct litmus *l, struct lkmm_place at);

#endif
