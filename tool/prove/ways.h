/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * One way through a function.
 *
 *	reach.c		which instructions there are ways to
 *	walk.c		from instruction to instruction
 *	statement.c	what an instruction does to registers, and the events that it has
 *	ending.c	the events of a way as those of an operation
 */
#ifndef LKMM_PROVE_WAYS_H
#define LKMM_PROVE_WAYS_H

#include "machine.h"

enum {
	MAX_VISITS = 24, MAX_STEPS = 20000, MOST_WAYS = 5000, MAX_STACKS = 32, MAX_TRACE = 256,
	WAY_EVENTS = 24
};

/* The way was here, at a place that jumps go to. */
struct visit {
	int at;				/* the line */
	int nevents, ntrace;		/* before it */
	struct places memory;
};

struct way_event {
	struct sketch_event event;
	bool own;			/* of the object of the operation */
	const struct term *value;	/* that such a read has found */
	bool compared;			/* the way went by it */
};

struct way {
	struct decoder *decoder;
	const struct function *f;
	/* of each line: it is reached; it is a jump that may be made a nop */
	bool reached[FUNCTION_LINES], patched[FUNCTION_LINES];
	const struct named *what;
	const struct machine_code *code;
	struct found *found;
	struct lkmm_arena *arena;
	struct terms terms;
	struct places memory;
	struct visit visit[MAX_VISITS];
	int nvisits;
	const struct term *argument[4], *object;
	struct places first;		/* registers, where the way begins */
	const char *pointer;		/* the one that has the address of the object, or NULL */
	const struct term *stack[MAX_STACKS];	/* what the stack pointer was */
	int stacks;
	struct way_event event[WAY_EVENTS];
	int n;
	int pair[2];			/* the last read and write of the object in one; or -1 */
	int linked;			/* the last read that a store-exclusive is for, or -1 */
	const struct term *linked_at;
	int instruction;
	const struct function_line *now;
	int trace[MAX_TRACE];		/* the lines of the way */
	int ntrace;
	const struct lkmm_thread *thread;	/* of the instruction */
	int bytes;
	bool updates, flags;		/* it reads and writes memory; it sets the flags */
	bool ended, repeats;		/* repeats: what follows has been seen */
	/* of all ways: reads in turns that were left out; and whether a way has no other */
	struct sketch_event dropped[MAX_EVENTS];
	int ndropped;
	bool needs_dropped;
};

/* ---- walk.c ---- */

/* Ends the way, and all: it is not understood. Returns false. */
bool way_fails(struct way *w, const char *what);

/* ---- reach.c ---- */

/* Finds what is reached, and which jumps must be none for that. False if that is not all. */
bool ways_reach(struct way *w);
/* The line at @address, or -1. */
int function_line_at(const struct function *f, unsigned long long address);
/* Whether the function ends there. */
bool function_leaves(const struct function_line *l);

/* ---- statement.c ---- */

void way_begin_instruction(struct way *w);
void way_run(struct way *w, const struct instruction *i);
/* Of a jump. */
bool way_jumps(struct way *w, const struct instruction *i);
/* Whether it always does. */
bool always_jumps(const struct instruction *i);
void way_forget_flags(struct way *w);
const struct term *way_new_stack(struct way *w);

/* ---- ending.c ---- */

struct way *way_new(struct decoder *d, const struct function *f, const struct named *what,
		    struct found *found);
void way_free(struct way *w);
/* Adds what the way is to what was found. */
void way_ends(struct way *w);
/* All ways have ended. */
void ways_end(struct way *w);

#endif
