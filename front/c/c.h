/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Processes in C:
 *
 *	process.c	the process: its parameters and its body
 *	type.c		types and conversions
 *	expr.c		expressions
 *	call.c		calls of functions
 *	array.c		arithmetic on pointers, sizeof
 *	aggregate.c	arrays, structs and unions: sizes and members
 *	record.c	... their declarations, typedef
 *	enum.c		... enum, constant expressions
 *	layout.c	... attributes that move them
 *	leaf.c		... their parts
 *	literal.c	characters, strings, static_assert
 *	bitfield.c	... bit-fields
 *	builtin.c	functions of the compiler that count bits
 *	object.c	... variables of such types, and their first values
 *	global.c	... at file scope
 *	member.c	... members in expressions
 *	named.c		... where a number is expected
 *	local.c		local variables, in registers or in memory
 *	list.c		initializers between braces
 *	initializer.c	... their first values
 *	generic.c	... of the type of an expression; _Generic
 *	stmt.c		statements
 *	jump.c		switch, goto, statement expressions
 *	function.c	helper functions
 *	scope.c		the scopes of names
 *	inline.c	... and calls of them
 *	assert.c	assertions
 *	library.c	headers of litmus/lib
 *	own.c		... and variables that no process is given: of headers, and current
 *	check.c		errors that the grammar does not exclude
 */
#ifndef LKMM_FRONT_C_H
#define LKMM_FRONT_C_H

#include "front/build.h"

struct nearest;
struct primitive;
struct word;

/* A C type: a number or an aggregate, and pointers to it. */
struct ctype {
	struct lkmm_integer integer;
	const struct lkmm_aggregate *aggregate;
	int stars;
	bool atomic;			/* atomic_t and its relatives */
	bool truth;			/* bool */
	bool lock;			/* spinlock_t, struct srcu_struct, and their other names */
	const char *word;		/* the type of the kernel's that it is another name of */
};

/* A parameter of a process: a variable, and the type that it points to. */
struct param {
	int loc;
	struct ctype type;
};

/* ---- process.c ---- */

/* The process whose name is the token. */
void parse_c_process(struct litmus *l);

/* ---- type.c ---- */

bool token_is_type(const struct token *t);
bool tok_is_type(const struct lexer *x);
/* The same, and the types of the test. */
bool c_type_starts(const struct litmus *l, const struct token *t);
struct ctype parse_type(struct litmus *l);
/* The same in two steps, for declarations: int *x, y; */
struct ctype c_parse_base(struct litmus *l);
struct ctype parse_stars(struct litmus *l, struct ctype t);
/* Tries each type as a suggestion. */
void try_types(struct nearest *n);
/* The type of a number, from its spelling. */
struct lkmm_integer c_number_type(const struct token *t);
struct lkmm_type c_value_type(struct ctype t);
/* The type of a value in C. */
struct ctype c_type_of(const struct lkmm_type *t);
/* ... and the type that it points to. */
struct ctype c_pointee(const struct lkmm_type *t);
/* The type of @e; bits 0: unknown. */
struct lkmm_integer c_integer(const struct lkmm_expr *e);
/* The type of an access at @address, to an object of that type; bits 0: the whole variable. */
struct lkmm_integer c_access_size(const struct lkmm_expr *address, const struct lkmm_type *object);
/* The type that @address points to. */
struct lkmm_type c_object(const struct litmus *l, const struct lkmm_expr *address);
struct lkmm_expr *c_convert(struct litmus *l, struct lkmm_expr *e, struct lkmm_integer to);
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

/* ---- expr.c, call.c ---- */

/* The parameter of this name, or NULL. */
const struct param *find_param(const struct litmus *l, const struct token *name);
/* A register or a parameter. */
bool is_name_here(const struct litmus *l, const struct token *name);
struct lkmm_expr *parse_expr(struct litmus *l);
struct lkmm_expr *parse_assignment(struct litmus *l);
struct lkmm_expr *parse_conditional(struct litmus *l);
struct lkmm_expr *parse_c_unary(struct litmus *l);
/* The call of a primitive whose name, @name, has been read; the token is its "(". */
struct lkmm_expr *parse_call(struct litmus *l, const struct token *name);
/* Skips arguments of @w that its equivalent does not have: they are not evaluated. */
void c_pass_dropped(struct litmus *l, const struct word *w);

