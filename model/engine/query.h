/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The questions to the engine, independent of the size of its sets. */
#ifndef LKMM_ENGINE_QUERY_H
#define LKMM_ENGINE_QUERY_H

#include "model/path/path.h"

/* The bound of the search for the closest forbidden execution: a second or so. */
enum { MAX_STEPS_OF_CLOSEST = 50000 };

/* Flags of the life of an object. */
enum {
	FLAGS_OF_LIFE = 1 << LKMM_USE_AFTER_FREE | 1 << LKMM_DOUBLE_FREE | 1 << LKMM_UNINITIALIZED
};

/* A question of check.c. */
struct query {
	const struct lkmm_test *test;
	const struct lkmm_model *model;
	const struct lkmm_options *options;
	struct lkmm_arena *arena;
	struct paths *paths;		/* of each thread, */
	const struct counted_loop *counted_loops;	/* loops all of whose turns count, */
	const struct split *splits;	/* and where they are split, */
	const struct split *unsplit;	/* or were before locations were known, */
	bool splits_locations, no_splits;	/* if they are; or must not be */
	struct holds ever;		/* what ever.c has found of .ever_of, if .ever_known */
	const struct lkmm_test *ever_of;
	bool ever_known;
	int *like;			/* of each thread, the next like it or -1: see alike.c */
	bool *moves;			/* each location, with threads that are exchanged */
	/* of those like each other, the first takes the last path, where so many are before .paths
	 * of each thread; or NULL */
	bool downwards;
	const int *skipped;

	bool states;			/* record final states; or else look for one execution */
	const struct lkmm_cond *goal;	/* that satisfies, or does not satisfy, this */
	bool goal_truth;
	unsigned int wanted_flags;	/* look for executions that raise one of these instead */
	bool forbidden;			/* look for the forbidden one closest to being allowed */
	bool incoherent;		/* even if it breaks coherence or atomicity */
	bool trapping;			/* look for one that stops before a bad access instead, */
	int trapped;			/* of this thread */
	bool refusing;			/* before one that is refused instead */
	/* whether one was met on some way; NULL: then the search ends, whether the way exists */
	bool *met_refused;
	bool blocking;			/* look for one in which threads wait for ever */
	bool counting;			/* count the choices of paths that have an execution */
	size_t counted;
	/* what can be seen of a choice at once: false if it has none */
	bool (*likely)(void *arg, const struct path **path);
	void *likely_arg;

	bool found;
	const struct path **witness;	/* of each thread, in the execution found; or NULL */
	struct lkmm_bad_access bad;	/* the access found with .trapping */
	struct lkmm_refusal refused;
	unsigned int flags;
	bool flags_searched;
	struct lkmm_misuse misuse[LKMM_NR_MISUSES];	/* those that raised flags */
	int nmisuses;
	struct lkmm_flagged flagged[LKMM_NR_FLAGS];	/* events that raised others */
	int nflagged;
	/* .show: the simplest execution that was found, the last one, and how many there were */
	struct lkmm_execution simplest, described;
	int witnesses, compared;	/* compared: states since the first one */
	struct lkmm_execution closest;
	int closest_rule;		/* that it breaks, counted from 1; 0: none yet */
	int considered, cycles;		/* executions checked for that */
	int steps;			/* decisions taken for that */
	size_t nstates, states_room;
	int64_t *state;
	uint32_t *bucket;
	size_t nbuckets;
	unsigned long work;		/* done since the clock was asked, in words of relations */
	uint64_t done;			/* before that */
	uint64_t most;			/* to be done: then .status is LKMM_STOPPED; 0: no bound */
	enum lkmm_status status;
	enum lkmm_limit limit;		/* LKMM_TOO_LARGE: which */
};

/* What the present search finds is shown, and so it looks for what is simple. */
static inline bool lkmm_shows(const struct query *q)
{
	return q->options->show && !(q->options->only_flaws && q->goal);
}

/* Notes that @limit is exceeded. */
void lkmm_exceed(struct query *q, enum lkmm_limit limit);
/* Bounds the work that is done from now on; and whether that has come to an end: not any more. */
void lkmm_bound(struct query *q);
bool lkmm_reached_bound(struct query *q);
/* Draws conclusions without running the search. */
void lkmm_check_limits(struct query *q);

/* Adds a final state to those of @q. */
void lkmm_find_unassigned(struct query *q, struct lkmm_answer *answer);
void lkmm_add_state(struct query *q, const int64_t *state);
bool lkmm_has_state(const struct query *q, const int64_t *state);

/* Options for a search within a search, which shows nothing. */
static inline struct lkmm_options lkmm_quiet(const struct lkmm_options *o)
{
	return (struct lkmm_options){ .stop = o->stop, .stop_arg = o->stop_arg,
				      .progress = o->progress, .search = o->search };
}

/* Others look at part of the executions. */
static inline bool lkmm_is_shared(const struct query *q)
{
	return q->options->shares > 1;
}

/* Whether the final state @state satisfies the condition @c of @t. */
bool lkmm_satisfies(const struct lkmm_test *t, const struct lkmm_cond *c, const int64_t *state);

/* The next stage begins. */
static inline void lkmm_begin_stage(const struct query *q, enum lkmm_stage stage)
{
	if (!q->options->progress)
		return;
	q->options->progress->stage = stage;
	q->options->progress->part = 0;
}

/* pointer.c: all paths of a thread, those that stop early last. */
struct paths lkmm_with_stops(struct query *q, const struct paths *p);
/* Sets .like and .moves, for the paths of the query. */
void lkmm_find_alike(struct query *q);
/* Sets @like to .like as it is if the thread @t has some of its paths only. */
void lkmm_is_unlike(const struct query *q, int t, int *like);
/* Whether an earlier thread is like @t. */
bool lkmm_is_like_another(const struct query *q, int t);

/* Looks for executions that block, if there may be any. */
void lkmm_find_blocked(struct query *q, struct lkmm_answer *answer);

/* Searches all paths of @q. */
void lkmm_run_search(struct query *q);
/* listing.c: the paths of the test, of which locations are cut into pieces if need be. */
void lkmm_list_all(struct query *q);
/* pointer.c: looks for accesses through pointers to nothing. */
void lkmm_search_bad_pointers(struct query *q, struct lkmm_answer *answer);
/* Whether an execution gets to an access that is refused: then .status is LKMM_TWO_SIZES. */
void lkmm_search_refused(struct query *q);

/* The most events that any choice of paths has, and no fewer than locations: sets hold either. */
int lkmm_most_events(const struct query *q);

/* The engine, for tests of up to 64, 256 and 1024 events. */
void lkmm_search_1(struct query *q);
void lkmm_search_4(struct query *q);
void lkmm_search_16(struct query *q);

/* Branches of one execution and parts of the condition. */
enum { MAX_NEEDS = 512 };

enum tri { NO, YES, OPEN };

#endif
