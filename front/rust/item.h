/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Items of Rust outside of the processes: functions, constants, statics and types. */
#ifndef LKMM_RUST_ITEM_H
#define LKMM_RUST_ITEM_H

#include "rust.h"

enum rust_item_kind {
	RUST_NO_ITEM, RUST_ATTRIBUTE, RUST_USE,
	RUST_FN, RUST_CONST, RUST_STATIC, RUST_ALIAS, RUST_STRUCT_ITEM, RUST_ENUM_ITEM,
	RUST_IMPL, RUST_TRAIT, RUST_MOD, RUST_MACRO_RULES
};

enum { RUST_MAX_GENERICS = 4 };

/* A parameter of a generic item. */
struct rust_parameter {
	struct token name;
	const struct rust_type *number;	/* const N: the type of N; NULL: it stands for a type */
};

struct rust_item {
	enum rust_item_kind kind;
	struct token name;
	struct token owner;		/* the type whose impl it is in; len 0: none */
	struct token module;		/* that it is in; len 0: none */
	struct token trait;		/* the last name of it, in impl TRAIT for TYPE */
	/* those of impl<T>, or behind the name of a struct or enum */
	struct rust_parameter generic[RUST_MAX_GENERICS];
	int ngenerics;
	bool in_library;		/* of litmus/lib */
	bool in_trait;			/* owner is a trait, which provides it */
	struct lex_spot spot;		/* of its name */
	const char *from, *to;		/* the text of the block that it is in; NULL: of the file */
	const char *in_from, *in_to;	/* that of its module; NULL: it is in none */
	bool is_unsafe, mut;
	bool constant;			/* a static that is as a constant */
	bool known;			/* the rest has been read */
	bool reading;
	bool wrong;			/* there was an error in it, */
	struct lkmm_place wrong_at;	/* here */
	bool used;
	const struct rust_type *type;
	const struct rust_type **instance;	/* of a generic one: those that are used */
	int ninstances;
	int64_t value;			/* of a constant */
	int loc;			/* of a static */
	struct rust_item *next;
};

/* ---- item.c, list.c, find.c ---- */

/* The kind of the item at @x; moves to its name, or to the text in its place. */
enum rust_item_kind rust_item_at(const struct litmus *l, struct lexer *x);
/* Reads the item at hand, and moves behind it. False if there is none. */
bool rust_pass_item(struct litmus *l);
/* Lists the items from here on; @in_values: behind the first values, which are read. */
void rust_list_items(struct litmus *l, bool in_values);
/* Makes the statics among them variables, once the first values are known. */
void rust_read_statics(struct litmus *l);
/* After all of them: functions that look like processes, and are called nowhere. */
void rust_check_items(struct litmus *l);
/* Whether two names, which are not empty, are the same. */
bool rust_same_token(const struct token *a, const struct token *b);
/* Whether @item is in an impl for the type that @owner names, where that is written. */
bool rust_is_owner(struct litmus *l, const struct rust_item *item, const struct token *owner);
/* The item called @name, in the impl of @owner if that is not NULL; or NULL. */
struct rust_item *rust_find_item(struct litmus *l, const struct token *owner,
				 const struct token *name);
/* The function @name of the impl of @trait for @t, or NULL. */
struct rust_item *rust_find_method(struct litmus *l, const struct rust_type *t, const char *trait,
				   const char *name);
/* The item called @name as the module around @module, one of super, self and crate, sees it. */
struct rust_item *rust_find_above(struct litmus *l, const struct token *module,
				  const struct token *name);
/* The item called @name as type, in @module if that is not NULL and has one; or NULL. */
struct rust_item *rust_find_type(struct rust *r, const struct token *module,
				 const struct token *name);
/* Adds the items of @x, a file of litmus/lib. */
void rust_list_library(struct litmus *l, struct lexer *x);
/* Passes over all up to the brace that closes the one at hand. False if there is none. */
bool rust_pass_braces(struct lexer *x);
/* Passes over the item at hand, of this kind. False if its end is missing. */
bool rust_pass_text(struct lexer *x, enum rust_item_kind kind);
/* To the brace that opens the body of the function at hand. False if it has none. */
bool rust_pass_to_body(struct lexer *x);
/* From the text behind impl to its brace. */
void rust_pass_impl(struct lexer *x);

/* Passes over attributes and pub. */
void rust_pass_modifiers(struct litmus *l);

/* Where the lexer was before it went to another item. */
struct rust_visit {
	struct lex_spot back;
	struct lkmm_thread *thread;
	int parts;
};

void rust_visit(struct litmus *l, struct rust_visit *v, const struct lex_spot *to);
void rust_leave(struct litmus *l, const struct rust_visit *v);

/* ---- constant.c ---- */

