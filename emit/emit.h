/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Litmus tests as programs: writes a test that a front end has read, in any language, in C and
 * Rust.
 *
 *	types.c		the type of each variable and register
 *	address.c	where addresses go
 *	block.c		labels of blocks
 *	own.c		words that a kernel has
 *	stand.c		where a thread may wait
 *	object.c	arrays and structs, in each language: object.h
 *	c.c		a process in C: statements and expressions
 *	c_access.c	... and accesses
 *	perpetual.c	the perpetual form of a process
 *	rust.c		a process in Rust: statements
 *	rust_expr.c	... and expressions
 *	table.c		the rest of a test: first values, the observed values
 *	verify.c	the rest of one for lkmm verify, in C
 *	verify_rust.c	... and in Rust
 */
#ifndef LKMM_EMIT_H
#define LKMM_EMIT_H

#include "front/test.h"
#include "base/text.h"

/* PLACE_OWN: the number of an object of a type that only a kernel has. */
enum place_kind { PLACE_OBJECT, PLACE_LOCK, PLACE_SRCU, PLACE_OWN };

struct place {
	enum place_kind kind;
	struct lkmm_integer integer;	/* PLACE_OBJECT, PLACE_OWN */
	const char *own;		/* PLACE_OWN: the type, as "mutex" */
	bool address_taken;		/* a register or variable may point here */
	bool holds_address;
	bool cookie;			/* the result of srcu_read_lock() */
};

/* A block that is being written. */
struct emit_block {
	struct emit_block *outer;
	const struct lkmm_stmt *stmt;
	int number;			/* in its process */
};

struct emit_object;
struct own_word;

/* A test that is being written as a program. */
struct emit {
	struct text *out;
	const struct litmus_test *l;
	int number;			/* among the tests that are run together */
	struct place *place;		/* of each location */
	struct emit_object *object;
	int nobjects;
	int *object_of;			/* of each location */
	struct place **reg;		/* of each thread */
	struct lkmm_integer pointee;	/* the type that pointers point to; bits 0: several types */
	/* some variable is wider than it was declared, since it holds an address */
	bool is_widened;
	bool has_members;		/* some object is an array or a struct */
	bool computes_addresses;	/* by adding to others */
	/* the observed values: the test's own, and those of its filter */
	struct lkmm_atom *value;
	int nvalues;
	bool sleeps;			/* waits for grace periods */
	bool wakes;			/* a process calls a kernel's schedule() */
	bool in_kernel;			/* it will run there */
	bool for_verify;		/* lkmm verify will read it: verify.c */
	/* all parts are looked at, also those of words that a kernel has as they are */
	bool through_words;
	int nowns;			/* places that are PLACE_OWN */
	unsigned int *form;		/* of each process: bits, in which forms it is compiled */
	bool returns;			/* the process at hand has a return */
	struct emit_block *block;	/* the innermost one, and how many there were */
	int nblocks;
	int depth;			/* of the statement at hand */
	const char *word;		/* of the kernel, whose body is at hand; or NULL */
	const char *stored;		/* NULL, or a value to store instead of the test's */
	char why_not[128];		/* the test cannot be written: the reason */
};

/* Fills in all but .out and .number. False with a reason, or without memory. */
bool emit_open(struct emit *e, const struct litmus_test *l);
/*
 * The place whose address @x is; NULL if it is known only at run time. @x: the address of an
 * access.
 */
