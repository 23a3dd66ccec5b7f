/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Processes in Rust, with the API of the crate lkmm:
 *
 *	process.c	the process: its parameters and its body; variables with Rust's types
 *	item.c		other items of the file
 *	list.c		... the list of them
 *	find.c		... and which of them a name means
 *	constant.c	constants, statics, other names of types
 *	function.c	calls of functions of the test
 *	type.c		types
 *	coerce.c	... and whether a value has the one that is asked for
 *	binding.c	local variables
 *	value.c		values, and the statements that have to run before them
 *	expr.c		operators
 *	operator.c	... of structs and enums: by traits, and comparisons
 *	call.c		names, and calls of functions
 *	kernel.c	... of the kernel, by their names in C
 *	allocate.c	... that allocate an object; its first values
 *	closure.c	closures, and functions as values
 *	path.c		... and those of the language
 *	callee.c	pointers to functions
 *	method.c	calls of methods: those of Atomic, pointers and integers
 *	number.c	... those of integers and bool
 *	overflow.c	... of which some may leave the type
 *	pointer.c	... those of raw pointers
 *	result.c	... and those of Result and Option
 *	assign.c	assignments
 *	layout.c	types in memory: where their parts are
 *	memory.c	... reading and writing them
 *	struct.c	structs, enums and arrays: their members, variables of such types
 *	part_value.c	... their first values
 *	place.c		members, elements, references to them
 *	choice.c	... to one of several local variables
 *	slice.c		slices, methods of arrays
 *	macro.c		macros: assertions, matches!
 *	flow.c		blocks, let, if
 *	loop.c		loops, break, continue, return
 *	pattern.c	patterns
 *	pattern_constant.c	... that are numbers and names
 *	match.c		match, if let, let else
 *	chain.c		... of several conditions
 *	cover.c		... whether a match covers all values
 *	parts.c		values that have parts: structs, tuples, enums
 *	literal.c	... as they are written
 *	drop.c		the end of a scope
 *	recursion.c	functions that lead back to themselves
 *	generic.c	generic structs, enums, functions
 *	trait.c		what traits provide; first values by default
 *	iterator.c	iterators
 *	again.c		... that go on after their end
 *	adapter.c	... that are made of others
 *	iterate.c	... and their methods
 *	library.c	the items of litmus/lib
 *	use.c		other names by use
 *	uninit.c	MaybeUninit
 *	answer.c	words of other crates, and replacements
 *	unknown.c	names that are not known
 *
 * Rust's blocks are expressions and the checker's are not. So an expression is translated while it
 * is read: the parts that must run first are appended to the list of statements, @out, and the rest
 * is a struct value. So a dependency is the same as in C with a variable for each such value.
 */
#ifndef LKMM_RUST_H
#define LKMM_RUST_H

#include "front/build.h"

enum rust_kind {
	RUST_UNIT, RUST_NEVER, RUST_BOOL,
	RUST_INTEGER,
	RUST_LITERAL,			/* an integer that is yet to get its type */
	RUST_POINTER, RUST_REFERENCE,
	RUST_ATOMIC, RUST_CELL,
	RUST_RESULT, RUST_OPTION,	/* Result<T, T>, Option<T> */
	RUST_SPINLOCK, RUST_SRCU,
	RUST_ARRAY, RUST_SLICE,		/* [T; N]; [T] behind a reference: N is that of the value */
	RUST_STRUCT,
	RUST_ENUM,			/* .field[].offset is the number of a variant */
	RUST_PARAMETER,			/* T of a generic item, while it is not known */
	RUST_CLOSURE,			/* or a function as a value */
	RUST_FN_POINTER,		/* to one: .arg are its parameters */
	RUST_ITERATOR,
	RUST_COUNT,			/* the number that a constant parameter stands for */
	RUST_UNKNOWN			/* let x; before x is given a value */
};

struct pattern;
struct rust_closure;
struct rust_item;
struct rust_iter;

/* A member of a struct. */
struct rust_field {
	struct token name;
	const struct rust_type *type;	/* of a variant: a struct of its members, or () */
	int offset;			/* in bytes */
};

