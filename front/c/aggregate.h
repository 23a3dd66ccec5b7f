/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Arrays, structs and unions of C, and where their members are: sizes and alignment as on
 * 64-bit Linux. Each of them is there once: two types are the same if they are in the same place.
 */
#ifndef LKMM_FRONT_AGGREGATE_H
#define LKMM_FRONT_AGGREGATE_H

#include "c.h"

enum c_aggregate_kind { C_ARRAY, C_STRUCT, C_UNION };

struct c_member {
	const char *name;		/* NULL: a struct or union without a name, inside another */
	struct ctype type;
	int offset;
};

struct lkmm_aggregate {
	enum c_aggregate_kind kind;
	const char *name;		/* the tag; NULL: it has none */
	bool complete;
	int size, align;
	struct ctype of;		/* C_ARRAY */
	int n;
	struct c_member *member;
	int nmembers;
	struct lkmm_place at;
};

enum { C_MAX_ELEMENTS = 1000 };

/* ---- aggregate.c ---- */

int c_sizeof(struct ctype t);
int c_alignof(struct ctype t);
bool c_same_type(struct ctype a, struct ctype b);
/* An array of @n. */
struct ctype c_array_of(struct litmus *l, struct ctype of, int n);
/* The member @name of the struct or union @a, or of those without a name in it; adds to @offset. */
const struct c_member *c_find_member(const struct lkmm_aggregate *a, const struct token *name,
				     int *offset);
/* The same; an error if there is none. */
const struct c_member *c_member(struct litmus *l, const struct lkmm_aggregate *a,
				const struct token *name, int *offset);
/* "struct node *", for messages. */
enum { C_TYPE_TEXT = 80 };
const char *c_type_text(struct ctype t, char text[C_TYPE_TEXT]);
bool c_is_record(struct ctype t);

/* ---- record.c ---- */

/* struct node, struct { ... }, enum x, a name of typedef: false if none starts here. */
bool c_parse_named_type(struct litmus *l, struct ctype *t);
/* Whether the test defines the struct at the token, perhaps with the name of a kernel word. */
bool c_is_own_tag(const struct litmus *l);
/* int x[2][3]: what follows the name of something that is a @t without it. */
struct ctype c_parse_bounds(struct litmus *l, struct ctype t);
/* The enumerator @name: its expression, or NULL. */
struct lkmm_expr *c_enumerator(struct litmus *l, const struct token *name);
bool c_find_enumerator(const struct litmus *l, const struct token *name, int64_t *v);
/* Whether the token is a name of typedef. */
bool c_is_typedef(const struct litmus *l, const struct token *name);
/* A value that is known while the test is read. */
int64_t c_parse_constant(struct litmus *l);
void c_add_typedef(struct litmus *l, const struct token *name, struct ctype t);
/* Whether typedef, struct, union or enum starts a declaration in front of the processes. */
bool c_item_starts(const struct lexer *x);
void c_parse_item(struct litmus *l);
/* The same in a header of litmus/lib; nothing if the test has a struct of that name. */
void c_parse_library_item(struct litmus *l);

/* DECLARE_BITMAP(name, bits): an array of longs. */
bool c_is_bitmap(const struct token *t);
struct ctype c_parse_bitmap(struct litmus *l, struct token *name);

/* ---- global.c ---- */

/* Whether a variable is declared here, at file scope. */
bool c_global_starts(const struct litmus *l);
void c_parse_global(struct litmus *l);
/* What follows the type of such a declaration: x = 1, *y */
void c_parse_declared(struct litmus *l, struct ctype base);
bool c_is_global(const struct litmus *l, const struct token *name);
/* The variable of file scope @name, as an object; or NULL. */
struct lkmm_expr *c_global(struct litmus *l, const struct token *name);

/* ---- object.c ---- */

/* The variable @loc becomes an object of the type @t. */
void c_make_object(struct litmus *l, int loc, struct ctype t, struct lkmm_place at);
/* The type that the variable @loc was declared with, or NULL. */
const struct ctype *c_object_type(const struct litmus *l, int loc);
/* A first value of a location (@thread -1) or a register. It is set later if it has a name that is
 * not declared yet. */
int64_t c_first_value(struct litmus *l, int thread, int index);
/* At the end of the first values. */
void c_give_late_values(struct litmus *l);
/* int x[2] = { 3, 4 } in the first values; the token after x is "[". */
void c_parse_array(struct litmus *l, int loc, struct ctype t, struct lkmm_place at);
/* { ... } */
void c_parse_initializer(struct litmus *l, int loc, struct ctype t);
/*
 * .m and [n] behind the variable @loc, whose name has been read: the location that begins there, or
 * -1 after an error; its type.
 */
int c_parse_path(struct litmus *l, int loc, struct ctype *t);
/* Whether such a path follows. */
bool c_path_follows(const struct lexer *x);

/* ---- member.c ---- */

/* What the pointer @e points to. */
struct lkmm_expr *c_dereference(struct litmus *l, struct lkmm_expr *e, struct lkmm_place at);
/* p->m and s.m; the token is -> or a dot. */
struct lkmm_expr *parse_member(struct litmus *l, struct lkmm_expr *e);
/* What has been taken for an object is wanted as an address. */
struct lkmm_expr *c_address_of(struct litmus *l, struct lkmm_expr *e);
struct lkmm_expr *parse_offsetof(struct litmus *l, struct lkmm_place at);
struct lkmm_expr *parse_container_of(struct litmus *l, struct lkmm_place at);
/* *p = *q for structs: member by member. */
struct lkmm_expr *c_copy_struct(struct litmus *l, struct lkmm_expr *to, struct lkmm_expr *from,
				struct lkmm_place at);

#endif