/* The value of the expression at hand, a constant of type @t. */
int64_t parse_rust_constant(struct rust *r, const struct rust_type *t);
/* The value or place that the constant or static @item is. */
struct value rust_item_value(struct rust *r, struct rust_item *item, struct lkmm_place at);
/* Reads the constant, static, or other name of a type, if that has not been done. */
void rust_read_item(struct litmus *l, struct rust_item *item);

/* The enum called @name, which may be Self, in @module if that is not NULL; or NULL. */
const struct rust_type *rust_enum_named(struct rust *r, const struct token *module,
					const struct token *name);
/* The type that @item defines, or NULL if it defines none. */
const struct rust_type *rust_item_type(struct litmus *l, struct rust_item *item);

/* ---- function.c ---- */

/* where T: Copy, to the text after it */
void rust_skip_where(struct lexer *x);
/* <'a, 'b>; types there would make the function generic. */
void rust_skip_lifetimes(struct rust *r);

/* The signature of a function, which is read at each of its calls. */
void rust_check_function(struct litmus *l, struct rust_item *item);
/* A call of @item, before its arguments. @self, if not NULL, is the first of them. */
struct value parse_rust_call(struct rust *r, struct rust_item *item, const struct value *self,
			     struct lkmm_place at);

/* Whether the function @item has @n arguments, the last one of type @t. */
bool rust_takes(struct rust *r, struct rust_item *item, int n, const struct rust_type *t);
/* The same with arguments that have been evaluated. */
struct value rust_call(struct rust *r, struct rust_item *item, struct value *arg, int n,
		       struct lkmm_place at);

/* ---- recursion.c ---- */

/* Whether the call of @item leads back to it, which is an error. */
bool rust_is_recursive(struct rust *r, const struct rust_item *item, struct lkmm_place at);
/* How many calls of @drop, for a value of type @t, have not ended here. */
int rust_drop_depth(const struct rust *r, const struct rust_item *drop, const struct rust_type *t);

/* ---- path.c ---- */

/* u32::max: the last two names; .module.len is 0 where there is only one. */
struct rust_path {
	struct token module, name;
};

/* Whether it is a function of the language that can be a value; @module may be NULL. */
bool rust_is_path_function(const struct token *module, const struct token *name);
/* Whether its first argument is self. */
bool rust_is_path_method(const struct token *module, const struct token *name);
/* The call of @path with arguments that have been evaluated. */
struct value rust_apply_path(struct rust *r, const struct rust_path *path, struct value *arg,
			     int n, struct lkmm_place at);
/* closure.c: it as a value */
struct value rust_path_value(struct rust *r, const struct token *module, const struct token *name);

/* ---- callee.c ---- */

/* fn(T) -> U */
const struct rust_type *parse_rust_fn_type(struct rust *r);
/* The function or closure @v as a pointer of type @t. */
struct value rust_function_pointer(struct rust *r, struct value v, const struct rust_type *t);
/* Makes two functions pointers of the same type; false if they are not that. */
bool rust_unify_functions(struct rust *r, struct value *a, struct value *b);
struct value rust_call_pointer(struct rust *r, struct value f, struct value *arg, int n,
			       struct lkmm_place at);
/* closure.c: whether these are the same function, or the text of the same closure. */
bool rust_is_same_function(const struct rust_type *a, const struct rust_type *b);
/* function.c: the type of a pointer to @item, or rust_never if that has none. */
const struct rust_type *rust_function_type(struct rust *r, struct rust_item *item);

/* ---- generic.c ---- */

/* The meaning of a name in a generic item: a type, or the name itself if that is not known. */
struct rust_generic {
	struct token name;
	const struct rust_type *type;
	struct rust_generic *outer;
};

/* Passes over <'a, T: Copy, const N: usize>, if it is at hand; the parameters in it. */
int rust_generic_names(struct lexer *x, struct rust_parameter p[RUST_MAX_GENERICS]);
const struct rust_type *rust_find_generic(const struct rust *r, const struct token *name);
void rust_add_generic(struct rust *r, const struct rust_parameter *p,
		      const struct rust_type *t);
/* The number @n, where a generic item has a constant parameter of type @number. */
const struct rust_type *rust_count(struct rust *r, int64_t n, const struct rust_type *number);
/* @t with the arguments for its parameters. */
const struct rust_type *rust_specialise(struct rust *r, const struct rust_type *t);
/* The struct or enum @item, of the types that may stand in <> at hand. */
const struct rust_type *parse_rust_instance(struct rust *r, struct rust_item *item);
/* <A, B> at hand, in the call of the function @item, to its parameters; @outer: what A may name. */
void parse_rust_given(struct rust *r, const struct rust_item *item, struct rust_generic *outer);
/* Gives parameters in @t, which a value of type @from is given for, their types. */
void rust_infer(struct rust *r, const struct rust_type *t, const struct rust_type *from);
/* Makes the generics of the impl that @item is in stand for those of the type of @self. */
void rust_bind_owner(struct rust *r, const struct rust_item *item, const struct value *self);
/* What @item is as a type; the arguments of a generic alias may be at hand. */
const struct rust_type *parse_rust_item_type(struct rust *r, struct rust_item *item);
/* Whether @t is known but for a parameter. */
bool rust_is_open(const struct rust_type *t);