struct rust_type {
	enum rust_kind kind;
	const char *name;		/* of those that consist of a name */
	struct lkmm_integer integer;
	bool mut;			/* of a pointer or reference */
	bool non_null;			/* RUST_POINTER: written NonNull<T> */
	const struct rust_type *of;
	const struct rust_type *err;	/* RUST_RESULT: the type in Err(), or NULL: the same */
	int n;				/* RUST_ARRAY: how many there are */
	const struct rust_type *count;	/* ... as a parameter says, or NULL */
	const struct rust_type *number;	/* of a constant parameter, and RUST_COUNT: the type */
	int64_t value;			/* RUST_COUNT */
	struct rust_closure *closure;
	const struct rust_iter *iter;	/* RUST_ITERATOR */
	const struct rust_field *field;	/* RUST_STRUCT */
	int nfields, size;
	bool complete;
	bool is_tuple;			/* RUST_STRUCT: members have numbers, and it has no name */
	bool is_payload;		/* RUST_STRUCT: of a variant */
	bool has_values;		/* RUST_ENUM: some of its variants hold some */
	int first;			/* ... and one more than the one of #[default], or 0 */
	int kinds;			/* of a struct or enum: cover.c; 0: not counted yet */
	const struct rust_type **arg;	/* of a generic struct or enum, of a function */
	int nargs;
	const struct rust_item *item;
};

/* A local variable, a parameter, or a name that a closure gives a value. */
struct binding {
	const char *name;
	int len;
	const struct rust_type *type;
	struct lkmm_expr *alias;	/* stands for this expression; NULL: it is a register */
	struct lkmm_expr *alias_ok;	/* of a Result or Option that it stands for */
	struct binding *lent;		/* of a reference to a local variable: that one */
	bool addressed;			/* of a reference: it has led to no local variable */
	struct binding **one;		/* it stands for one of these others: choice.c, */
	int nones;
	struct lkmm_expr *which;	/* ... and the register that says which one */
	int reg;
	int ok;				/* of a Result: the register that says whether it is Ok */
	struct binding *part;		/* of a struct and the like: one for each of its parts */
	struct rust_drop *drop;		/* of the end of its scope, or NULL */
	int depth;			/* of the block that it belongs to */
	bool mut;
	bool late;			/* declared without a value */
	bool shown;			/* conditions use the name for this one */
	bool borrowed;			/* by try_cmpxchg, while its arguments are read */
	const struct rust_closure *copied;	/* it is the copy that this one has */
	struct binding *outer;		/* the one declared before, among those in scope */
	struct binding *all;		/* the same among all */
};

/* The value of an expression, or the place that it names. */
struct value {
	const struct rust_type *type;
	enum { IS_VALUE, IS_MEMORY, IS_LOCAL } where;
	struct lkmm_expr *e;		/* the value; the address, if in memory */
	struct lkmm_expr *first;	/* to be evaluated before @e and @ok, once; or NULL */
	struct lkmm_expr *ok;		/* of a Result or Option; @e is its contents */
	bool by_value;			/* in memory, as patterns see it: names are copies */
	struct value *part;		/* of a struct and the like: one for each of its parts */
	struct binding *local;
	struct binding *place;		/* as patterns see it: the variable that it is in */
	struct binding *lent;		/* of a reference to a local variable: that one */
	bool addressed;			/* of a slot: it has got a reference to no local variable */
	bool mut;			/* of a place in memory: may be written */
	struct lkmm_place at;
};

struct stmts {
	struct lkmm_stmt *first, **end;
};

struct rust_loop {
	struct token label;
	bool has_label, is_loop;	/* loop { }, which break can give a value */
	bool is_block;			/* 'a: { }, which only break 'a means */
	/*
	 * the block that break and continue in inner loops leave: this loop, or a turn of it; or
	 * NULL
	 */
	struct lkmm_stmt *around, *turn;
	struct value value;		/* of break; type NULL before the first one */
	struct rust_drop *drops;	/* not dropped when it, or a turn of it, is left */
	struct rust_loop *outer;
};