const struct place *emit_direct_place(const struct emit *e, const struct lkmm_expr *x);
/* The type of the object that @a accesses. */
struct lkmm_integer emit_integer(const struct emit *e, const struct lkmm_access *a);
/* The address that @a accesses; its place among the arguments. */
const struct lkmm_expr *emit_address_of(const struct lkmm_access *a);
int emit_object_arg(const struct lkmm_access *a);
/* Finds the places that hold addresses, and those that may be behind one. */
void emit_find_addresses(struct emit *e);
/* Whether the value of @x, in the process @t, may be an address. */
bool emit_may_be_address(const struct emit *e, int t, const struct lkmm_expr *x);
/* The process @t needs the object @o. */
bool emit_uses(const struct emit *e, int t, int o);
/* The name of a variable or register, changed if it has a meaning in C or in Rust. */
void emit_name(struct emit *e, const char *name);
void emit_register(struct emit *e, int t, int r);
void emit_not(struct emit *e, const char *why);
/* The final value of a register of the process @t. */
static inline bool emit_is_of_process(const struct lkmm_atom *a, int t)
{
	return a->kind == LKMM_FINAL_REGISTER && a->reg.thread == t;
}

/* block.c: @s, an LKMM_BLOCK, begins as @b; the innermost block ends. */
void emit_open_block(struct emit *e, struct emit_block *b, const struct lkmm_stmt *s);
void emit_close_block(struct emit *e);
/* The number of the block that the statement @leave leaves. */
int emit_left_block(const struct emit *e, const struct lkmm_stmt *leave);
/* Whether something in @s leaves the block @block. */
bool emit_is_left(const struct lkmm_stmt *s, const struct lkmm_stmt *block);

/* ---- own.c ---- */

/* The word that @x is, if a kernel calls it by that name; or NULL. */
const struct own_word *emit_own_word(const struct emit *e, const struct lkmm_expr *x);
/*
 * The kinds of places: those that are declared, those that @x, such a word, is for; their values.
 */
void emit_find_own_types(struct emit *e);
void emit_look_at_own(struct emit *e, const struct lkmm_expr *x);
/* Looks at a word that a kernel does not have so, when the kinds of places are known. */
void emit_look_at_other(struct emit *e, const struct lkmm_expr *x);
/* Whether @s is the grace period before a callback of a kernel's own call_rcu(), which waits. */
bool emit_is_callback_wait(const struct emit *e, int t, const struct lkmm_stmt *s);
void emit_check_own(struct emit *e);
/* The first value of the object of a kernel's own that the location @loc stands for. */
int emit_own_value(const struct emit *e, int loc);

/* ---- stand.c: what is noted as where the thread stands ---- */

enum { EMIT_PLACE_TEXT = 96 };

/* ... in a turn of the loop @s; while @s is evaluated: false if nothing in that waits. */
void emit_place_of_loop(const struct emit *e, const struct lkmm_stmt *s, char *text, size_t size);
/* The word of the kernel that @s is a call of, or is in the body of; or NULL. */
const char *emit_word_of(const struct emit *e, const struct lkmm_stmt *s);
bool emit_place_of_wait(const struct emit *e, const struct lkmm_stmt *s, char *text, size_t size);

/*
 * Whether @x is computed in 64 bits: 1L << 33, or the product of a size and a number of elements.
 * Its operands may be of 32 bits in the program, as that extends all values by itself.
 */
static inline bool emit_is_long(const struct lkmm_expr *x)
{
	bool computes = (x->kind == LKMM_BINARY && x->op < LKMM_EQ) ||
			(x->kind == LKMM_UNARY && x->op != LKMM_LNOT);

	return computes && x->type.integer.bits == 64;
}

/* Adds the process @t in C: a function that takes variables and a place for observed values. */
void emit_c_process(struct emit *e, int t);
/* Adds one access of it; an expression as an operand; and one where a comma has another meaning. */
void emit_c_access(struct emit *e, int t, const struct lkmm_access *a);
void emit_c_part(struct emit *e, int t, const struct lkmm_expr *x);
void emit_c_value(struct emit *e, int t, const struct lkmm_expr *x);
/* Declares it in C, if its name ends in @form. */
void emit_c_prototype(struct emit *e, int t, const char *form);
/* An integer type in C. */
const char *c_type(struct lkmm_integer t);

/* The same in Rust, as a function whose name ends in @form. */
void emit_rust_process(struct emit *e, int t, const char *form);

/*
 * Calls @look for every part of the expression @x; for every expression of the process @t, up to
 * its statement @end (NULL: to its end).
 */
