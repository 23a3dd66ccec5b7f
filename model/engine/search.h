/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Functions and structures that the files of the engine share.
 *
 *	lock.c		locks, and conclusions from the order of their critical sections
 *	graph.c		one path for each thread: events and their initial relations
 *	state.c		an incomplete execution, and conclusions from its decisions
 *	whole.c		... for accesses to several pieces of a location
 *	coherence.c	... for the order of writes; all conclusions together
 *	begin.c		the execution without any decision
 *	choose.c	the next decision
 *	complete.c	executions without open decisions
 *	trail.c		the states on the way to the present one
 *	explore.c	decisions
 *	part.c		how much of the search is done
 *	share.c		which choices are for this search, if there are several
 *	search.c	the searches, over one choice of paths after the other
 *	ahead.c		what threads may still write, and after which reads
 *	feed.c		facts of such that cannot be true
 *	demand.c	choices of paths that are made on demand
 *	race.c		which races are still possible in an incomplete one
 *	why.c		the reason why one is forbidden
 *	witness.c	an execution in the library's form
 *	same.c		the search for one that was shown
 */
#ifndef LKMM_SEARCH_H
#define LKMM_SEARCH_H

#include "model.h"
#include "query.h"

/* Something that an execution must satisfy. */
struct need {
	const struct sym *sym;		/* of the thread whose events start at .base; or */
	int base;
	const struct lkmm_cond *cond;
	bool truth;
	/*
	 * for the filter, which may name a register that a thread that stops early has not assigned
	 */
	bool partial;
	const struct path *bad;		/* .sym is the address that it stops before, and is bad */
};

/* An incomplete execution. */
struct state {
	_Alignas(8)			/* states are compared by words, which i386 aligns to 4 */
	short rf[MAX_SET];		/* the write that a read reads from, or -1 */
	short loc[MAX_SET];		/* -1: not known yet, or none */
	int64_t val[MAX_SET];
	struct set known;		/* events whose value is known */
	struct set no_loc;		/* accesses whose location is not known */
	struct set unread;		/* reads without rf */
	struct set dom[MAX_SET];	/* the writes that a read may still read from */
	struct set co[MAX_SET];		/* the writes after a write: transitive, not total */
	struct set dirty;		/* locations to look at again */
	struct set locks;		/* locations that are locks: see is_lock() */
	short section_end[MAX_SET];	/* of a write that takes a lock: the release, or -1 */
	uint64_t met[MAX_NEEDS / 64];	/* needs found to hold */
	bool changed;			/* since the rules were checked */
};

enum choice_kind {
	CHOOSE_VALUE, CHOOSE_WRITE, CHOOSE_LAST, CHOOSE_ORDER,
	CHOOSE_GUESS,			/* a likely order of all writes, or else CHOOSE_ORDER */
	CHOOSE_NOTHING
};

struct choice {
	enum choice_kind kind;
	int read;			/* CHOOSE_VALUE, CHOOSE_WRITE */
	int loc;			/* CHOOSE_LAST */
	int first, second;		/* CHOOSE_ORDER, CHOOSE_GUESS */
};

/* How many decisions that failed are remembered. */
enum { MAX_FAILED = 32 };

/* A decision on the way to the present state. */
struct frame {
	struct choice choice;
	int next;			/* the alternative to try next */
	int tried, of;			/* alternatives, and how many there may be */
	bool any_will_do;		/* one execution below it is enough */
	bool below;			/* something was decided below it */
	bool moved;			/* it stands where another decision stood:
					 * decide_earlier() */
	size_t mark;			/* how far the trail led before it */
};

/* A word of a state before a decision. */
struct change {
	size_t word;
	uint64_t old;
};

/* The decisions on the way to the present state, and how to take them back: see trail.c. */
struct trail {
	struct frame *frame;
	size_t nframes, frame_room;
	struct change *change;
	size_t nchanges, change_room;
	struct state *now;		/* the present state */
	struct state *before;		/* that of the innermost decision */
};

/* Paths of a thread of which one is to be taken: they follow one another. */
struct span {
	int first, end;
};

