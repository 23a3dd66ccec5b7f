/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * A model as it is evaluated: sets and relations that are computed from one another. Functions have
 * been applied, names are gone, and what is written twice is there once. A node comes after those
 * that it is computed from; but variables of a recursion come before the bodies that define them.
 *
 * A set S is the relation [S], as everywhere in the engine.
 */
#ifndef LKMM_CAT_GRAPH_H
#define LKMM_CAT_GRAPH_H

#include "tree.h"

enum node_op {
	NODE_TAG,			/* events with a tag of the engine */
	NODE_MARK,			/* events of instructions with this mark */
	NODE_BASE,			/* another set or relation of an execution */
	NODE_EMPTY,
	NODE_IDENTITY,			/* [a] */
	NODE_UNION, NODE_INTER, NODE_DIFF, NODE_SEQ, NODE_PRODUCT,
	NODE_STAR, NODE_PLUS, NODE_OPT, NODE_INVERSE, NODE_COMPLEMENT,
	NODE_DOMAIN, NODE_RANGE,
	NODE_DIFFERENT_VALUES,
	NODE_VARIABLE,			/* of the recursion .a: .b is its body */
	NODE_FIX			/* the result of the recursion .b: the variable .a */
};

/* What every execution has. Those before BASE_PO are sets. */
enum base {
	BASE_ALL, BASE_READS, BASE_WRITES, BASE_RMW, BASE_FENCES, BASE_MAY_RACE, BASE_UNSET,
	BASE_ENDLESS, BASE_OBSERVED,
	BASE_PO, BASE_ID, BASE_EXT, BASE_INT, BASE_RMW_PAIRS, BASE_ADDR, BASE_DATA, BASE_CTRL,
	BASE_PICK_ADDR, BASE_PICK_DATA, BASE_PICK_CTRL,
	BASE_PASSED, BASE_SAME, BASE_CRITICAL, BASE_LOC, BASE_RF, BASE_CO, BASE_FREED, NR_BASES
};

enum { MAX_NODES = 4096, MAX_RECURSIONS = 64, MAX_VARIABLES = 16 };

struct node {
	enum node_op op;
	int a, b;			/* nodes; or a tag, a base */
	bool set;
	const char *name;		/* that a definition gives it, or NULL */
	struct cat_place at;		/* of the operator */
	/* as more of reads-from, coherence and locations becomes known: it does not change; it does
	 * not lose, or not gain, pairs */
	bool fixed, grows, shrinks;
	/* nor does it if threads go on: see struct lkmm_rule */
	bool begins;
	uint64_t open;			/* the recursions whose variables it is computed from */
};

struct recursion {
	int variable[MAX_VARIABLES];	/* in the order in which they are computed */
	int n;
	/* The nodes that the bodies use, in order, up to -1: those that are computed from the
	 * variables, and the others. */
	short *inside, *outside;
};

struct test {
	enum cat_check check;
	bool negated;
	int node;
	int flag;			/* of a flag: its bit */
};

struct graph_of_model {
	struct node *node;
	int n;
	struct recursion recursion[MAX_RECURSIONS];
	int nrecursions;
	int fr;				/* the node of that relation */
	struct test *rule, *flag;
	int nrules, nflags;
};

/* The flags that name two events of an execution are about pairs. */
static inline bool lkmm_cat_has_pairs(int flag)
{
	return flag == LKMM_DATA_RACE || flag == LKMM_USE_AFTER_FREE || flag == LKMM_DOUBLE_FREE ||
	       flag == LKMM_UNINITIALIZED;
}

/* What the statements of a model make of it; in build.c. False after a mistake. */
bool lkmm_cat_build(struct cat_reading *r, const char *name, struct graph_of_model *g,
		    struct lkmm_model *model);
/* The graph of @text alone, but with the nodes of @of at their places, to be compared. */
bool lkmm_cat_build_beside(struct cat_reading *r, const struct graph_of_model *of,
			   const char *text, struct graph_of_model *g);
/* Adds a node, or finds the same one. */
int lkmm_cat_node(struct cat_reading *r, struct cat_place at, struct graph_of_model *g,
		  struct node node);
/* Derives what grows, and what each recursion uses. */
bool lkmm_cat_derive(struct cat_reading *r, struct graph_of_model *g);
/* Whether a rule or a flag is computed from one of the relations from @first to @last. */
bool lkmm_cat_uses(const struct graph_of_model *g, enum base first, enum base last);
/*
 * Whether every event of the set @a is in the set @b, in the executions of programs that @model
 * decides; in kinds.c. False as well if that is not found out.
 */
bool lkmm_cat_is_subset(const struct graph_of_model *g, const struct lkmm_model *model, int a,
			int b);
/*
 * Whether the relation @node has reads of locks read only from what the engine lets them read from;
 * in kinds.c. False as well if that is not found out.
 */
bool lkmm_cat_reads_as_engine(const struct graph_of_model *g, int node);
/* Whether .relaxed_commute holds; in swap.c. */
bool lkmm_cat_commutes(const struct graph_of_model *g);

#endif
