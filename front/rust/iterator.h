/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* What iterator.c and iterate.c share: an iterator, and a way through it. */
#ifndef LKMM_RUST_ITERATOR_H
#define LKMM_RUST_ITERATOR_H

#include "item.h"

enum { RUST_MAX_STAGES = 6 };

enum stage_kind { MAP, FILTER, ENUMERATE, COPIED };

struct stage {
	enum stage_kind kind;
	struct value f;			/* the closure */
	struct lkmm_expr *from;		/* of enumerate(): the number that counts as 0 */
};

enum { ITER_FRONT, ITER_BACK };

struct rust_iter {
	bool range;
	int end;			/* where next() takes from: ITER_BACK after rev() */
	struct value from;		/* the array, in memory; the start of a range */
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
	bool counts;			/* the result is the number of an element */
	struct lkmm_expr *n, *turn;	/* the number of the turn, and of the element */
	struct lkmm_expr *from;		/* the number of the first turn */
	struct value f, result;
	struct lkmm_place at;
	struct rust_loop *loop;		/* of for */
	struct pattern *pattern;
	bool once;			/* at most one turn: if, in place of the loop */
};

/* A value of the type that @it has. */
struct value rust_iter_value(struct rust *r, const struct rust_iter *it, struct lkmm_place at);
/* @e in a register. */
struct lkmm_expr *rust_iter_keep(struct rust *r, struct lkmm_expr *e, struct lkmm_place at);
/* Registers of its own for @it, which has taken as many as it has now. */
void rust_iter_count(struct rust *r, struct rust_iter *it, struct lkmm_place at);
/* How many elements are left to take. */
struct lkmm_expr *rust_iter_left(struct rust *r, const struct rust_iter *it, struct lkmm_place at);
/* A reference to @v, which filter() and find() show their closures. */
struct value rust_iter_shown(struct rust *r, struct value v);
/* What the closure @f says about @v. */
struct value rust_iter_asks(struct rust *r, struct value f, struct value v, struct lkmm_place at);
/* The loop over the elements. */
void rust_iter_go(struct rust *r, struct way *way);

#endif