/* A call of a function of the test, while its body is read. */
struct rust_call {
	const struct rust_item *item;
	const struct rust_type *type;	/* of its value */
	const struct rust_type *self;	/* of its first argument, or NULL */
	struct lkmm_stmt *block;	/* that return leaves; NULL before the first one */
	struct value result;		/* where return has put the value */
	struct rust_drop *drops;	/* before it */
	struct lkmm_place at;
	struct rust_call *outer;
};

struct rust {
	struct litmus *l;
	struct lexer *x;
	struct binding *scope, *all;
	int nbindings;
	int depth;			/* of blocks */
	int unsafe;			/* number of unsafe blocks around */
	struct stmts *out;
	struct rust_drop *drops;	/* of drop.c: values to drop later, the last one first */
	struct lkmm_place closed;	/* where the last block ended */
	struct lkmm_place ends;		/* the body whose last values are dropped; or line 0 */
	struct rust_loop *loop;
	const struct rust_type *result;	/* of the process */
	struct rust_call *call;
	struct rust_generic *generic;	/* of generic.c: the meaning of T */
	const struct rust_type *expected;	/* of the value that is read, or NULL: any */
	const struct rust_item *in;	/* the item that is read: its owner is Self */
	struct lkmm_expr *zero;		/* a placeholder value after an error */
};

/* ---- process.c: called by the rest of the front end ---- */

/* Whether a process in Rust starts here; words before "fn" have been taken. */
bool rust_process_starts(struct litmus *l);
/* The constant of Rust that is the token in a condition. False if it is none. */
bool rust_parse_final_constant(struct litmus *l, int64_t *value);
/* The process whose name is the token. */
void parse_rust_process(struct litmus *l);

/* ---- first_value.c ---- */

/* Whether the text after a variable's name is Rust: a type, or a value in Rust's notation. */
bool rust_variable_starts(const struct lexer *x);
/* The rest of "x: Atomic<i32> = 1", or "x = Atomic::new(1)". Returns the first value. */
int64_t parse_rust_variable(struct litmus *l, int loc, struct lkmm_integer *type);
/* A first value. */
int64_t parse_rust_initial(struct rust *r);
void rust_begin(struct rust *r, struct litmus *l);

/* ---- type.c ---- */

extern const struct rust_type rust_unit, rust_never, rust_bool, rust_literal, rust_unknown;

enum { RUST_TYPE_TEXT = 80 };

const struct rust_type *rust_named_type(const char *name, int len);
const struct rust_type *rust_type_of(struct rust *r, enum rust_kind kind, bool mut,
				     const struct rust_type *of);
const struct rust_type *rust_result_of(struct rust *r, const struct rust_type *of,
				       const struct rust_type *err);
/* The type in Err() of the Result @t. */
const struct rust_type *rust_err_type(const struct rust_type *t);
const struct rust_type *parse_rust_type(struct rust *r);
/* T as TRAIT>::, behind the bracket: T */
const struct rust_type *parse_rust_qualified(struct rust *r);
/* Self */
const struct rust_type *rust_self_type(struct rust *r, struct lkmm_place at);
const char *rust_type_text(const struct rust_type *t, char text[RUST_TYPE_TEXT]);
bool rust_is_integer(const struct rust_type *t);
bool rust_is_plain(const struct rust_type *t);	/* a value that memory and registers can hold */
bool rust_is_object(const struct rust_type *t);	/* shared by processes */
bool rust_same_type(const struct rust_type *a, const struct rust_type *b);
/* coerce.c: makes @v, a value, one of type @t; an error if it cannot be. */
void rust_coerce(struct rust *r, struct value *v, const struct rust_type *t);
/* The type of two values that must have the same, such as the branches of if. */
const struct rust_type *rust_unify(struct rust *r, struct value *a, struct value *b);

#include "value.h"

/* ---- literal.c ---- */

/* Whether a value of the struct @t is written at hand, behind its name. */
bool rust_literal_starts(const struct lexer *x, const struct rust_type *t);
struct value parse_rust_literal(struct rust *r, const struct rust_type *t, struct lkmm_place at);
/* [a, b], [a; N], behind the bracket */
struct value parse_rust_array(struct rust *r, struct lkmm_place at);
/* The variant @i of the enum @t, and its type. */
struct value parse_rust_variant(struct rust *r, const struct rust_type *t, int i,
				struct lkmm_place at);
