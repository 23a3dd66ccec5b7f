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
	VALUE_PRIMITIVE,		/* a function that is an operation of the graph */
	VALUE_TUPLE
};

struct env;

struct value {
	enum value_kind kind;
	int node;			/* VALUE_SET, VALUE_RELATION */
	enum node_op op;		/* VALUE_PRIMITIVE */
	/* VALUE_FUNCTION */
	const struct cat_binding *parameters;
	const struct cat_expr *body;
	const struct env *env;
	/* VALUE_TUPLE */
	const struct value *element;
	int n;
};

/* Names, the innermost first. */
struct env {
	const char *name;
	struct value value;
	const struct env *outer;
};

struct build {
	struct cat_reading *r;
	struct graph_of_model *g;
	const struct env *env;
	int depth, steps;		/* of the building */
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

/* The value of @e. */
struct value lkmm_cat_value(struct build *b, const struct env *env, const struct cat_expr *e);
/* What "let" adds to @env. */
const struct env *lkmm_cat_let(struct build *b, const struct env *env,
			       const struct cat_binding *bindings, bool recursive);

/* The same definitions for all models, in cat. */
extern const char lkmm_cat_standard[];
/* The tags of RMWs as older kernels have them. */
extern const char lkmm_cat_old_tags[];
/* What the engine's locks stand for: it follows include "lock.cat". */
extern const char lkmm_cat_locks[];

#endif