/* ---- alloc.c ---- */

/* The call @token of the allocator @name; the token after it is its "(". */
struct lkmm_expr *c_allocate(struct litmus *l, const char *name, const struct token *token);
/* Whether @type is that of a lock, which is free at first, in new memory too. */
bool c_names_lock(const char *type);
/* Passes over an argument that does not matter. */
void c_pass_argument(struct litmus *l);
/* Sets the type of the objects that @e allocates to @object, if @e is an allocation without one. */
void c_allocates(struct litmus *l, struct lkmm_expr *e, const struct lkmm_type *object);
/* The same, where the result is assigned to a pointer of type @pointer. */
void c_allocates_for(struct litmus *l, struct lkmm_expr *e, const struct lkmm_type *pointer);
/* Makes the objects that the process allocates, which has been read. */
void c_make_objects(struct litmus *l);

/* ---- callback.c ---- */

struct primitive;

/* A call of call_rcu(), kfree_rcu() or rcu_barrier(): the primitive @p. */
struct lkmm_expr *c_post_callback(struct litmus *l, const struct primitive *p,
				  const struct token *token);
/* Makes the threads that run the callbacks, all processes having been read. */
void c_make_callbacks(struct litmus *l);

/* ---- array.c ---- */


/* How many elements stand between the brackets; 0: that is left open. */
int parse_bound(struct litmus *l);
bool is_pointer(const struct lkmm_expr *e);
/* @a + @b and @a - @b where one of them is a pointer, or both. */
struct lkmm_expr *c_pointer_sum(struct litmus *l, enum lkmm_operator op, struct lkmm_expr *a,
				struct lkmm_expr *b, struct lkmm_place at);
/* The operand of sizeof or typeof: its type. */
struct ctype c_parse_operand(struct litmus *l);
/* The type of the operand @e, which may be an array. */
struct ctype c_type_of_operand(const struct lkmm_expr *e);
/* (p) or (int), behind typeof */
struct ctype c_parse_typeof(struct litmus *l);
/* The operand of sizeof, and how many bytes it has. */
struct lkmm_expr *parse_sizeof(struct litmus *l, struct lkmm_place at);

/* ---- builtin.c ---- */

/* Whether @name is a function of the compiler that counts bits. */
bool c_is_builtin(const struct token *name);
/* Its call; the token is its "(". */
struct lkmm_expr *c_parse_builtin(struct litmus *l, const struct token *name);

/* ---- stmt.c ---- */

struct lkmm_stmt *parse_block(struct litmus *l);
/* A statement in a block: after an error, reading continues with the next one. */
struct lkmm_stmt *parse_next(struct litmus *l);
/* The condition between parentheses. */
struct lkmm_expr *parse_c_condition(struct litmus *l);

/* ---- jump.c ---- */

/* Statements, one after the other. */
struct c_list {
	struct lkmm_stmt *first, *last;
};

/* Where the jumps of a process, of a function or of a statement expression go. */
struct c_jumps {
	struct c_jumps *outer;
	struct c_goto *pending;		/* each goto */
	struct c_label *label;		/* each label so far */
	int ngotos, nlabels;
	const struct lkmm_stmt *breaks;	/* the switch that break leaves; NULL: it is a loop */
	bool inside;			/* of a statement expression */
	bool repeats;			/* between a label and a goto back, in no loop there */
	/* the last loop that a label began, and its last statement */
	const struct lkmm_stmt *repeat;
	struct lkmm_stmt *repeat_end;
};