/* (@first, ...): the rest of a tuple; @first has been evaluated at @mark. */
struct value parse_rust_tuple(struct rust *r, struct value first, struct lkmm_stmt **mark,
			      struct lkmm_place at);
struct rust_type *rust_new_tuple(struct rust *r);
/* (a, b) */
struct value rust_pair(struct rust *r, struct value a, struct value b, struct lkmm_place at);
/* [v[0], v[1]], of @n values of type @of */
struct value rust_array_value(struct rust *r, const struct rust_type *of, struct value *v, int n,
			      struct lkmm_place at);
/* Adds a member whose name is its number. */
void rust_add_numbered(struct rust *r, struct rust_type *t, const struct rust_type *of);
void rust_name_tuple(struct rust *r, struct rust_type *t);

/* ---- expr.c, call.c, method.c ---- */

struct value parse_rust_expr(struct rust *r);
/* The same without && and ||: what a let in a condition takes. */
struct value parse_rust_matched(struct rust *r);
/* @a OP @b, both of type @t */
struct lkmm_expr *rust_binary(struct rust *r, enum lkmm_operator op, const struct rust_type *t,
			      struct lkmm_expr *a, struct lkmm_expr *b, struct lkmm_place at);
/* @to = @v */
void rust_assign(struct rust *r, struct value to, struct value v, struct lkmm_place at);
/* Whether (a, b) = is at hand; what that does. */
bool rust_destructures(const struct lexer *at);
void parse_rust_destructuring(struct rust *r);
/* (0..n), of which the start is @v: an iterator; @v if no ".." is at hand. */
struct value parse_rust_range(struct rust *r, struct value v);
/* An expression that has a value, which is read. */
struct value parse_rust_value(struct rust *r);
/* @v as a @t; @at is where that was asked for. */
struct value rust_cast(struct rust *r, struct value v, const struct rust_type *t,
		       struct lkmm_place at);
/* Leaves the function that is read, with the value @v. */
/* What a function called here, or the process, returns. */
const struct rust_type *rust_result(const struct rust *r);
void rust_return(struct rust *r, struct value v, struct lkmm_place at);
/* A value of type @t. */
struct value parse_rust_as(struct rust *r, const struct rust_type *t);
/* Methods, and other suffixes of the expression @v. */
struct value parse_rust_postfix(struct rust *r, struct value v);
struct value parse_rust_name(struct rust *r);
struct value parse_rust_qualified_name(struct rust *r);
/* The call of smp_mb(), spin_lock() and their like. False at any other. */
bool parse_rust_kernel_function(struct rust *r, const struct token *name, struct value *v);
/* Some(v), Ok(v), Err(v) */
struct value rust_construct(struct rust *r, const struct token *name, struct value v);
/* @a == @b and the like */
struct value rust_compare(struct rust *r, enum lkmm_operator op, struct value a, struct value b,
			  struct lkmm_place at);
struct value parse_rust_method(struct rust *r, struct value self);
bool parse_rust_pointer_op(struct rust *r, const struct token *name, struct value *v);
struct value parse_rust_from_ptr(struct rust *r, const struct token *name, const char *what);
struct value parse_rust_result_method(struct rust *r, struct value self, const struct token *name);
/* as_ref() of the Option or Result @place; a value stays the same. */
struct value rust_as_ref(struct rust *r, struct value place, bool mut, struct lkmm_place at);
/* Some(v) and the like: an Option or Result of type @t */
struct value rust_wrap(struct rust *r, const struct rust_type *t, struct value v, bool ok);
/* The value of a closure of the contents of @in; with @nothing, without an argument. */
struct value parse_rust_applied(struct rust *r, struct value in, bool nothing);
struct value parse_rust_integer_method(struct rust *r, struct value self, const struct token *name);
struct value parse_rust_bool_method(struct rust *r, struct value self, const struct token *name);
/* An error: a @t has no such method, but the @expected ones. */
struct value rust_no_method(struct rust *r, const struct rust_type *t, const struct token *name,
			    const char *expected);