/* A thread whose paths are taken in groups. Those of a group have more in common than @level. */
struct fork {
	int thread;
	struct span whole, now;		/* .now: the group that is left */
	struct common level;
};

/* What a write of a path may write to a location. */
struct effect_at {
	short loc;
	struct held value;
};

/* What it may write, and the reads of its thread that it comes after: see ahead.c. */
struct effect {
	bool known;
	bool wide;			/* to many locations */
	uint64_t before;		/* bits 1 << event */
	int n;
	struct effect_at *at;
};

/* Writes to a location that a thread has ahead of it, after some reads that it begins with. */
struct way {
	short loc;
	uint64_t before;
	struct held value;
};

enum { MOST_WAYS = 128 };

struct ahead {
	int n;
	struct way way[MOST_WAYS];
	bool more;			/* than these */
};

/* The choice of paths on demand: see demand.c. */
struct demand {
	struct span *span;		/* of each thread, those that are left */
	struct common *level;		/* where these part, if they are more than one */
	struct common **next;		/* of each thread's paths: with the one that follows */
	struct path *start;		/* of each thread: what all that are left begin with */
	struct span *started;		/* those for which .start and .later hold */
	struct holds holds;
	struct held *later;		/* of each thread: what it may write to each location
					 * after .start */
	struct lkmm_arena *arena;
	struct effect ***effect;	/* of each thread, path and event, if it was asked for */
	struct held *scratch;		/* for each location */
	struct feed *feed;		/* of each thread, unless NULL: see feed.c */
	struct held *fed;		/* and the memory for what they may write */
	struct ahead *ahead;		/* of each thread, and reads that need it, if .feed */
	struct open *open;
	int asked;			/* decisions of the present question */
	struct fork *fork;		/* the way to the present choice */
	size_t nforks, room;
	/* how many, and what they took: see is_worth_it() */
	uint64_t whole, whole_work, starts, starts_work;
};

/* One path for each thread. */
struct graph {
	struct query *q;
	const struct equations *equations;	/* of the model, */
	struct execution *m;		/* and the struct that they compute, */
	size_t m_size;			/* which has so many bytes */
	int n, nlocs;
	short thread[MAX_SET];
	const struct event *event[MAX_SET];	/* NULL for initial writes */
	short partner[MAX_SET];
	const struct path **path;	/* of each thread */
	const bool **possible;		/* of a thread's paths, those to be tried; NULL: all */
	int *base;			/* a thread's first event */
	int *which;			/* a thread's path, by number */
	struct set *of_thread;		/* a thread's events */
	struct set reads, writes, frees;
	struct set cookies;		/* calls of SRCU that have a value */
	struct set wholes;		/* first events of accesses to several pieces */
	struct set po[MAX_SET];
	short section_end[MAX_SET];	/* of an LKW: the next UL; -1: none, or not known yet */
	bool sections_open;		/* some address of these is not known at first */
	short *init;			/* the initial write of each location; -1: nobody uses it */
	bool *used;			/* locations that events may be to */
	/* of threads that only begin: stands for all writes that are still to come, or -1 */
	int outside;
	struct need *need;		/* room for MAX_NEEDS */
	int nneeds;
	int passed;			/* checks in a row that found no rule broken */
	struct choice failed[MAX_FAILED];	/* decisions that failed lately, the last one
						 * first */
	int nfailed;
	int patience, waiting;		/* orders to decide after a wrong guess; and still to
					 * decide */
	bool fixed;			/* the fixed relations have been computed */
	bool probing;			/* this is a search within a search */
	bool racing;			/* looking for a race or the like between two threads: */
	int racer[2], suspect[2];	/* and two of their accesses that may race */
	struct state *first;		/* of which nothing is decided */
	struct trail trail;
	struct demand demand;
	int64_t *observed;
	struct set *scratch;		/* MAX_SET, for one function at a time: too much for a
					 * stack */
};

static inline enum event_tag tag_of_node(const struct graph *g, int i)
{
	return g->event[i] ? g->event[i]->tag : TAG_INIT;
}

/* The read of the RMW that the write @w is half of, or -1. */
static inline int other_half(const struct graph *g, int w)
{
	return w && g->partner[w - 1] == w ? w - 1 : -1;
}

#endif
