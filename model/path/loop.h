/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* What is known of a loop: loop.c notes it, judge.c judges by it. */
#ifndef LKMM_LOOP_H
#define LKMM_LOOP_H

#include "run.h"

/* What is known of a register in the turns of a loop. */
enum {
	USED = 1,			/* before it was assigned in the turn */
	ASSIGNED = 2,			/* in some turn that was not the last */
	NOT_ALWAYS = 4,			/* but not in all */
	NOT_LAST = 8,			/* some last turn did not assign it */
	USED_OUTSIDE = 16,
	COUNTS = 32			/* some turn left more than what one of its reads found */
};

/* Reads at computed addresses in turns of a loop, by their place. */
enum { LKMM_MAX_LOOKS = 4 };

struct loop {
	struct loop *next;
	const struct lkmm_stmt *stmt;
	int limit;			/* turns that count */
	int free;			/* the most of those that numbers bound on any path */
	bool counts_free;		/* they count, since ways with all of them are too many */
	bool cut;			/* some path had no more of them */
	bool lost;			/* and there may be executions on it */
	bool complete;			/* some turn was not the last */
	bool writes;			/* in such a turn, or what else is no mere read */
	bool exchanges;			/* in such a turn, by RMWs */
	bool idle;			/* which change nothing: see idle.c */
	bool waits;			/* it needs no turn but the last, unless for a flag */
	bool *looks;			/* by location: some other turn reads it, */
	/* or does so at a computed address; */
	const struct lkmm_expr *looks_by[LKMM_MAX_LOOKS];
	bool does_more;			/* or has other events than marked reads and fences */
	bool single;			/* it has no turn but the last: see few.c */
	int began;			/* event where it did on the path at hand, or -1 */
	int lock;			/* that such turns as poll.c tells of poll, or -1 */
	int polls;			/* how many of these are followed */
	bool mixed;			/* such turns and others follow each other */
	bool late;			/* something else comes between the lock and the first */
	bool counts_polls;		/* they cannot be removed, and count as others do */
	bool others;			/* some turn was not the last, and no such */
	bool followed;			/* in or after it, some path has more than reads */
	int asked;			/* .limit before it had more turns; 0: it has not */
	bool unchanged;			/* some such turn finds no location changed */
	bool quiet_unchanged;		/* and all such turns only read */
	bool passes_quiet;		/* turns that only read can be removed, and do not count */
	bool *changed;			/* by location: some turn finds it changed */
	bool *wrote;			/* by location, and one more if that is not known */
	unsigned char *reg;
};

/* ---- poll.c ---- */

/*
 * The lock that the turn of @p from event @first on polls: it only reads, apart from that it takes
 * the lock, once, and gives it back, or it gives it back and takes it again last. Or -1.
 */
int lkmm_polled_lock(const struct lkmm_test *test, const struct path *p, int first);
/* Whether event @i of @p takes @lock. */
bool lkmm_takes_lock(const struct lkmm_test *test, const struct path *p, int i, int lock);
/* Whether some thread may find @lock taken, or free, without taking it. */
bool lkmm_is_looked_at(const struct lkmm_test *test, const struct paths *all, int lock);

/* ---- few.c ---- */

/* It is a marked read, or a fence, and can do no more in a turn of a loop. */
bool lkmm_only_looks(const struct event *e);

/* ---- idle.c ---- */

/*
 * Whether the writes in turns of the loop @l of @thread, all of RMWs, change nothing and can be
 * removed.
 */
bool lkmm_turns_are_idle(const struct lkmm_test *test, const struct paths *all, int thread,
			 const struct loop *l);

#endif
