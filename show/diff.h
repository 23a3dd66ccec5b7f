/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* How the answers of two models to one test differ. */
#ifndef LKMM_SHOW_DIFF_H
#define LKMM_SHOW_DIFF_H

#include "front/test.h"
#include "base/text.h"

#include <lkmm/check/check.h>

/* One of the two models, and its answer. */
struct side {
	const char *name, *title;	/* as the user calls it; as short as the other leaves it */
	const struct lkmm_model *model;
	struct lkmm_answer answer;
};

/* Something that one model alone allows. */
struct difference {
	int only;			/* which of the two */
	const int64_t *state;		/* a final state; NULL: .flag is raised */
	int flag;			/* its bit in the answer of that model */
	/* an execution that shows it, by that model, or NULL */
	const struct lkmm_execution *shown;
	/*
	 * By the other one, the same execution, allowed or not; or, of a state, the forbidden one
	 * that comes closest to it; or NULL, since no path through the code ends so.
	 */
	const struct lkmm_execution *other;
	/* there was no time, or no memory, to look for them */
	bool cut;
};

struct differences {
	struct side side[2];
	struct difference *list;
	int n;
};

/* The bit of the flag @name in @a, or -1. */
int diff_flag(const struct lkmm_answer *a, const char *name);

void report_differences(struct text *out, const char *file, const struct litmus_test *l,
			const struct differences *d);
void report_json_differences(struct text *out, const char *file, const struct litmus_test *l,
			     const struct differences *d);

#endif
