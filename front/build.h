/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Shared by the files of the front end: the state of reading a test, and functions that build its
 * program.
 *
 *	cut.c, scan.c	tokens
 *	lex.c		a place in them
 *	litmus.c	the test, part by part
 *	part.c		the header, and the processes
 *	first_values.c	variables and their first values
 *	condition.c	exists, forall, filter, locations
 *	final.c		... the values that they name
 *	expectation.c	the author's expectation
 *	build.c		names, expressions and statements of the program
 *	primitive.c	functions, by name; words.c has those of kernel.tbl
 *	error.c		the list of errors, and recovery after one
 *	unknown.c	unknown names, and suggestions
 *	c/, rust/	processes in each language
 */
#ifndef LKMM_FRONT_BUILD_H
#define LKMM_FRONT_BUILD_H

#include "lex.h"

struct c_jumps;
struct allocation;
struct callback;
struct declared;
struct frame;
struct function;
struct given;
struct rcu_wait;
struct rust_callee;
struct rust_item;
struct rust_use;
struct param;

/* In the place of a process: none, any, or a declaration of C that no test can have. */
enum { LITMUS_NO_THREAD = -1, LITMUS_ANY_THREAD = -2, LITMUS_ITEM = -3 };

/* Lists are searched for many names: the number of steps is limited, for any test. */
enum { LITMUS_MAX_NODES = 20000 };

/* A test while it is read: where the lexer is, and the tables that grow. */
struct litmus {
	struct lexer x;
	struct litmus_test *out;	/* the resulting test */
	struct lkmm_test *test;		/* its program */
	struct lkmm_arena *arena;
	bool no_memory;			/* that is the error */
	bool last_turns;		/* of loops in assembly, there is only the last turn */
	struct {
		int thread;
		const struct token *begin, *end;
	} skipped[LITMUS_MAX_ERRORS];	/* the text that was skipped after an error */
	int nskipped;
	int nchecked;			/* errors before the statement that is checked */
	int depth;			/* of nesting */
	uintptr_t stack;		/* where parsing began */
	int nodes;			/* expressions, statements, names and so on */
	int parts;			/* of the expressions since the last statement */
	struct given *given;		/* of first_values.c */
	int ngiven;

	/* types of C */
	struct lkmm_aggregate **aggregate;	/* of c/aggregate.c */
	int naggregates;
	struct c_typedef *typedefs;	/* of c/record.c */
	int ntypedefs;
	int per_cpu;			/* the address of a copy is wanted */
	int in_record;			/* a struct that is read: pointers to any other */
	struct c_layout {
		bool packed;
		int align;		/* 0: that of the type */
	} layout;			/* of layout.c: the attributes of a declaration */
	struct c_enumerator *enumerator;
	int nenumerators;
	struct c_object *object;	/* of c/object.c */
	int nobjects;
	struct c_global *global;	/* of c/global.c */
	int nglobals;
	struct c_string *string;	/* of c/literal.c */
	int nstrings;
	struct c_late *late;		/* first values of members that were not known yet */
	int nlate;
	bool is_late;			/* parse_value() has met one */

	/* while a process is read */
	struct lkmm_thread *thread;
	bool rust_unsafe;		/* unsafe fn P0() */
	bool is_void;			/* void P0() */
	bool rust_test;			/* the test's first word is Rust */
	bool rust_items_listed;
	bool values_known;		/* the first values have been read */
	bool in_braces;			/* they are being read: there, a name is an address */
	struct rust_item *rust_item;	/* of rust/list.c: the last one of the file */
	bool rust_blocks;		/* some of them are in bodies */
	struct rust_callee *rust_callee;	/* of rust/callee.c */
	bool rust_callees_listed;
	struct rust_use *rust_use;	/* of rust/use.c: the same of other names */
	/* ... in C */
	struct param *param;		/* the variables it was given */
	int nparams;
	struct declared *declared;	/* of c/scope.c */
	int ndeclared;
	struct allocation *allocation;	/* of allocation.c */
	int nallocations;
	struct callback *callback;	/* of callback.c */
	struct rcu_wait *rcu_wait;
	int ncallbacks, nrcu_waits;
	int looks_at_clock;		/* how many have been read */
	struct lkmm_type sized;		/* the operand of the last sizeof */
	int block, nblocks;		/* the block that is read, and how many there were */
	struct c_jumps *jumps;		/* of jump.c */
	struct function **function;	/* of function.c */
	int nfunctions;
	struct c_variable *variable;	/* of own.c */
	int nvariables;
	const char **header;		/* those of litmus/lib that have been read */
	int nheaders;
	bool in_header;			/* one is read */
	struct lkmm_place instead;	/* the call of a function of theirs; line 0: none is read */
	struct frame *frame;		/* the call that is read, or NULL */
	const struct lkmm_call *call;	/* the same, for the program */
	int may_race;			/* how many data_race() the expression is in */
	const struct token *behind_unknown;	/* the last call of an unknown function */
	struct lkmm_thread apart;	/* to read functions that nothing calls */
	struct c_local *local;		/* of local.c */
	int nlocals;
	struct c_kept *kept;		/* those of processes that are in memory */
	int nkept;
	const struct token **in_memory;	/* those of the process that are in memory */
	int nin_memory;
};

