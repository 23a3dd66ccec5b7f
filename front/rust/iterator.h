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
	struct lkmm_expr *from;		/* of enumerate(): the number that counts as 0, or NULL */
};

struct rust_iter {
	bool range, rev;
	struct value from;		/* the array, in memory; the start of a range */
	struct lkmm_expr *count;	/* of elements, before stages */
	/* of a variable: the register that says how many next() and its like have taken; or NULL */
	struct lkmm_expr *taken;
	struct stage stage[RUST_MAX_STAGES];
	int nstages;
};

/* One way through an iterator, and what each element is for. */
struct way {
	const struct rust_iter *iter;
	void (*each)(struct rust *r, struct way *way, struct value v);
	bool counts;			/* the result is the number of an element */
	struct lkmm_expr *i;		/* the register that counts */
	struct lkmm_expr *n, *turn;	/* the number of the turn, and of the element */
	struct lkmm_expr *from;		/* of a variable: the number of the first turn, or NULL */
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
/* @i as counted from @from, or from 0. */
struct lkmm_expr *rust_iter_since(struct rust *r, struct lkmm_expr *i, struct lkmm_expr *from,
				  struct lkmm_place at);
/* A reference to @v, which filter() and find() show their closures. */
struct value rust_iter_shown(struct rust *r, struct value v);
/* What the closure @f says about @v. */
struct value rust_iter_asks(struct rust *r, struct value f, struct value v, struct lkmm_place at);
/* The loop over the elements. */
void rust_iter_go(struct rust *r, struct way *way);

#endif
