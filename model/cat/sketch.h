/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * What a model orders in every execution that has some events, whatever else it has: a sketch is a
 * part of an execution. And what the relation of a rule is made of.
 */
#ifndef LKMM_CAT_SKETCH_H
#define LKMM_CAT_SKETCH_H

#include <lkmm/check/check.h>

enum { SKETCH_EVENTS = 16, SKETCH_FACTS = 24, SKETCH_STEPS = 32 };

enum sketch_kind { SKETCH_READ, SKETCH_WRITE, SKETCH_FENCE };

/* Events are in program order, of thread after thread. */
struct sketch_event {
	enum sketch_kind kind;
	uint64_t marks;			/* that it surely has, */
	uint64_t may;			/* and that it may have besides */
	int thread;
	int instruction;		/* the halves of one are in no program order */
};

enum sketch_relation {
	SKETCH_RF, SKETCH_CO, SKETCH_FR, SKETCH_RMW,	/* these are at one location */
	SKETCH_ADDR, SKETCH_DATA, SKETCH_CTRL
};

struct sketch_fact {
	enum sketch_relation relation;
	int from, to;
};

struct sketch {
	struct sketch_event event[SKETCH_EVENTS];
	int n;
	struct sketch_fact fact[SKETCH_FACTS];
	int nfacts;
};

/* The steps from an event to another: bits, of the names that the model gives to relations. */
struct sketch_steps {
	const char *name[SKETCH_STEPS];
	int n;
	uint32_t has[SKETCH_EVENTS][SKETCH_EVENTS];
};

/* Whether the model has LKMM's rules that each variable is coherent, and that RMWs are atomic. */
bool lkmm_cat_is_coherent(const struct lkmm_model *m);
bool lkmm_cat_is_atomic(const struct lkmm_model *m);
/* Whether there is one other rule that something is acyclic. */
bool lkmm_cat_has_one_order(const struct lkmm_model *m);
/*
 * Of the one other rule that something is acyclic, the steps that every execution with @s has, if
 * it is allowed. False without memory, if there is not one such rule, or if it has too many names.
 */
bool lkmm_cat_sketch(const struct lkmm_model *m, const struct sketch *s,
		     struct sketch_steps *steps);

/*
 * Rules "empty x \ y" give definitions. Whether @rule is one whose x is y; and whether every pair
 * that the relation of the rule @of relates is a way along pairs of the x of rules from @first on,
 * @n of them. Sets @used for each that it takes.
 */
bool lkmm_cat_is_defined(const struct lkmm_model *m, int rule);
bool lkmm_cat_is_made_of(const struct lkmm_model *m, int of, int first, int n, bool *used);
/* The rule that is called @name, or -1. */
int lkmm_cat_rule(const struct lkmm_model *m, const char *name);

#endif
