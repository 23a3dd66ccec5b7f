/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Arrays, structs and unions of C, and where their members are: sizes and alignment as on
 * 64-bit Linux. Each of them is there once: two types are the same if they are in the same place.
 */
#ifndef LKMM_FRONT_AGGREGATE_H
#define LKMM_FRONT_AGGREGATE_H

#include "c.h"

enum c_aggregate_kind { C_ARRAY, C_STRUCT, C_UNION, C_FUNCTION };

struct c_member {
	const char *name;		/* NULL: a struct or union without a name, inside another */
	struct ctype type;
	int offset;
	/* of a bit-field: its place in the word at the offset, and the size and name of that */
	int bits, shift, unit_bits;
	const char *unit_name;
	int align;			/* 0: that of its type */
	bool packed;
};

/* A part of an object: a member or element, or all of it. */
struct c_part {
	struct ctype type;
	int offset;			/* from the start of the object */
	int bits, shift, unit_bits;	/* as of a member */
	int times, step;		/* of a range in an initializer; times 0: of none */
	bool whole;			/* of the other language: it has parts itself */
};

struct lkmm_aggregate {
	enum c_aggregate_kind kind;
	const char *name;		/* the tag; NULL: it has none */
	bool complete;
	bool packed;
	int size, align;
	struct ctype of;		/* C_ARRAY */
	int n;
	struct c_member *member;
	int nmembers;
	struct lkmm_place at;
	/* bit-fields, while members are read: the one that the open word begins with */
	bool in_bits, in_unit;
	int unit, unit_bit, next_bit;
	int unit_after;			/* the members in front of it end there */
	int unit_end, last_end;		/* the last word, and the last other member */
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
/* The same; an error without one. */
const struct c_member *c_member(struct litmus *l, const struct lkmm_aggregate *a,
				const struct token *name, int *offset);
/* "struct node *", for messages. */
enum { C_TYPE_TEXT = 80 };
const char *c_type_text(struct ctype t, char text[C_TYPE_TEXT]);
bool c_is_record(struct ctype t);

/* ---- generic.c ---- */

/* The type of the value @e; an array is its first element's address. */
struct ctype c_type_of_value(const struct lkmm_expr *e);
/* __auto_type x = 1: the type of the value; the token is the name then. */
struct ctype c_parse_auto(struct litmus *l);
/* _Generic, whose "(" is the token. */
struct lkmm_expr *c_parse_generic(struct litmus *l, struct lkmm_place at);

/* ---- layout.c ---- */

/* Attributes that change where members are, if any: into l->layout. */
void c_parse_layout(struct litmus *l);
/* The same behind a name: any other attribute is an error. */
void c_parse_attributes(struct litmus *l);
/* The token behind them. */
const struct token *c_behind_layout(const struct token *t);

/* ---- literal.c ---- */

bool c_is_character(const struct token *t);
bool c_is_string(const struct token *t);
int64_t c_parse_character(struct litmus *l);
/* The characters of the strings that follow each other, at most @size; how many. */
int c_read_string(struct litmus *l, char *text, int size);
/* The same for the array @a of characters. */
int c_read_characters(struct litmus *l, const struct lkmm_aggregate *a,
		      char text[C_MAX_ELEMENTS]);
/* The same, as a variable: its location, or -1. */
int c_parse_string(struct litmus *l);
/* ... and as an expression. */
struct lkmm_expr *c_string(struct litmus *l);
bool c_is_static_assert(const struct token *t);
void c_parse_static_assert(struct litmus *l);

/* ---- bound.c ---- */

/* Whether @i has to be compared with the length of the array at @address. */
bool c_needs_bound(const struct litmus *l, const struct lkmm_expr *address,
		   const struct lkmm_expr *i);
/* Element @i of it; or an address far away, if that is neither in the array nor at its end. */
struct lkmm_expr *c_bounded_sum(struct litmus *l, struct lkmm_expr *address, struct lkmm_expr *i,
				struct lkmm_place at);
/* If @e is such an address: whether an access uses it, for which the end is too far. */
void c_set_bound(struct lkmm_expr *e, bool access);

/* ---- leaf.c ---- */

/* A part of a type that is a number or a pointer. */
struct c_leaf {
	const char *name;
	struct ctype type;
	int offset;
	bool mixed;			/* members of a union of other types are there, too */
	/* of a word of bit-fields, these: the name of the word is made up */
	struct lkmm_part *field;
	int nfields;
};

/* The parts of a @t called @name, in order; how many. */
int c_leaves(struct litmus *l, struct ctype t, const char *name, struct lkmm_place at,
	     struct c_leaf **leaf);
/* The number of the one that is @offset bytes from the start; @n: there is none. */
int c_leaf_at(const struct c_leaf *leaf, int n, int offset);

/* ---- named.c ---- */

/* Whether @p is a struct or an array. */
bool c_is_whole(const struct c_part *p);
/* An error: @p, which is called @name, is one where a number is expected. */
void c_report_whole(struct litmus *l, struct lkmm_place at, const char *name,
		    const struct c_part *p);

/* ---- enum.c ---- */

/* enum x { A, B }, whose first word is the token. */
bool c_parse_enum(struct litmus *l, struct ctype *t);
/* The first value @v of a @t, cut to its size. */
int64_t c_fit(struct ctype t, int64_t v);

/* ---- record.c ---- */

/* The type that @name is by a typedef. */
bool c_find_named_type(const struct litmus *l, const struct token *name, struct ctype *t);
/* struct node, struct { ... }, enum x, a name of typedef: false if none starts here. */
bool c_parse_named_type(struct litmus *l, struct ctype *t);
/* Whether the test defines the struct at the token, perhaps with the name of a kernel word. */
bool c_is_own_tag(const struct litmus *l);
/* The struct @name, or NULL. */
struct lkmm_aggregate *c_find_struct(const struct litmus *l, const struct token *name);
/* int x[2][3]: the dimensions after the name, of elements of type @t. */
struct ctype c_parse_bounds(struct litmus *l, struct ctype t);
/* The enumerator @name: its expression, or NULL. */
struct lkmm_expr *c_enumerator(struct litmus *l, const struct token *name);
bool c_find_enumerator(const struct litmus *l, const struct token *name, int64_t *v);
/* Whether the token is a name of typedef. */
bool c_is_typedef(const struct litmus *l, const struct token *name);
/* A value that is known while the test is read. */
int64_t c_parse_constant(struct litmus *l);
/* What @parse reads, which no thread evaluates: of a constant, sizeof or typeof. */
struct lkmm_expr *c_parse_unevaluated(struct litmus *l,
				      struct lkmm_expr *(*parse)(struct litmus *l));
void c_add_typedef(struct litmus *l, const struct token *name, struct ctype t);
/* Whether typedef, struct, union or enum starts a declaration in front of the processes. */
bool c_item_starts(const struct lexer *x);
void c_parse_item(struct litmus *l);
/* The same in a header of litmus/lib; nothing if the test has a struct of that name. */
void c_parse_library_item(struct litmus *l);

/* DECLARE_BITMAP(name, bits): an array of longs. */
bool c_is_bitmap(const struct token *t);
struct ctype c_parse_bitmap(struct litmus *l, struct token *name);

/*
 * (*f)(int), (*a)[2] or (*f[2])(int), behind a type: the type of the name @declared.
 */
struct ctype c_parse_pointer(struct litmus *l, struct ctype t, const struct token **declared);

/* ---- pointer_call.c ---- */

struct ctype c_pointer_to_function(struct litmus *l);
bool c_is_function_pointer(const struct lkmm_expr *e);
/* The variable that has the address of the function @name, or -1. */
int c_function_location(struct litmus *l, const struct token *name);
/* The address of the function @name; NULL: there is none. */
struct lkmm_expr *c_function_value(struct litmus *l, const struct token *name);
/* The call by the pointer @e; the token is "(". */
struct lkmm_expr *c_call_pointer(struct litmus *l, struct lkmm_expr *e);

/* ---- global.c ---- */

/* Whether a variable is declared here, at file scope. */
bool c_global_starts(const struct litmus *l);
void c_parse_global(struct litmus *l);
/* DEFINE_SPINLOCK(lock) or the like, in the initial state too: false if something else is there */
bool c_parse_defining(struct litmus *l);
/* Whether a static variable is declared here, in a function. */
bool c_static_starts(const struct litmus *l);
/* Declares the static variables within the braces from @t to @end. */
void c_read_statics(struct litmus *l, const struct token *t, const struct token *end);
/* Passes over the declaration of one of them. */
void c_pass_static(struct lexer *x);
/* The rest of such a declaration after its type: x = 1, *y */
void c_parse_declared(struct litmus *l, struct ctype base);
bool c_is_global(const struct litmus *l, const struct token *name);
/* The variable of file scope @name, as an object; or NULL. */
struct lkmm_expr *c_global(struct litmus *l, const struct token *name);

/* How many processes the test has: those so far, and those that follow in its text. */
int c_processes(const struct litmus *l);
/* How far one copy is from the next of the variable of DEFINE_PER_CPU() at @address; 0: of none. */
int c_per_cpu_size(const struct litmus *l, const struct lkmm_expr *address);

/* ---- object.c ---- */

/* The variable @loc becomes an object of the type @t. */
void c_make_object(struct litmus *l, int loc, struct ctype t, struct lkmm_place at);
/* The type that the variable @loc was declared with, or NULL. */
const struct ctype *c_object_type(const struct litmus *l, int loc);
/* A first value of a location (@thread -1) or a register. It is set later if it has a name that is
 * not declared yet. */
int64_t c_first_value(struct litmus *l, int thread, int index);
/* The same, of names that are declared. */
int64_t c_value_at_hand(struct litmus *l);
/* At the end of the first values. */
void c_give_late_values(struct litmus *l);
/* int x[2] = { 3, 4 } in the first values; the token after x is "[". */
void c_parse_array(struct litmus *l, int loc, struct ctype t, struct lkmm_place at);
/* [2][3] behind the name of a local variable; [] has as many elements as it has values. */
struct ctype c_parse_local_bounds(struct litmus *l, struct ctype t);
/* { ... } */
void c_parse_initializer(struct litmus *l, int loc, struct ctype t);
/* The same for each of @n elements of type @t. */
void c_parse_initializers(struct litmus *l, int loc, struct ctype t, int n);
/*
 * .m and [n] behind the variable @loc, whose name has been read: the location that begins there, or
 * -1 after an error; its type.
 */
int c_parse_path(struct litmus *l, int loc, struct c_part *p);
/* The same behind @name, which is the part @p: it becomes the part of that. */
void c_parse_parts(struct litmus *l, const char *name, struct c_part *p);
/* Whether such a path follows. */
bool c_path_follows(const struct lexer *x);
/* .m of the part @p, called @name, which becomes it; how far it is from its start. */
int c_parse_dot(struct litmus *l, struct c_part *p, const char *name);

/* ---- list.c ---- */

/* An initializer between braces for @p: @give reads each value, for the part @of. */
typedef void c_give(struct litmus *l, void *arg, const struct c_part *of);
void c_parse_list(struct litmus *l, const struct c_part *p, c_give *give, void *arg);
/* Reads the value for the part @of, and for each part of its range. */
void c_give_each(struct litmus *l, c_give *give, void *arg, struct c_part of);
/* How many elements of type @of the initializer at hand gives an array. */
int c_count_elements(struct litmus *l, struct ctype of);

/* ---- local.c ---- */

/* A local variable, whose name is the token @declared: all of it. */
struct lkmm_expr *c_declare_local(struct litmus *l, const struct token *declared, const char *name,
				  struct ctype t);
/* The same, and it is the register @reg. */
void c_note_local(struct litmus *l, const struct token *declared, int reg, struct ctype t);
/* Whether the one that is declared there is in memory. */
bool c_is_in_memory(const struct litmus *l, const struct token *declared);
/* The register has to be in memory: the process is read again. False: it cannot be. */
bool c_need_memory(struct litmus *l, int reg);
/* The same of the one whose name stands at @declared. */
void c_put_in_memory(struct litmus *l, const struct token *declared);
/* A local variable called @name that is a struct, an array, or in memory; NULL: there is none. */
struct lkmm_expr *c_local_object(struct litmus *l, const struct token *name);
bool c_is_local_object(const struct litmus *l, const struct token *name);

/*
 * A local variable of a process, for conditions: in memory from the location @loc on, or in
 * registers from @reg on, one for each leaf; the other one is -1.
 */
struct c_kept {
	int thread, loc, reg;
	const char *name;
	struct ctype type;
	const struct c_leaf *leaf;
	int nleaves;
	bool twice;			/* the process has another one of this name */
};

/* The variable @name of the process @thread that is a struct, an array, or in memory; or NULL. */
const struct c_kept *c_kept_local(const struct litmus *l, int thread, const struct token *name);
/* The names declared since c_locals_open() are known no longer. */
int c_locals_open(const struct litmus *l);
void c_locals_close(struct litmus *l, int first);
/* Whether the block has ended that declared the last variable which the register @reg is of. */
bool c_is_closed(const struct litmus *l, int reg);

/* ---- scope.c ---- */

struct c_scope {
	int block, declared, locals;	/* those of the scope around */
};

void c_scope_open(struct litmus *l, struct c_scope *s);
void c_scope_close(struct litmus *l, const struct c_scope *s);
/* After an error: to the block of that number. */
void c_scope_recover(struct litmus *l, int block);
/* Whether @name hides nothing here; an error if this block has declared it already. */
bool c_may_declare(struct litmus *l, const struct token *name);
/* From here on @name means the register @reg, or an object if that is -1. */
void c_note_declared(struct litmus *l, const struct token *name, int reg);
/* Declares a number or pointer; its register. */
int c_declare_register(struct litmus *l, const struct token *name, struct ctype t);
/* Whether @e is a struct or an array that is registers. */
bool c_is_registers(const struct lkmm_expr *e);
/* The part of that, of type @of, which is @offset bytes from its start; NULL: there is none. */
struct lkmm_expr *c_register_part(struct litmus *l, const struct lkmm_expr *e, int offset,
				  struct ctype of);
/* The address of a register, which only *, -> and the parameter of a function take. */
struct lkmm_expr *c_reference(struct litmus *l, const struct lkmm_expr *e, struct lkmm_place at);
struct lkmm_expr *c_referenced(struct litmus *l, const struct lkmm_expr *e);
/* @e; an array of registers as the address of its first element. */
struct lkmm_expr *c_array_value(struct litmus *l, struct lkmm_expr *e);

/* ---- initializer.c ---- */

/* Assigns the initializer between braces to the local variable @whole. */
struct lkmm_expr *c_parse_braces(struct litmus *l, struct lkmm_expr *whole, struct ctype t);
struct lkmm_expr *c_compound_literal(struct litmus *l, struct ctype t, struct lkmm_place at);

/* ---- bitfield.c ---- */

/* A bit-field of @bits bits; @name is NULL for one that only takes up room. */
void c_add_bitfield(struct litmus *l, struct lkmm_aggregate *a, const struct token *name,
		    struct ctype t, int bits);
/* The rest is none, or begins another word. */
void c_close_unit(struct litmus *l, struct lkmm_aggregate *a);
struct c_part c_member_part(const struct c_member *m, int offset);
/* The unit @unit, with @v in the bits of the part @p. */
int64_t c_with_bits(int64_t unit, const struct c_part *p, int64_t v);
/* The value of the bit-field @p in the object @unit. */
struct lkmm_expr *c_read_bits(struct litmus *l, struct lkmm_expr *unit, const struct c_part *p);
/* The object that such a value is part of. */
struct lkmm_expr *c_bits_unit(const struct lkmm_expr *e);
/* Assigns to such a value. */
struct lkmm_expr *c_write_bits(struct litmus *l, struct lkmm_expr *to, struct lkmm_expr *value,
			       struct lkmm_place at);

/* ---- member.c ---- */

/* The part @p of the struct or array @whole, which can be evaluated again and again. */
struct lkmm_expr *c_part_of(struct litmus *l, struct lkmm_expr *whole, const struct c_part *p);
/* @a, then @b, whose value it has; one of them may be NULL. */
struct lkmm_expr *c_in_order(struct litmus *l, struct lkmm_expr *a, struct lkmm_expr *b);
/* Keeps the address of the object @to in a register, where it is wanted twice; NULL: no need to. */
struct lkmm_expr *c_keep_address(struct litmus *l, struct lkmm_expr *to, struct lkmm_place at);

/* The type that the pointer @e points to. */
struct lkmm_expr *c_dereference(struct litmus *l, struct lkmm_expr *e, struct lkmm_place at);
/* p->m and s.m; the token is -> or a dot. */
struct lkmm_expr *parse_member(struct litmus *l, struct lkmm_expr *e);
/* An expression that was read as an object is used as an address. */
struct lkmm_expr *c_address_of(struct litmus *l, struct lkmm_expr *e);
struct lkmm_expr *parse_offsetof(struct litmus *l, struct lkmm_place at);
/* struct_size(p, member, n): the size of *p with @n elements in its last member. */
struct lkmm_expr *parse_struct_size(struct litmus *l, struct lkmm_place at);
struct lkmm_expr *parse_container_of(struct litmus *l, struct lkmm_place at);
/* *p = *q for structs: member by member. */
struct lkmm_expr *c_copy_struct(struct litmus *l, struct lkmm_expr *to, struct lkmm_expr *from,
				struct lkmm_place at);

#endif
