/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The values of names while a model is built. */
#ifndef LKMM_CAT_BUILD_H
#define LKMM_CAT_BUILD_H

#include "graph.h"

enum value_kind {
	VALUE_UNKNOWN,			/* of a variable whose kind is still to be found */
	VALUE_NONE,			/* the empty set, or the empty relation */
	VALUE_SET, VALUE_RELATION,
	VALUE_FUNCTION,
	VALUE_PRIMITIVE,		/* a function that is built in */
	VALUE_TUPLE,
	VALUE_TAG,
	VALUE_COLLECTION,		/* a set of such values, known when the model is read */
	/* see choice.c */
	VALUE_EVENT,			/* some event of the set .node */
	VALUE_PAIR,			/* some pair of the relation .node */
	VALUE_PICKED,			/* the relation that has that pair alone */
	VALUE_CHOICE,			/* the relations that have one pair of .node */
	VALUE_CHOICES,			/* such a choice for each event of the set .of */
	VALUE_CROSS,			/* the relations that make all of these */
	VALUE_ORDERS,			/* all coherence orders: pairs in .node are in none */
	VALUE_PROCEDURE,
	VALUE_LATER			/* that of .body in .env, when the name is used */
};

/* What a VALUE_PRIMITIVE does. */
enum primitive {
	PRIMITIVE_NODE,			/* an operation of the graph */
	PRIMITIVE_EVENTS,		/* the events with a tag */
	PRIMITIVE_ORDERS,		/* see VALUE_ORDERS */
	PRIMITIVE_MAP, PRIMITIVE_MAP_BY,	/* map; map f, where f is .element */
	PRIMITIVE_CROSS			/* see VALUE_CROSS */
};

struct env;

struct value {
	enum value_kind kind;
	int node;			/* VALUE_SET, VALUE_RELATION, VALUE_ORDERS, choices */
	int of;				/* VALUE_CHOICES, VALUE_CROSS: a node */
	int about;			/* see lkmm_cat_about(); 0: about no single event */
	enum primitive primitive;	/* VALUE_PRIMITIVE */
	enum node_op op;		/* PRIMITIVE_NODE */
	const char *tag;		/* VALUE_TAG */
	const struct cat_statement *statements;	/* VALUE_PROCEDURE */
	/* VALUE_FUNCTION, VALUE_PROCEDURE, VALUE_LATER */
	const struct cat_binding *parameters;
	const struct cat_expr *body;
	const struct env *env;
	/* VALUE_TUPLE, VALUE_COLLECTION */
	const struct value *element;
	int n;
};

/* Names, the innermost first. */
struct env {
	const char *name;
	struct value value;
	const struct env *outer;
};

/* A model that needs more steps, or steps that are nested deeper, is too large. */
enum { LKMM_CAT_DEPTH = 160, LKMM_CAT_STEPS = 1 << 18 };

struct build {
	struct cat_reading *r;
	struct graph_of_model *g;
	const struct env *env;
	int depth, steps;		/* of the building */
	int abouts;			/* how many values of .about there are */
	const char *const *variant;	/* that are asked for, up to NULL */
	bool trying, missing;		/* in "try": a name need not exist; one does not */
	/* what the names of the model are about: see lkmm_model.programs */
	bool names_tags, names_marks;
	uint32_t other_machines;	/* that some mark is not of */
};

/* The value of @name, or NULL. */
const struct value *lkmm_cat_find(const struct env *env, const char *name);
const struct env *lkmm_cat_bind(struct build *b, const struct env *env, const char *name,
				struct value v);
/* The model uses a name whose value is @v. */
void lkmm_cat_note_name(struct build *b, const struct value *v);
/* lkmm_model.programs, from the names that the model uses. */
uint32_t lkmm_cat_programs(const struct build *b);
/* The names that every model has from the start. */
void lkmm_cat_standard_names(struct build *b);
/* The tag of the engine that is called @name, or -1. */
int lkmm_cat_tag(const char *name);
struct value lkmm_cat_tagged(struct build *b, struct cat_place at, int tag);
/* The name of its set. */
const char *lkmm_cat_set_of_tag(int tag);
/* The tags that no .bell file names: bits 1 << tag. */
uint32_t lkmm_cat_basic_tags(void);

extern const struct value lkmm_cat_none;

/* Begins a part of the building; false, after a message, if there have been too many. */
bool lkmm_cat_enter(struct build *b, struct cat_place at);
/* The value of @e. */
struct value lkmm_cat_value(struct build *b, const struct env *env, const struct cat_expr *e);
/*
 * Whether an expression is a set or a relation, where @env has names that are not known yet. Of
 * operands of which one is known, the other is the same.
 */
enum value_kind lkmm_cat_kind_of(struct build *b, const struct env *env,
				 const struct cat_expr *e);
/* What "let" adds to @env. */
const struct env *lkmm_cat_let(struct build *b, const struct env *env,
			       const struct cat_binding *bindings, bool recursive);
/* @env with the parameters of a function or a procedure. */
const struct env *lkmm_cat_parameters(struct build *b, struct cat_place at, const struct env *env,
				      const struct cat_binding *parameters, struct value argument);
/* What a value is called in messages. */
const char *lkmm_cat_kind_name(enum value_kind kind);
bool lkmm_cat_holds(const struct build *b, const struct cat_cond *c);

/* ---- collections ---- */

/* {a, b}; not {}, which is a VALUE_NONE */
struct value lkmm_cat_list(struct build *b, const struct env *env, const struct cat_expr *e);
/* @x with the members of @s, as x ++ s has it. */
struct value lkmm_cat_add(struct build *b, struct cat_place at, struct value x, struct value s);
struct value lkmm_cat_join_collections(struct build *b, struct cat_place at, struct value s,
				       struct value t);
/* Finds the clause of "match", and adds its names to *@env. */
const struct cat_expr *lkmm_cat_match(struct build *b, const struct env **env,
				      const struct cat_expr *e);

/* ---- choices ---- */

/*
 * Of an operation of sets or relations: what its result is about, or -1 if that is not supported.
 * @diagonal: @y is a part of the identity.
 */
int lkmm_cat_about(enum node_op op, struct value x, struct value y, bool diagonal);
/* {x}, or x ++ {}, where x is some event or some pair */
struct value lkmm_cat_single(struct build *b, struct cat_place at, struct value x);
struct value lkmm_cat_map(struct build *b, struct cat_place at, const struct value *f,
			  struct value s);
struct value lkmm_cat_cross(struct build *b, struct cat_place at, struct value s);
/* The value of f(x). */
struct value lkmm_cat_apply(struct build *b, struct cat_place at, const struct value *f,
			    struct value x);

/* The same definitions for all models, in cat. */
extern const char lkmm_cat_standard[];
/* The tags of RMWs as older kernels have them. */
extern const char lkmm_cat_old_tags[];
/* What the engine's locks stand for: it follows include "lock.cat". */
extern const char lkmm_cat_locks[];
/* In front of a lock.cat that is interpreted, and behind it. */
extern const char lkmm_cat_before_locks[], lkmm_cat_behind_locks[];
/* herd7's names for what has another name here, or none: each is looked at when it is used. */
extern const char lkmm_cat_herd_names[];
/* Those of C11. */
extern const char lkmm_cat_c11_names[];
/* The text of a file that comes with herd7, or NULL. */
const char *lkmm_cat_library(const char *file);

#endif
