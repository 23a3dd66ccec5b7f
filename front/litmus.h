/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * The front end for litmus tests. The parts of a test, and processes in C; those in Rust are in
 * rust.h:
 *
 *	lex.c		tokens
 *	litmus.c	the test: names, what it says of itself
 *	litmus_part.c	the header, and the processes
 *	litmus_init.c	types, variables and their first values
 *	litmus_expr.c	expressions
 *	litmus_stmt.c	statements
 *	litmus_type.c	types and conversions
 *	litmus_array.c	arrays, arithmetic on pointers, sizeof
 *	litmus_call.c	primitives
 *	litmus_check.c	what C does not allow although its grammar does
 *	litmus_cond.c	exists, forall, filter, locations
 *	litmus_error.c	the list of errors, and how reading goes on after one
 *	litmus_unknown.c	names that are not known, and what may have been meant
 */
#ifndef LKMM_LITMUS_H
#define LKMM_LITMUS_H

#include "lex.h"
#include "primitive.h"

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

/* In the place of a process: none, any, or a declaration of C that no test can have. */
enum { LITMUS_NO_THREAD = -1, LITMUS_ANY_THREAD = -2, LITMUS_ITEM = -3 };

/* Where a statement, a parameter or a variable starts, to go on there after an error in it. */
struct litmus_mark {
	struct lex_spot spot;
	int depth;
};

/* What a variable, or a register of a process, has been given at the top of the test. */
struct given {
	int thread, index;		/* thread -1: a variable */
	bool type, value;
	bool fresh;			/* the name has not been seen before */
	int line;
};

/* A register that was declared, in which block. */
struct declared {
	int reg, block, line;
};

/* A test while it is read: where the lexer is, and the tables that grow. */
struct litmus {
	struct lexer x;
	struct litmus_test *out;	/* what it becomes */
	struct lkmm_test *test;		/* its program */
	struct lkmm_arena *arena;
	bool no_memory;			/* that is the error */
	struct {
		int thread;
		const char *begin, *end;
	} skipped[LITMUS_MAX_ERRORS];	/* what an error made unreadable */
	int nskipped;
	int nchecked;			/* errors before the statement that is checked */

	/* while the body of a process is read */
	struct lkmm_thread *thread;
	struct param *param;		/* the variables it was given */
	int nparams;
	bool rust_unsafe;		/* unsafe fn P0() */
	int depth;			/* of nesting */
	uintptr_t stack;		/* where parsing began */
	int nodes;			/* expressions, statements, names and so on */
	struct given *given;
	int ngiven;
	struct declared *declared;
	int ndeclared;
	int block, nblocks;		/* the block that is read, and how many there were */
	struct lkmm_expr *address_of;	/* a register after '&', until '*' takes it */
	struct lkmm_place address_at;
	int parts;			/* of the expressions since the last statement */
};

void *litmus_alloc(struct litmus *l, size_t size);
/* Makes room for one more element after @n; arrays grow by doubling, at powers of two. */
void *litmus_grow(struct litmus *l, void *array, int n, size_t size);
char *litmus_text(struct litmus *l, const char *text, int len);
char *litmus_name(struct litmus *l);
bool tok_is_type(const struct lexer *x);
struct ctype parse_type(struct litmus *l);
struct ctype parse_stars(struct litmus *l, struct ctype t);
/* C NAME, and all up to the brace in front of the variables. */
void parse_header(struct litmus *l);
/* { int x = 1; ... } */
void parse_variables(struct litmus *l);
void parse_processes(struct litmus *l);
/* Process @n, and all before it; NULL after an error. */
struct lkmm_thread *thread_number(struct litmus *l, int64_t n);
/* Whether the variable @p is called @name, an array by its first element. */
bool is_location(const struct lkmm_location *p, const char *name, int len);
int add_location(struct litmus *l, const char *name, int len);
/* The parameter of this name, or NULL. */
const struct param *find_param(const struct litmus *l, const struct token *name);
/* A register or a parameter. */
bool is_name_here(const struct litmus *l, const struct token *name);
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