bool rust_needs_unsafe(struct rust *r, struct lkmm_place at, const char *what);
/* The access through the pointer @self that read() and write(v), volatile or not, ask for. */
struct value parse_rust_pointer_access(struct rust *r, struct value self, bool write,
				       bool is_volatile, const struct token *name);

/* ---- closure.c ---- */

bool rust_closure_starts(const struct lexer *x);
struct value parse_rust_closure_value(struct rust *r);
struct value rust_function_value(struct rust *r, struct rust_item *item, struct lkmm_place at);
/* The variable @v, a closure, as a value: what it has captured by value, that has of its own. */
struct value rust_copy_closure(struct rust *r, struct value v);
/* The call of the closure or function @f with arguments that have been evaluated. */
struct value rust_apply(struct rust *r, struct value f, struct value *arg, int n,
			struct lkmm_place at);
/* f(a, b), the token being the bracket */
struct value parse_rust_apply(struct rust *r, struct value f);
/* The closure at hand, or what is called at hand, applied to the value @arg, or to @n of them. */
struct value parse_rust_closure(struct rust *r, struct value arg);
struct value parse_rust_closure_of(struct rust *r, struct value *arg, int n);

/* ---- iterator.c, iterate.c ---- */

/* The elements of the place @array, or its values. */
struct value rust_iterate_array(struct rust *r, struct value array, bool by_value);
/* What next() of the impl of Iterator for @self returns. */
struct value rust_iterate_next(struct rust *r, struct value self);
/* windows(), chunks(): @length elements of @array, and the next ones @apart from these. */
struct value rust_iterate_parts(struct rust *r, struct value array, int length, int apart);
struct value rust_iterate_range(struct rust *r, struct value from, struct value to, bool last);
struct value parse_rust_iterator_method(struct rust *r, struct value self,
					const struct token *name);
/* for @pattern in @iter, the body being at hand */
void rust_loop_through(struct rust *r, struct value iter, struct rust_loop *loop,
		       const struct lex_spot *pattern);

/* ---- pointer.c ---- */

struct value parse_rust_pointer_method(struct rust *r, struct value self,
				       const struct token *name);
/* ptr::read(p), ptr::write_volatile(p, v), ptr::eq(a, b) and the like. False at any other. */
bool parse_rust_ptr_function(struct rust *r, const struct token *module, const struct token *name,
			     struct value *v);
/* NonNull::NAME(..). False if NonNull has no such function. */
bool parse_rust_non_null(struct rust *r, const struct token *module, const struct token *name,
			 struct value *v);

/* ---- layout.c ---- */

int rust_size(const struct rust_type *t);
int rust_align(const struct rust_type *t);
/* Where the members of @t are, and its size. */
void rust_lay_out(struct rust *r, struct rust_type *t);
/* Whether a @t in memory has parts of their own. */
bool rust_is_laid_out(const struct rust_type *t);
/* How many these are, not counting a tag; and the one number @i, without a name in an array. */
int rust_memory_parts(const struct rust_type *t);
struct rust_field rust_memory_part(const struct rust_type *t, int i);
/* Whether a @t in memory begins with a tag: the number of its variant, or 1 for Some and Ok. */
bool rust_is_tagged(const struct rust_type *t);
const struct rust_type *rust_tag_type(void);
/* Whether a @t is an Option that is null where it is None. */
bool rust_has_niche(const struct rust_type *t);
/* What is in an UnsafeCell, if that has parts; else @t. */
const struct rust_type *rust_in_cell(const struct rust_type *t);

/* ---- memory.c ---- */

/* Whether a value of type @t can be read without moving it. */
bool rust_is_copied(struct rust *r, const struct rust_type *t);
/* The value in the place @v, which has been held: a copy of it, or what is moved out. */
struct value rust_copy_memory(struct rust *r, struct value v);
struct value rust_read_memory(struct rust *r, struct value v);
/* Which variant the place @v is; of an Option or Result, whether it is Some or Ok. */
struct value rust_tag(struct rust *r, struct value v);
/* Whether the value @v can be in memory, and leads to no local variable; else an error. */
bool rust_has_address(struct rust *r, const struct value *v);
/* Writes @v, a value in registers, to the place @to in memory. The old one is not dropped. */
void rust_initialise(struct rust *r, struct value to, struct value v, struct lkmm_place at);