/* ---- memory and limits ---- */

void *litmus_alloc(struct litmus *l, size_t size);
/* Makes room for one more element after @n; arrays grow by doubling, at powers of two. */
void *litmus_grow(struct litmus *l, void *array, int n, size_t size);
char *litmus_text(struct litmus *l, const char *text, int len);
char *litmus_name(struct litmus *l);
/* True when nesting is too deep to go on; an error then. */
bool too_deep(struct litmus *l);
/* Counts a part of a statement or condition; too many are an error. */
void count_part(struct litmus *l, struct lkmm_place at);

/* ---- names ---- */

/* Whether @s is the @len bytes at @name. */
bool same_name(const char *s, const char *name, int len);
/* Whether the variable @p is called @name, an array by its first element. */
bool is_location(const struct lkmm_location *p, const char *name, int len);
/* Before the first variable of a test. */
void reserve_location(struct litmus *l);
/* The variable of this name, a new one if there is none; 0 after an error. */
int add_location(struct litmus *l, const char *name, int len);
int find_register(const struct lkmm_thread *t, const char *name, int len);
/* A new register of this name, even if one exists already. */
int new_register(struct litmus *l, struct lkmm_thread *t, const char *name, int len,
		 struct lkmm_integer type);
int add_register(struct litmus *l, struct lkmm_thread *t, const char *name, int len,
		 struct lkmm_integer type);
/* Process @n, and all before it; NULL after an error. */
struct lkmm_thread *thread_number(struct litmus *l, int64_t n);
/* The number of the process that is read. */
int litmus_thread(const struct litmus *l);

/* ---- expressions and statements ---- */

struct lkmm_expr *new_expr(struct litmus *l, enum lkmm_expr_kind kind, struct lkmm_place at);
struct lkmm_expr *new_binary(struct litmus *l, enum lkmm_operator op, struct lkmm_expr *a,
			     struct lkmm_expr *b, struct lkmm_place at);
/* Makes @e an access, or an operator with a note; false without memory. */
bool add_access(struct litmus *l, struct lkmm_expr *e, enum lkmm_access_kind kind);
struct lkmm_expr *new_access(struct litmus *l, enum lkmm_access_kind kind,
			     struct lkmm_expr *address, struct lkmm_place at);
/* allocation.c: what memory of this type has in it before it is written to. */
int64_t uninitialized(struct lkmm_integer type);
struct lkmm_expr *new_number(struct litmus *l, int64_t n, struct lkmm_place at);
struct lkmm_expr *new_index(struct litmus *l, enum lkmm_expr_kind kind, int index,
			    struct lkmm_place at);
struct lkmm_expr *new_cast(struct litmus *l, struct lkmm_integer to, struct lkmm_expr *a,
			   struct lkmm_place at);
/* Marks the operator @e as one on unsigned operands, if @type has 64 unsigned bits. */
void set_unsigned(struct lkmm_expr *e, struct lkmm_integer type);
/* @to = @value, as they are, where @to is a register or a plain load. */
struct lkmm_expr *new_assign(struct litmus *l, struct lkmm_expr *to, struct lkmm_expr *value,
			     struct lkmm_place at);
/* The register @reg of the process. */
struct lkmm_expr *new_local(struct litmus *l, int reg, struct lkmm_place at);
struct lkmm_expr *new_fence(struct litmus *l, enum lkmm_fence fence, struct lkmm_place at);
struct lkmm_stmt *new_stmt(struct litmus *l, enum lkmm_stmt_kind kind, struct lkmm_place at);
/* The register that records whether an assertion of @t has failed, or -1. */
int failure_register(const struct lkmm_thread *t);
/* condition.c: final states show this register. */
void observe_register(struct litmus *l, int thread, int reg);
/* An assertion of this @kind fails: the register "assertion" is 1, and the thread may end. */
struct lkmm_stmt *new_failure(struct litmus *l, enum lkmm_access_kind kind, struct lkmm_place at);

#endif