typedef void emit_look(void *arg, const struct lkmm_expr *x);
void emit_each_part(const struct emit *e, const struct lkmm_expr *x, emit_look *look, void *arg);
void emit_each_until(const struct emit *e, int t, const struct lkmm_stmt *end, emit_look *look,
		     void *arg);

/* The forms in which a process is compiled: enum run_flavour of runtime/run.h. */
enum { EMIT_FORMS = 4, EMIT_C = 1 << 0 | 1 << 1, EMIT_RUST = 1 << 2 | 1 << 3 };

static inline bool emit_form_is_rust(int form)
{
	return EMIT_RUST >> form & 1;
}

/* Its operations are calls; in the other forms they are inlined. */
static inline bool emit_form_is_outline(int form)
{
	return form % 2;
}

/*
 * Adds the loop that takes the process @t through a batch. @form is the suffix of its name: "_c"
 * for the C file, which is compiled in two ways, or else that of a function in Rust.
 */
void emit_loop(struct emit *e, int t, const char *form);
/*
 * The perpetual form: whether the test has one; a process in that form, in C; and, for
 * runtime/perpetual.h, the meaning of the values.
 */
bool emit_perpetual_fits(const struct emit *e);
void emit_perpetual_process(struct emit *e, int t);
void emit_perpetual_table(struct emit *e);

/*
 * The text of one turn in a language: of each access, and around an access whose value is logged.
 */
struct emit_turn {
	const char *indent;
	const char *log;		/* with %d, for which of the loads it is */
	const char *logged;
	void (*access)(void *arg, const struct lkmm_access *a);
	void *arg;
};

void emit_perpetual_turn(struct emit *e, int t, const struct emit_turn *as);
/* Loads in each turn. */
int emit_perpetual_loads(const struct emit *e, int t);
/* The same process in Rust, and the code that calls it from C. */
void emit_rust_perpetual(struct emit *e, int t, const char *form);
void emit_perpetual_call(struct emit *e, int t, const char *form);

/*
 * What the functions of a spinlock, of RCU and SRCU begin with in C: "run" of runtime/, "lkmm" of
 * <lkmm/verify.h>.
 */
static inline const char *emit_environment(const struct emit *e)
{
	return e->for_verify ? "lkmm" : "run";
}

/*
 * The test as a program for lkmm verify: @main starts the processes as threads, and asserts in the
 * end that the condition is false, or, if it is to be so always, true. The processes whose bits are
 * set in @rust are in Rust. Adds what is in C; what is in Rust, with @main if all processes are.
 */
void emit_verify_c(struct emit *e, uint32_t rust, const char *main);
void emit_verify_rust(struct emit *e, uint32_t rust, const char *main);
/* Looks at @l before emit_open(): whether such a program can say all that is in it. */
void emit_verify_look(struct emit *e, const struct litmus_test *l);
/* How many registers of the process @t are observed. */
int emit_count_observed(const struct emit *e, int t);
/* Where the value @k of the observed ones is among those of its process. */
int emit_observed_before(const struct emit *e, int k);

/* What is asserted, as an expression of the final values, in C or in Rust. */
void emit_verify_condition(struct emit *e, bool rust);
/* Adds the parts of the filter @c that are about registers of the process @t, as assumptions. */
void emit_verify_filter(struct emit *e, const struct lkmm_cond *c, int t, bool rust);
/* Adds the assignments of first values other than 0. */
void emit_verify_first_values(struct emit *e, bool rust);

/* The object @o is made by a process: for lkmm verify, no variable of the program. */
bool emit_is_allocated(const struct emit *e, int o);

static inline bool emit_all_in_rust(const struct emit *e, uint32_t rust)
{
	return rust == UINT32_MAX >> (32 - e->l->program.nthreads);
}

/* Adds the code around the processes. @form[]: as above; NULL: not compiled. */
void emit_table(struct emit *e, const char *const *form);

#endif