struct lkmm_expr *parse_expr(struct litmus *l);
struct lkmm_expr *parse_assignment(struct litmus *l);
/* The call of a primitive whose name, @name, has been read; the token is its "(". */
struct lkmm_expr *parse_call(struct litmus *l, const struct token *name);
struct lkmm_stmt *parse_block(struct litmus *l);
/* The body of a process in C, inside of @loops loops. */
void check_body(struct litmus *l, const struct lkmm_stmt *s, int loops);
struct lkmm_expr *parse_c_unary(struct litmus *l);
void parse_conditions(struct litmus *l);
struct nearest;
/* Each type of C. */
void try_types(struct nearest *n);
/* A first value. */
int64_t parse_value(struct litmus *l);

/* litmus_array.c */
int parse_bound(struct litmus *l);
void make_array(struct litmus *l, int loc, int n, int width, const int64_t *v);
void parse_array(struct litmus *l, int loc, int width);
int parse_element(struct litmus *l, int loc);
bool is_pointer(const struct lkmm_expr *e);
/* @a + @b and @a - @b where one of them is a pointer, or both. */
struct lkmm_expr *c_pointer_sum(struct litmus *l, enum lkmm_operator op, struct lkmm_expr *a,
				struct lkmm_expr *b, struct lkmm_place at);
/* The operand of sizeof, and how many bytes it has. */
struct lkmm_expr *parse_sizeof(struct litmus *l, struct lkmm_place at);
/* The number of a process whose name, P0, is the token. */
bool process_number(const struct lexer *x, int64_t *n);

/* Much is looked up in lists: few enough that it does not take long whatever a test is made of. */
enum { LITMUS_MAX_NODES = 20000 };

/* ---- litmus_error.c ---- */

/* An error that reading goes on after as if it were none. */
void litmus_report(struct litmus *l, struct lkmm_place at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* The same, unless the test has had that message. */
/* The same, and how often it was found in all: of a name that is not known. */
void litmus_report_uses(struct litmus *l, struct lkmm_place at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void litmus_report_once(struct litmus *l, struct lkmm_place at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* The list is complete. True if it is empty. */
bool litmus_errors_end(struct litmus *l);

struct litmus_mark litmus_mark(const struct litmus *l);
/* If an error has stopped the lexer since @m: keeps it, and goes on at the first of the characters
 * @ends after it, outside of brackets. False if there was no error, or there is no such place. */
bool litmus_recover(struct litmus *l, const struct litmus_mark *m, const char *ends);
/* The same, at the first token that @ends takes, or the end of the file. */
bool litmus_recover_at(struct litmus *l, const struct litmus_mark *m,
		       bool (*ends)(const struct lexer *x));
/* The same, behind the statement. */
bool litmus_recover_statement(struct litmus *l, const struct litmus_mark *m);
/* The same, behind the parenthesis that closes the one at @m; none of the other @ends comes before. */
bool litmus_recover_parentheses(struct litmus *l, const struct litmus_mark *m, const char *ends);
/* All from @m up to the token has been passed over. */
void litmus_skipped(struct litmus *l, const struct litmus_mark *m);
/* Whether what an error made unreadable may have declared @name: in process @thread, or anywhere. */
bool litmus_passed_over(const struct litmus *l, int thread, const char *name, int len);
/* The number of the process that is read. */
int litmus_thread(const struct litmus *l);

/* ---- litmus_unknown.c ---- */

/* The error for a name that is not known, with the nearest one that is. */
void unknown_function(struct litmus *l, const struct token *name);
void unknown_name(struct litmus *l, const struct token *name);
void unknown_register(struct litmus *l, const struct lkmm_thread *t, int thread,
		      const struct token *name);
void unknown_variable(struct litmus *l, const struct token *name);
/* The token is none of exists, forall, and so on. */
void unknown_part(struct litmus *l);
/* @word: "struct" or the like, or "" */
void unknown_type(struct litmus *l, const char *word, const struct token *name);
/* What C has and no test can have: "structs are not read yet: ...", or NULL. */
const char *not_read(const struct token *t);
/* #define and the like: reports it, and passes over its lines. False if there is none here. */
bool pass_directive(struct litmus *l);
/* Whether a process starts here, or what follows the last one. */
bool body_has_ended(const struct lexer *x);
/* Takes the brace that ends a block; where the body has ended without one, that is reported once. */
void close_block(struct litmus *l);

/* True when nesting is too deep to go on; an error then. */
bool too_deep(struct litmus *l);
/* Counts a part of a statement or condition; too many are an error. */
void count_part(struct litmus *l, struct lkmm_place at);

#endif