/* ---- trait.c ---- */

/* The item that a trait which @owner implements provides as @name, or NULL. */
struct rust_item *rust_provided(struct litmus *l, const struct token *owner,
				const struct token *name);
/* Self::Item, the type in an impl or trait: @of is Self, if it is not that of the impl at hand. */
const struct rust_type *rust_associated(struct rust *r, struct rust_item *item,
					const struct rust_type *of);
/* T::default(); an error if there is none. */
struct value rust_default(struct rust *r, const struct rust_type *t, struct lkmm_place at);
/* @v as a @t, by the test's impl From<> for it. False if there is none. */
bool rust_convert(struct rust *r, struct value *v, const struct rust_type *t);
/* The call of default(), or of take(), replace() or swap() of core::mem. False at any other. */
bool parse_rust_mem(struct rust *r, const struct token *module, const struct token *name,
		    struct value *v);
/* The name of the type @t, as items have it, in *@name; returns that. */
const struct token *rust_type_name(const struct rust_type *t, struct token *name);
/* The type that a path starts with: Self, T, or that of a variable's type; or NULL. */
const struct rust_type *rust_path_type(struct rust *r, const struct token *name);

/* ---- allocate.c ---- */

/* The call of an allocator, behind its name. */
struct value parse_rust_allocation(struct rust *r, const struct token *name);
/* Makes the objects that the process allocates, which has been read. */
void rust_make_objects(struct litmus *l);

/* ---- operator.c ---- */

/* @a OP @b of structs, enums or tuples: *@v. False if they are of other types. */
bool rust_operate(struct rust *r, enum lkmm_operator op, struct value a, struct value b,
		  struct lkmm_place at, struct value *v);
/* The same of OP @a, and of @to OP= @by. */
bool rust_operate_unary(struct rust *r, enum lkmm_operator op, struct value a,
			struct lkmm_place at, struct value *v);
bool rust_operate_update(struct rust *r, enum lkmm_operator op, struct value to, struct value by,
			 struct lkmm_place at);
/* @a == @b of Results or Options */
struct value rust_compare_results(struct rust *r, enum lkmm_operator op, struct value a,
				  struct value b, struct lkmm_place at);
/* The condition that @a and @b, of the same type, are equal. */
struct lkmm_expr *rust_equal(struct rust *r, struct value a, struct value b, struct lkmm_place at);

/* ---- number.c, overflow.c ---- */

/* The constant @name, as in u32::MAX, of the integer type @t. False if that has none. */
bool rust_limit(const struct rust_type *t, const struct token *name, int64_t *value);
/* T::try_from(v): a Result */
struct value rust_try_cast(struct rust *r, struct value v, const struct rust_type *t,
			   struct lkmm_place at);
/* cond ? a : b */
struct lkmm_expr *rust_conditional(struct rust *r, struct lkmm_expr *cond, struct lkmm_expr *a,
				   struct lkmm_expr *b, struct lkmm_place at);
/* min(a, b), max(a, b) of core::cmp. False at any other. */
bool parse_rust_cmp_function(struct rust *r, const struct token *name, struct value *v);
/* The call of wrapping_add() and its like, behind the bracket, of *@self. False at any other. */
bool parse_rust_overflowing(struct rust *r, struct value *self, const struct token *name);
/* The call of a method that litmus/lib has as a function of @module. False at any other. */
bool parse_rust_library_method(struct rust *r, const char *module, const struct value *self,
			       const struct token *name, struct value *v);
/* The u8 that a token such as b'a' is; an error at any other token in quotes. */
struct value parse_rust_byte(struct rust *r);

/* ---- uninit.c ---- */

/* MaybeUninit::NAME(..). False if MaybeUninit has no such function. */
bool parse_rust_uninit(struct rust *r, const struct token *module, const struct token *name,
		       struct value *v);
/* The same of its methods, for the place or value @self. */
bool parse_rust_uninit_method(struct rust *r, struct value self, const struct token *name,
			      struct value *v);

/* Whether @name is a method that moves a pointer. */
bool rust_moves_pointer(const struct token *name);

/* ---- use.c ---- */

/* The names that the use at @x gives to others. */
void rust_list_use(struct litmus *l, struct lexer x);
/* The module that @name is used of, or NULL. */
const struct token *rust_used_of(const struct litmus *l, const struct token *name);
/* The name that @name stands for, which is the first one of a path; @name itself if for none. */
struct token rust_renamed(const struct rust *r, struct token name);

/* ---- library.c ---- */

/* Reads the file of litmus/lib that defines @name, in @module if that is not NULL. */
bool rust_read_library(struct litmus *l, const struct token *module, const struct token *name);

#endif
