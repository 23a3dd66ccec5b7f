/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Threads that can be exchanged together with variables of their own, and with values. */
#ifndef LKMM_EXCHANGE_H
#define LKMM_EXCHANGE_H

#include "model/engine/query.h"

/* So many pairs of values are looked at, and so many operators one in the other. */
enum { MOST_TWINS = 64, TWIN_LEVELS = 24 };

/* Values, and what they become. With .any: other values as well, where addresses become those of
 * other variables, if there may be addresses (.points), and numbers stay the same. */
struct twins {
	bool any, points;
	int n;
	int64_t v[MOST_TWINS], w[MOST_TWINS];
};

/* The value @v of @loc becomes @w. */
struct name {
	int loc;
	int64_t v, w;
};

enum { MOST_NAMES = 64 };

struct exchange {
	const struct query *q;
	bool still;			/* no location moves */
	bool still_only;		/* nor may one */
	struct holds holds;
	bool frees;			/* there are events that free objects */
	int *to;			/* what each location becomes, or -1: open */
	bool *renamed;			/* each location some of whose values become others */
	struct name name[MOST_NAMES];	/* and these */
	int nnames;
	/* values that have no other name stay the same; and nothing is open any more */
	bool named, settled;
	struct twins *room;
	long work;			/* events looked at */
	int failures;			/* of threads that looked alike */
	bool no_memory;
};

/* ---- exchange.c ---- */

/* Whether the threads @t and @u are the same. Of @x, .q is set, at first. */
bool lkmm_are_same(struct exchange *x, int t, int u);
/*
 * Whether the program stays the same if the threads @t and @u are exchanged, and each location with
 * that in @x->to and values with those in @x->name.
 */
bool lkmm_can_exchange(struct exchange *x, int t, int u);
/* Whether the final value of @a stays the same in that. */
bool lkmm_stays(struct exchange *x, const struct lkmm_atom *a);
/* Whether the equality @c of the condition holds after it if and only if it does before. */
bool lkmm_equal_as_before(struct exchange *x, const struct lkmm_cond *c);

/* Whether the value @v of a location without other names, or that of @loc, becomes @w; if that is
 * open, it does from now on. */
bool lkmm_becomes(struct exchange *x, int64_t v, int64_t w);
bool lkmm_becomes_at(struct exchange *x, int loc, int64_t v, int64_t w);
/* Sets *@w to what the value @v of @loc (or -1) becomes. False if that is still open. */
bool lkmm_image(const struct exchange *x, int loc, int64_t v, int64_t *w);
/* Whether two expressions are the same but for numbers. */
bool lkmm_same_shape(const struct sym *s, const struct sym *r);

/* ---- twin.c: of expressions of one shape, @s of the path @p and @r ---- */

/* Whether @s is true if and only if @r is. */
bool lkmm_truth_stays(struct exchange *x, const struct path *p, const struct sym *s,
		      const struct sym *r);
/* Whether the value of @s stays the same. */
bool lkmm_value_stays(struct exchange *x, const struct path *p, const struct sym *s);
/* Whether all values of @s become those of @r, as those of a location without other names do. */
bool lkmm_is_image(struct exchange *x, const struct path *p, const struct sym *s,
		   const struct sym *r);
/* Whether what the write @e of the path @p writes becomes @r. */
bool lkmm_write_becomes(struct exchange *x, const struct path *p, const struct event *e,
			const struct sym *r);
/* Whether the equality @c of the condition of the path @p holds if and only if @d of @r does. */
bool lkmm_equality_stays(struct exchange *x, const struct path *p, const struct lkmm_cond *c,
			 const struct path *r, const struct lkmm_cond *d);

#endif