void c_jumps_open(struct litmus *l, struct c_jumps *jumps);
void c_jumps_close(struct litmus *l);
void c_list_open(struct litmus *l, struct c_list *list);
void c_list_add(struct c_list *list, struct lkmm_stmt *s);
struct lkmm_stmt *parse_goto(struct litmus *l, struct lkmm_place at);
bool is_label(const struct lexer *x);
/*
 * The label that follows @list, to which those from the goto @first_goto on may lead. Returns the
 * loop that begins there if a goto behind it leads back, else NULL.
 */
struct lkmm_stmt *parse_label(struct litmus *l, struct c_list *list, int first_goto);
/* @loop, whose statements in this block are @list: there is no goto back to it from here on. */
void c_end_repeat(struct litmus *l, struct lkmm_stmt *loop, struct c_list *list);
/* How many there are so far. */
int c_gotos(const struct litmus *l);
/* An error if the statement @jump would leave a turn of such a loop, or the loop around it. */
void c_expect_no_repeat(struct litmus *l, struct lkmm_place at, const char *jump);
struct lkmm_stmt *parse_switch(struct litmus *l, struct lkmm_place at);
struct lkmm_stmt *parse_break(struct litmus *l, struct lkmm_place at);
/* ({ ... }), whose first token has been read. */
struct lkmm_expr *parse_statement_expression(struct litmus *l, struct lkmm_place at);

/* ---- function.c, inline.c ---- */

/* Whether the definition or the declaration of a function starts here. */
bool c_function_starts(const struct lexer *x);
/* Keeps it, and passes over it. */
void c_pass_function(struct litmus *l);
struct function *c_find_function(const struct litmus *l, const struct token *name);
/* The call of @f, whose name has been read; @w: the word that it is an alias of, or NULL. */
struct lkmm_expr *parse_function_call(struct litmus *l, struct function *f, const struct word *w,
				      const struct token *name);
struct lkmm_stmt *parse_return(struct litmus *l, struct lkmm_place at);
/* Reads the functions that nothing calls. */
void c_check_functions(struct litmus *l);
/* The register of the process, or of the function that is read, or -1. */
int c_find_local(const struct litmus *l, const struct token *name);
/* The same; a new one if none exists. */
int c_add_local(struct litmus *l, const struct token *name, struct lkmm_integer type);
/* A new register, of the call or statement at hand. */
int new_hidden(struct litmus *l, const char *name, struct lkmm_integer type);
bool c_is_parameter(const struct litmus *l, const struct token *name);
/* The address that a parameter of the function is, or NULL. */
struct lkmm_expr *c_constant_parameter(struct litmus *l, const struct token *name);

void c_pass_parentheses(struct lexer *x);
/* Behind the body of the function whose name is @t. */
const struct token *c_behind_function(const struct token *t);

/* ---- assert.c ---- */

/* The assertion @p that @condition holds or not; NULL: it always fails. */
struct lkmm_expr *parse_assertion(struct litmus *l, const struct primitive *p,
				  struct lkmm_expr *condition, struct lkmm_place at);
/* ---- library.c ---- */

/* The same for the headers of the macros in use, which may call functions of their own. */
void c_read_macro_headers(struct litmus *l);

/* Reads the header @name of litmus/lib, unless it has been. */
void c_read_header(struct litmus *l, const char *name);

/* ---- own.c ---- */

/* Keeps the variable of a header of litmus/lib which is declared here. */
void c_keep_variable(struct litmus *l);
/* Such a variable, or what @name, which has been read, says of the process; or NULL. */
struct lkmm_expr *c_own_name(struct litmus *l, const struct token *name);
/* The call of the word @w, which says something of the process. */
struct lkmm_expr *c_own_call(struct litmus *l, const struct word *w, struct lkmm_place at);

/* ---- check.c ---- */

bool c_has_value(const struct lkmm_expr *e);
bool c_is_constant(const struct lkmm_expr *e);
/* The body of a process in C, inside of @loops loops. */
void check_body(struct litmus *l, const struct lkmm_stmt *s, int loops);
/* The call of a function. */
void check_call(struct litmus *l, const struct lkmm_expr *e);

#endif
