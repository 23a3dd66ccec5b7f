/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* What iterator.c, again.c, adapter.c and iterate.c share: an iterator, and a way through it. */
#ifndef LKMM_RUST_ITERATOR_H
#define LKMM_RUST_ITERATOR_H

#include "item.h"

enum { RUST_MAX_STAGES = 8 };

/* What happens to an element: the first ones leave each in its place, the others do not. */
enum stage_kind {
	MAP, INSPECT, ENUMERATE, COPIED, LAST_IN_PLACE = COPIED,
	FILTER, FILTER_MAP, FLATTEN, MAP_WHILE, TAKE_WHILE, SKIP_WHILE, SKIP, TAKE, STEP, COUNT,
	ZIP, FUSE
};

struct stage {
	enum stage_kind kind;
	struct value f;			/* the closure */
	int end;			/* of enumerate(): the end that it counts from, */
	struct lkmm_expr *from;		/* ... and the number there that counts as 0 */
	struct lkmm_expr *limit;	/* of SKIP, TAKE and STEP: how many */
	struct lkmm_expr *state;	/* a register: how many there were; whether it is over */
	const struct rust_iter *with;	/* of ZIP */
};

enum { ITER_FRONT, ITER_BACK };

enum iter_base {
	OF_ARRAY, OF_RANGE,
	OF_PARTS,			/* windows(), chunks(): slices of an array */
	OF_ZIP, OF_CHAIN,		/* two iterators */
	OF_STEPS,			/* every so many of another iterator */
	OF_NEXT				/* what next() of an impl returns */
};

struct rust_iter {
	enum iter_base base;
	int end;			/* where next() takes from: ITER_BACK after rev() */
	struct value from;		/* the array; the start of a range; the struct */
	bool by_value;			/* elements of the array are values, and no references */
	bool borrowed;			/* by_ref(): the one that is lent goes on from here */
	const struct rust_iter *of[2];
	struct lkmm_expr *step;		/* OF_STEPS */
	int length, apart;		/* OF_PARTS: of each, and between their starts */
	struct lkmm_expr *count;	/* of elements, before stages */
	/*
	 * The registers that say how many have been taken from either end. An iterator that comes
	 * from this one, by a move, by_ref() or map(), has the same registers.
	 */
	struct lkmm_expr *taken[2];
	struct stage stage[RUST_MAX_STAGES];
	int nstages;
};

/* One way through an iterator, and what each element is for. */
struct way {
	const struct rust_iter *iter;
	void (*each)(struct rust *r, struct way *way, struct value v);
	struct lkmm_expr *n;		/* of position(): how many elements there have been */
	struct lkmm_expr *best;		/* of max() and min(): the largest so far */
	enum lkmm_operator better;
	struct lkmm_expr *turn;		/* the number of the element, from the front */
	struct value f, result;
	struct lkmm_place at;
	struct rust_loop *loop;		/* of for */
	const struct lex_spot *pattern, *body;
	bool once;			/* at most one turn: if, in place of the loop */
	bool by_next;			/* by next() or nth(), and not by a method of its own */
	struct lkmm_expr *ended;	/* OF_NEXT: whether next() has returned None */
	struct lkmm_expr *asked[RUST_MAX_STAGES];	/* whether SKIP and STEP are asked */
};

/* A value of the type that @it has. */
struct value rust_iter_value(struct rust *r, const struct rust_iter *it, struct lkmm_place at);
/* @e in a register. */
struct lkmm_expr *rust_iter_keep(struct rust *r, struct lkmm_expr *e, struct lkmm_place at);
/* Registers of its own for @it, which has taken as many as it has now. */
void rust_iter_count(struct rust *r, struct rust_iter *it, struct lkmm_place at);
/* How many elements are left to take. */
struct lkmm_expr *rust_iter_left(struct rust *r, const struct rust_iter *it, struct lkmm_place at);
/* Whether the number of an element says which it is: none is left out. */
bool rust_iter_in_place(const struct rust_iter *it);
/* A reference to @v, which filter() and find() show their closures. */
struct value rust_iter_shown(struct rust *r, struct value v);
/* What the closure @f says about @v. */
struct value rust_iter_asks(struct rust *r, struct value f, struct value v, struct lkmm_place at);
/* if (cond) { what @then does } */
void rust_iter_when(struct rust *r, struct lkmm_expr *cond, struct way *way, struct value v,
		    void (*then)(struct rust *r, struct way *way, struct value v));
/* The loop over the elements. */
void rust_iter_go(struct rust *r, struct way *way);

/* ---- again.c ---- */

/* Whether what comes before the stage @k may give an element after it has given None. */
bool rust_iter_resumes(const struct rust_iter *it, int k);
/* What must hold for the stage @s to ask for another element, or NULL. */
struct lkmm_expr *rust_iter_more(struct rust *r, const struct stage *s, struct lkmm_place at);
/* Before, and after, the loop over the elements. */
void rust_iter_begin(struct rust *r, struct way *way);
void rust_iter_end(struct rust *r, const struct way *way);

/* ---- adapter.c ---- */

/* Whether a stage does what others may see: then elements that are left out pass it as well. */
bool rust_iter_acts(const struct rust_iter *it);

/* map(..), zip(..) and the like, behind the bracket; false at any other name. */
bool parse_rust_adapter(struct rust *r, struct value *self, const struct token *name);
/* The same without the first @n elements. */
struct value rust_iter_skip(struct rust *r, struct value self, struct lkmm_expr *n,
			    struct lkmm_place at);

#endif
