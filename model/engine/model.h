/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * The interface between the engine and a memory model. An execution has relations, struct
 * execution; a model has checks, which define more relations from these by equations. A set S is
 * the relation [S].
 *
 * The engine assumes that in every model reads-from and coherence agree with program order,
 * location by location, and that no write comes between the halves of an RMW: state.c draws
 * conclusions from that without asking. A model forbids these executions too, by any of its checks.
 */
#ifndef LKMM_ENGINE_MODEL_H
#define LKMM_ENGINE_MODEL_H

#include "model/path/path.h"
#include "rel.h"
#include "value.h"

/* The members of struct execution. A model's own struct begins with them as members of a union. */
#define EXECUTION										\
	struct pool pool;									\
	size_t fixed_mark;	/* the pool holds fixed relations up to here */			\
	const void *of_model;	/* lkmm_equations.data */					\
												\
	/* with the control flow */								\
	rel_t id, po, ext, internal, rmw, rmw_inverse;						\
	rel_t syntactic_addr, syntactic_data, syntactic_ctrl;					\
	rel_t pick[3];		/* as these, but for choices of values */			\
	/* from reads to the fences that a branch on them led to */				\
	rel_t syntactic_passed;									\
	rel_t copied;		/* the data that are written as they were read */		\
	rel_t same;		/* the pieces of one read or write of an access, one another */	\
	rel_t critical;		/* from an LKW to the next UL of its lock */			\
	rel_t tag[NR_TAGS];	/* [events with this tag] */					\
	rel_t mark[LKMM_MAX_MARKS];	/* [events with this mark] */				\
	rel_t reads, writes, rmw_events, rmw_halves;						\
	rel_t may_race;		/* [plain accesses whose races are none] */			\
	rel_t endless;		/* [ends of critical sections that never come] */		\
	rel_t unset;		/* [initial writes of allocated objects: unset] */		\
												\
	/* with an execution, complete or not */						\
	rel_t loc, rf, co;									\
	/* from an event that frees an object to all that is done to it; while it is */	\
	/* not known which object that is, to all that may be */				\
	rel_t freed;										\
	rel_t observed;		/* [events at variables of the final state] */			\
	/* for possible_flags() alone, as is more in observed: accesses that may be to */	\
	/* one variable */									\
	rel_t meet;										\
	const int64_t *value;	/* that events read or write, of those known */			\
	bool placed;		/* it is known which variable each is at */			\
	/* of an incomplete one, if the model knows locks: see lock.c */			\
	rel_t handoff;										\
												\
	/* set by breaks(): program order that nothing keeps, of an execution */		\
	/* that is allowed */									\
	rel_t loose;

struct execution {
	EXECUTION
};

/* The equations of a model, compiled for one size of sets. */
struct equations {
	size_t size;			/* of the model's struct */
	/*
	 * Computes the relations that depend on control flow alone, once for all executions of one
	 * choice of paths. May be NULL.
	 */
	void (*fixed)(struct execution *x);
	/* Called before the first rule is asked of an execution. May be NULL. */
	void (*begin)(struct execution *x);
	/*
	 * Whether the rule @rule of the model holds, counted from 0. They are checked in order, up
	 * to the first that does not; each may use results of those before it.
	 */
	bool (*holds)(struct execution *x, int rule);
	/* The pairs of which one from an event to itself breaks rule @rule; of 0, of an execution
	 * that is allowed, those that sequential consistency would forbid. */
	rel_t (*breaks)(struct execution *x, int rule);
	const struct step_name *name;
	int nnames;
	/* The name of @r, or NULL. .step_of NULL: .name has them all. */
	const struct step_name *(*step_of)(struct execution *x, rel_t r);

	/* Of a model without flags, these are NULL. The rules have been asked and hold. */
	unsigned int (*flags)(struct execution *x);
	/* The first event that raises @flag, or -1. NULL: that is not known. */
	int (*raising_event)(struct execution *x, enum lkmm_flag flag);
	/* The flags that some execution may raise that the present one can become: or more. */
	unsigned int (*possible_flags)(struct execution *x);

	/* NULL for a model without races. */
	rel_t (*races)(struct execution *x);
	/* The pairs that may race in an execution that the present one can become. @same relates
	 * accesses that may be to one variable. NULL: races are looked for as other flags are. */
	rel_t (*possible_races)(struct execution *x, rel_t same);
	/* NULL: LKMM_RACE_UNORDERED */
	enum lkmm_race_reason (*race_reason)(struct execution *x, int a, int b);

	/*
	 * NULL for a model without allocation. The pairs that raise @flag: an access, or a free,
	 * and the free of its object; an initial write and a read.
	 */
	rel_t (*misuses)(struct execution *x, enum lkmm_flag flag);
	/* Those of an execution that the present one can become; a read is by itself there. */
	rel_t (*possible_misuses)(struct execution *x, enum lkmm_flag flag);
	/* Whether the event @a comes after @b, which frees the object. NULL: that is not known. */
	bool (*comes_after)(struct execution *x, int a, int b);
};

#endif
