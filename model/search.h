/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * What the files of the engine share.
 *
 *	graph.c		one path for each thread  ->  events and the relations they are born with
 *	state.c		an incomplete execution: values, candidates, and all that follows from what
 *is decided search.c	decisions flags.c		what is wrong with an execution that is
 *allowed witness.c	an execution, as the library hands it out
 */
#ifndef LKMM_SEARCH_H
#define LKMM_SEARCH_H

#include "model.h"

/* What check.c asks of the engine. */
struct query {
	const struct lkmm_test *test;
	const struct lkmm_options *options;
	struct lkmm_arena *arena;
	struct paths *paths;		/* of each thread */

	bool states;			/* record final states; or else look for one execution */
	const struct lkmm_cond *goal;	/* that satisfies, or does not satisfy, this */
	bool goal_truth;
	unsigned int wanted_flags;	/* look for executions that raise one of these instead */

	bool found;
	unsigned int flags;
	size_t nstates, states_room;
	int64_t *state;
	uint32_t *bucket;
	size_t nbuckets;
	unsigned long polls;
	enum lkmm_status status;
};

/* Adds a final state to those of @q. */
void lkmm_add_state(struct query *q, const int64_t *state);
bool lkmm_has_state(const struct query *q, const int64_t *state);

/* The most events that any choice of paths has. */
int lkmm_most_events(const struct query *q);

/* The engine, for tests of up to 64, 256 and 1024 events. */
void lkmm_search_1(struct query *q);
void lkmm_search_4(struct query *q);
void lkmm_search_16(struct query *q);

enum tri { NO, YES, OPEN };

/* Something that an execution must satisfy. */
struct need {
	const struct sym *sym;		/* of the thread whose events start at .base; or */
	int base;
	const struct lkmm_cond *cond;
	bool truth;
};

enum { MAX_NEEDS = 512 };

/* An incomplete execution. */
struct state {
	short rf[MAX_SET];		/* what a read reads from, or -1 */
	short loc[MAX_SET];		/* -1: not known yet, or none */
	int64_t val[MAX_SET];
	struct set known;		/* events whose value is known */
	struct set no_loc;		/* accesses whose location is not known */
	struct set unread;		/* reads without rf */
	struct set dom[MAX_SET];	/* what a read may still read from */
	struct set co[MAX_SET];		/* what a write comes before: transitive, not total */
	struct set dirty;		/* locations to look at again */
	uint64_t met[MAX_NEEDS / 64];	/* needs found to hold */
	bool changed;			/* since the rules were checked */
};

/* One path for each thread. */
struct graph {
	struct query *q;
	struct model m;
	int n, nlocs;
	short thread[MAX_SET];
	const struct event *event[MAX_SET];	/* NULL for initial writes */
	short partner[MAX_SET];
	const struct path *path[256];
	int base[256];			/* a thread's first event */
	struct set reads, writes, of_thread[256];
	struct set po[MAX_SET];
	short section_end[MAX_SET]; /* of an LKW: the UL that ends its critical section, or -1 */
	short *init;			/* the initial write of each location */
	struct need need[MAX_NEEDS];
	int nneeds;
	int passed;			/* checks in a row that found no rule broken */
	bool fixed;			/* the fixed relations have been computed */
	struct state **level;
	int nlevels;
	int64_t *observed;
};

#endif