/* ---- struct.c ---- */

/* The members of the struct @t, after its name. */
void parse_rust_struct(struct rust *r, struct rust_type *t);
/* The variants of the enum @t, after its name. */
void parse_rust_enum(struct rust *r, struct rust_type *t);
const struct rust_field *rust_find_field(const struct rust_type *t, const struct token *name);
/* Makes the variable @loc an object of type @t, or checks that it has that type. */
void rust_make_object(struct rust *r, int loc, const struct rust_type *t, struct lkmm_place at);
/* How many times @of is in the variable @loc. */
int rust_elements(const struct lkmm_test *t, int loc, const struct rust_type *of);

/* ---- part_value.c ---- */

/* rust_make_object(), and the first values after "=", if any. */
void parse_rust_object(struct rust *r, int loc, const struct rust_type *t, struct lkmm_place at);

/* ---- place.c ---- */

/* The place that @v is or refers to, through any references. */
struct value rust_place(struct rust *r, struct value v);
struct value parse_rust_field(struct rust *r, struct value v, const struct token *name);
/* The place that @v dereferences to; @v itself if it has no deref(). */
struct value rust_dereferenced(struct rust *r, struct value v, struct lkmm_place at);
/* @v, @bytes on, which is a @t. */
struct value rust_offset(struct rust *r, struct value v, int bytes, const struct rust_type *t,
			 struct lkmm_place at);
/* The member @i of the struct @v, which is in memory. */
struct value rust_member(struct rust *r, struct value v, int i, struct lkmm_place at);
struct value rust_element(struct rust *r, struct value v, struct value i, struct lkmm_place at);
/* [i]; the token is the bracket. */
struct value parse_rust_index(struct rust *r, struct value v);
/* &v and the like */
struct value rust_borrow(struct rust *r, struct value v, bool raw, bool mut);

/* ---- slice.c ---- */

/* [first..to] of the array @v, the token being ".."; @first: NULL if there is none. */
struct value parse_rust_slice(struct rust *r, struct value v, const struct value *first,
			      struct lkmm_place at);
/* [of; n] */
const struct rust_type *rust_array_of(struct rust *r, const struct rust_type *of, int n);
/* A method of the place @self; @by_value: that is the array, and no reference to it. */
struct value parse_rust_array_method(struct rust *r, struct value self, bool by_value,
				     const struct token *name);

/* ---- macro.c ---- */

/* NAME!(...); the token is the "!". */
struct value parse_rust_macro(struct rust *r, const struct token *name);
/* To the bracket that closes the arguments. */
void rust_pass_message(struct lexer *x);
/* Fails as an assertion, or warns, where @cond is false. */
void rust_fail_unless(struct rust *r, struct lkmm_expr *cond, enum lkmm_access_kind kind,
		      struct lkmm_place at);

/* ---- answer.c, unknown.c ---- */

enum rust_word { RUST_FUNCTION, RUST_METHOD, RUST_LOCK_METHOD, RUST_TYPE, RUST_MACRO };

/* The replacement for a word of other crates, or NULL; for a function, the call follows. */
const char *rust_answer(const struct rust *r, enum rust_word kind, const struct token *word);
/* The text before such an answer: @verb, unless it has a verb. */
const char *rust_verb(const char *here, const char *verb);

/* A call of @name, which is in @module; these are the same where nothing stands before it. */
void rust_unknown_function(struct rust *r, const struct token *module, const struct token *name);
void rust_unknown_macro(struct rust *r, const struct token *name);
void rust_unknown_variable(struct rust *r, const struct token *name);
/* The replacement for a method that a @t does not have, or NULL. */
const char *rust_counterpart(const struct rust *r, const struct rust_type *t,
			     const struct token *name);
/* The replacement for one of core's orderings where @orders are allowed, or "". */
const char *rust_ordering_hint(const struct token *name, unsigned int orders);

#endif
