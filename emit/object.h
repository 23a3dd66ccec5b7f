/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Objects: contiguous pieces of memory. Most are one variable; the others are arrays and structs,
 * whose elements and members are separate locations, with names such as "n1.next" and "a[1].x". The
 * names and the offsets determine the type of an object.
 *
 *	object.c	the objects of a test, and their types
 *	c_object.c	types, variables and members in C
 *	rust_object.c	... and in Rust
 */
#ifndef LKMM_EMIT_OBJECT_H
#define LKMM_EMIT_OBJECT_H

#include "emit.h"

/* A type, or a part of one: a variable, an array, a struct. */
struct emit_part {
	const char *name;		/* of a member of a struct, in the name of .loc */
	int len;
	int loc;			/* the first location in it */
	int offset;			/* from the start of the object, in bytes */
	int size, align;
	int gap;			/* bytes of padding in front of it */
	int elements;			/* of an array; of anything else 0 */
	struct emit_part *part;		/* the first element, or the members */
	struct emit_part *next;		/* the next member */
	bool atomic;			/* a variable that only atomic operations access */
};

struct emit_object {
	int *loc, nlocs;		/* its locations, in the order of their offsets */
	struct emit_part *type;
	int like;			/* the first object of this type, which names it */
};

/* Finds the objects and their types. False if out of memory, or for a reason why not. */
bool emit_find_objects(struct emit *e);
/* Whether the object is one variable, without members or elements. */
bool emit_is_variable(const struct emit_object *o);
/* The type without its dimensions, if it is an array. */
const struct emit_part *emit_element(const struct emit_part *p);
/* Adds the name of the object @o. */
void emit_object_name(struct emit *e, int o);
/* The variable of the type that the location @loc is. */
struct emit_part *emit_part_of(const struct emit *e, int loc);
/* Adds the name of a member. */
void emit_part_name(struct emit *e, const struct emit_part *p);
/* The rest of the name of the location @loc after that of its object: ".next", "[1].x", "". */
const char *emit_path(const struct emit *e, int loc);
/* Adds a path; @first_dot replaces the dot at its start. */
void emit_put_path(struct emit *e, const char *path, const char *first_dot);

/* ---- c_object.c ---- */

/* Declares the structs of the test. */
void emit_c_types(struct emit *e);
/* The type of a lock, or of a domain of SRCU. */
const char *emit_c_kind(const struct emit *e, enum place_kind kind);
/* The type of the location @loc; in structs of several objects, of one of them. */
const char *emit_c_variable_type(const struct emit *e, int loc);
/*
 * Adds the declaration of a pointer to the object @o, with its name: "int *x", "struct test0_n1
 * *n1".
 */
void emit_c_pointer_to(struct emit *e, int o);
/* Adds the type of the object @o: "struct test0_a[2]". */
void emit_c_object_type(struct emit *e, int o);
/* Adds the declaration of the object @o as a variable of lkmm verify: "int test0_x[2]". */
void emit_c_object_variable(struct emit *e, int o);
/* Adds the object @o as a member, "int x[2]"; and the location as offsetof() takes it there. */
void emit_c_object_member(struct emit *e, int o);
void emit_c_member(struct emit *e, int loc);
/* Adds the location as an lvalue, "*x", "n1->next"; its address, "x", "&n1->next". */
void emit_c_lvalue(struct emit *e, int loc);
void emit_c_address(struct emit *e, int loc);

/* ---- rust_object.c ---- */

void emit_rust_types(struct emit *e);
/* Adds the type of the object @o. */
void emit_rust_object_type_name(struct emit *e, int o);
/* Adds a location of an object with parts, as a place: "(*n1).next". */
void emit_rust_place(struct emit *e, int loc);

/* ---- type_of.c ---- */

/*
 * The type of the value of @x, where operands of different types are converted as in C. A bool is
 * an integer of one bit, and a number has no type (0 bits) but the one that is asked for.
 */
enum { EMIT_BOOL_BITS = 1 };

/* The type that the operands of @x, a binary operation, are converted to. */
struct lkmm_integer emit_operand_type(const struct emit *e, int t, const struct lkmm_expr *x);
struct lkmm_integer emit_type_of(const struct emit *e, int t, const struct lkmm_expr *x);
extern const struct lkmm_integer emit_bool_type;
/*
 * The type that @x, a cast, has in the program. As for the checker, an address remains one in a
 * type that is too narrow: it may come from a variable that was widened for it.
 */
struct lkmm_integer emit_cast_type(const struct emit *e, int t, const struct lkmm_expr *x);
/* An operand of type @t; the type of an operation on both; @t, or that of an unknown register. */
struct lkmm_integer emit_promote(struct lkmm_integer t);
struct lkmm_integer emit_common(struct lkmm_integer a, struct lkmm_integer b);
struct lkmm_integer emit_or_long(struct lkmm_integer t);
/* The T of the Atomic<T> that @a is an operation of; of a plain object, its type. */
struct lkmm_integer emit_object_type(const struct emit *e, const struct lkmm_access *a);
/* A number, or one with a minus sign. */
bool emit_is_constant(const struct lkmm_expr *x, int64_t *v);

#endif
