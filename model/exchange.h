/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Threads that can be exchanged together with variables of their own. */
#ifndef LKMM_EXCHANGE_H
#define LKMM_EXCHANGE_H

#include "model/engine/query.h"

struct exchange {
	const struct query *q;
	bool still;			/* no location moves */
	struct holds holds;
	bool frees;			/* there are events that free objects */
	int *to;			/* what each location becomes, or -1: open */
	bool settled;			/* nothing is open any more */
	const struct path *path;	/* the one that is looked at */
	long work;			/* events looked at */
	bool no_memory;
};

/* Whether the threads @t and @u are the same. Of @x, .q is set, at first. */
bool lkmm_are_same(struct exchange *x, int t, int u);
/*
 * Whether the program stays the same if the threads @t and @u are exchanged, and each location with
 * that in @x->to.
 */
bool lkmm_can_exchange(struct exchange *x, int t, int u);
/* Whether the final value of @a stays the same in that. */
bool lkmm_stays(struct exchange *x, const struct lkmm_atom *a);

#endif
