/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Local variables and values, which have parts, stand for one of several, and are dropped: a part
 * of rust.h, which includes it.
 */
#ifndef LKMM_RUST_VALUE_H
#define LKMM_RUST_VALUE_H

/* ---- value.c ---- */

void rust_error(struct rust *r, struct lkmm_place at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* The same for a name that is not known: at its further uses it is only counted. */
void rust_error_of_name(struct rust *r, struct lkmm_place at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* ---- binding.c ---- */

struct binding *rust_find(const struct rust *r, const struct token *name);
/* Declares @name; it starts as zero. */
struct binding *rust_declare(struct rust *r, const struct token *name, const struct rust_type *t,
			     bool mut);
/* A variable without a name that has the value @v, or NULL. */
struct binding *rust_declare_hidden(struct rust *r, struct value v, bool mut);
void rust_declare_alias(struct rust *r, const struct token *name, const struct rust_type *t,
			struct lkmm_expr *e);
/* Makes @name stand for @v, which has been held. */
void rust_declare_value(struct rust *r, const struct token *name, struct value v);
int rust_temporary(struct rust *r, struct lkmm_integer type);

/* ---- value.c: statements and values ---- */

/* Gives @b the value @v. */
void rust_store_local(struct rust *r, struct binding *b, struct value v, struct lkmm_place at);
/* Registers for a value of type @t; gives them the value @v. */
struct value rust_slot(struct rust *r, const struct rust_type *t, struct lkmm_place at);
void rust_fill(struct rust *r, struct value *slot, struct value v);
/* @v in registers that nothing else has. */
struct value rust_copy_registers(struct rust *r, struct value v);

void rust_open(struct rust *r, struct stmts *s, struct stmts **outer);
void rust_emit(struct rust *r, enum lkmm_stmt_kind kind, struct lkmm_expr *e,
	       struct lkmm_place at);
void rust_append(struct rust *r, struct lkmm_stmt *s);

/* Whether a @t is a reference, or an Option or Result of one. */
bool rust_is_reference(const struct rust_type *t);
/* Whether @v is None or Err(), and leads nowhere. */
bool rust_is_none(const struct value *v);
struct value rust_value(const struct rust_type *t, struct lkmm_expr *e, struct lkmm_place at);
struct value rust_nothing(struct rust *r, const struct rust_type *t, struct lkmm_place at);
/*
 * The value of type @t that @e loads from @address, where the location has another type, or may
 * have.
 */
struct lkmm_expr *rust_loaded(struct rust *r, const struct rust_type *t, struct lkmm_expr *e,
			      const struct lkmm_expr *address);
/* The address @e of a @t; a note for who translates it. */
struct lkmm_expr *rust_address(struct rust *r, struct lkmm_expr *e, const struct rust_type *t);
/* The value in the place @v, if it is a place. */
struct value rust_read(struct rust *r, struct value v);
/* @v without anything to be evaluated first: that is in the value. */
struct lkmm_expr *rust_whole(struct rust *r, struct value v, struct lkmm_expr *e);
/* Evaluates @v for its effect. */
void rust_discard(struct rust *r, struct value v);
/* Splits @v into a part that is evaluated @first, once, and a value that can be used repeatedly. */
struct value rust_hold(struct rust *r, struct value v);
/* The same, evaluated before later parts of the same statement. */
struct value rust_now(struct rust *r, struct value v);
/* The same of the address of a place in memory. */
struct value rust_now_address(struct rust *r, struct value v);
/* Where in the list @v has been evaluated; if statements follow there, it goes to a register. */
struct lkmm_stmt **rust_mark(const struct rust *r);
void rust_keep(struct rust *r, struct value *v, struct lkmm_stmt **mark);
/* if (cond) { a; va } else { b; vb } */
struct value rust_choose(struct rust *r, struct lkmm_expr *cond, struct stmts *a, struct value va,
			 struct stmts *b, struct value vb, struct lkmm_place at);

/* ---- parts.c ---- */

/* Whether a value of type @t consists of parts: a struct, a tuple, an enum with values. */
bool rust_has_parts(const struct rust_type *t);
int rust_parts(const struct rust_type *t);
/* Whether there is an UnsafeCell in a @t, which may be written where it is shared. */
bool rust_has_cell(const struct rust_type *t);
/* Whether the contents of an Option or Result, or its error, have parts of their own. */
bool rust_is_nested(const struct rust_type *t);
/* What an Option, a Result or an UnsafeCell holds whose registers are those of its contents. */
const struct rust_type *rust_contents(const struct rust_type *t);
/* @v, an Option or Result, as a @t, which is nested. */
struct value rust_nested(struct rust *r, const struct rust_type *t, struct value v);
/* @v in a cell, of type @t. */
struct value rust_retyped(struct rust *r, struct value v, const struct rust_type *t);
/* The variable that is in the Some(), Ok() or with @err in the Err() of @b. */
struct binding *rust_binding_inside(struct rust *r, struct binding *b, bool err);
const struct rust_type *rust_part_type(const struct rust_type *t, int i);
/* The same that is in a Some() or Ok(), or in Err(). */
struct value rust_inside(struct value v);
struct value rust_inside_err(struct value v);
/* A value of type @t with room for its parts, which are nothing yet. */
struct value rust_composite(struct rust *r, const struct rust_type *t, struct lkmm_place at);
struct value rust_read_parts(struct rust *r, struct value v);
void rust_hold_parts(struct rust *r, struct value *v);
void rust_keep_parts(struct rust *r, struct value *v, struct lkmm_stmt **mark);
void rust_slot_parts(struct rust *r, struct value *v);
/* @slot, which has got an error or None, is for a @t, which has parts. */
void rust_grow(struct rust *r, struct value *slot, const struct rust_type *t,
	       struct lkmm_place at);
void rust_fill_parts(struct rust *r, struct value *slot, struct value v);
/* Registers for the parts of @b, which is called @name. */
void rust_declare_parts(struct rust *r, struct binding *b, const struct token *name);
/* Makes the parts of @b stand for those of @v. */
void rust_alias_parts(struct rust *r, struct binding *b, struct value v);
void rust_store_parts(struct rust *r, struct binding *b, struct value v, struct lkmm_place at);
/* The part @i of @v, which is a value, or a place. */
struct value rust_part(struct rust *r, struct value v, int i, struct lkmm_place at);
/* @v as a place: that of a new local variable, if it is a value. */
struct value rust_placed(struct rust *r, struct value v);
struct value rust_local(struct rust *r, struct binding *b, struct lkmm_place at);
/* An error if a local variable of type @t is used as an object that processes share. */
bool rust_is_in_register(struct rust *r, const struct rust_type *t, struct lkmm_place at);
/* &b */
struct value rust_lend(struct rust *r, struct binding *b, bool mut, struct lkmm_place at);

/* ---- choice.c ---- */

/* A variable that stands for one of the @n variables at @b: the register @which says, which. */
struct binding *rust_one_of(struct rust *r, struct binding **b, int n, struct lkmm_expr *which,
			    struct lkmm_place at);
/* The element @which of the local @array. */
struct binding *rust_element_of(struct rust *r, struct binding *array, struct lkmm_expr *which,
				struct lkmm_place at);
/* The elements of the local @array from @from on, as a @t. */
struct binding *rust_slice_of(struct rust *r, struct binding *array, int from,
			      const struct rust_type *t);
/* @b, wherever it stands for now: the registers of choice.c may change later. */
struct binding *rust_pinned(struct rust *r, struct binding *b, struct lkmm_place at);
/* @slot, of a reference, leads where @v does, on the way that is read. */
void rust_lead(struct rust *r, struct value *slot, struct value v);
/* @v, a slot that all ways have filled. */
void rust_settle(struct value *v);
/* @b = @v, if @cond. @v has been evaluated. */
void rust_store_if(struct rust *r, struct binding *b, struct lkmm_expr *cond, struct value v,
		   struct lkmm_place at);
/* @b, of a type that was not known yet, turns out to be a @t. */
void rust_settle_type(struct rust *r, struct binding *b, const struct rust_type *t);

/* ---- drop.c ---- */

/* Whether something happens when a value of type @t is dropped. */
bool rust_is_dropped(struct rust *r, const struct rust_type *t);
/* @b is dropped at the end of its scope, or if @temporary of the statement. */
void rust_drop_later(struct rust *r, struct binding *b, bool temporary);
/* A new value belongs to a temporary, from which it may be moved. */
struct value rust_own(struct rust *r, struct value v);
/*
 * The same of an argument or member, while the next one is read: that may leave the function, and
 * then this one is dropped. rust_read() moves it on.
 */
struct value rust_await(struct rust *r, struct value v);
/* @b has been moved, or is not to be dropped. */
void rust_moved(struct rust *r, struct binding *b, struct lkmm_place at);
/* @b gets another value: the old one is dropped. */
void rust_replace(struct rust *r, struct binding *b);
/* drop(v) */
void rust_drop_now(struct rust *r, struct value v);
/* The object in memory @v is dropped; the memory is still there. */
void rust_drop_place(struct rust *r, struct value v);
/* At the end of a statement: temporaries since @mark are dropped. */
void rust_end_statement(struct rust *r, struct rust_drop *mark);
/* At the end of a block whose value is *@v: variables since @mark are dropped. */
void rust_end_block(struct rust *r, struct rust_drop *mark, struct value *v);
/* The same at the end of a scope of temporaries: *@v becomes a value. */
void rust_close(struct rust *r, struct rust_drop *mark, struct value *v);
/* Drops the variables since @mark, on a way that leaves. */
void rust_unwind(struct rust *r, struct rust_drop *mark);

#endif
