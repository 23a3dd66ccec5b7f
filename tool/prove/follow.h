/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* One way through the statements of a sequence, on values that are more or less than numbers. */
#ifndef LKMM_PROVE_FOLLOW_H
#define LKMM_PROVE_FOLLOW_H

#include "prove.h"

struct follower {
	void *run;			/* for the functions below */
	void (*evaluate)(void *run, const struct lkmm_expr *e);
	bool (*holds)(void *run, const struct lkmm_expr *e);	/* whether the way goes there */
	void (*refuse)(void *run);	/* a statement that is not known */
	const struct lkmm_stmt *leaving;	/* the block that is being left, or NULL */
};

void follow(struct follower *f, const struct lkmm_stmt *s);

#endif
