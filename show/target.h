/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Which CPUs can show the outcome of a test, as lkmm compiles it. */
#ifndef LKMM_SHOW_TARGET_H
#define LKMM_SHOW_TARGET_H

#include "front/test.h"
#include "base/text.h"

#include <lkmm/check/check.h>

enum { MAX_TARGETS = 32, TARGET_NAME = 40 };

/* The answer for one CPU. */
struct on_target {
	struct litmus_target target;
	bool decided;
	struct lkmm_place at;		/* if it is not: where, and why */
	char why[LITMUS_ERROR_TEXT];
	bool possible;			/* the outcome that the test asks for */
	struct lkmm_answer answer;
	/* the states of it that the memory model forbids, of a test without data race */
	const int64_t **beyond;
	int nbeyond;
};

/* A test, and its answer by the memory model. */
struct on_targets {
	const struct litmus_test *l;
	const struct lkmm_answer *answer;
	bool possible;			/* by the memory model */
	struct on_target on[MAX_TARGETS];
	int n;
};

/* "arm64+lse", "arm64+lse/gcc" */
void target_name(const struct litmus_target *t, char name[TARGET_NAME]);
/* Whether it is asked for by its whole name alone: "all" and its architecture are without it. */
bool target_is_by_name(const struct litmus_target *t);
/* Whether the outcome that the test asks for is among the final states. */
bool is_possible(const struct litmus_test *l, const struct lkmm_answer *a);
/* The first line of the table. */
void put_target_heads(struct text *out, const struct litmus_target *t, int n);
/* One for each test, and the states that should not be. */
void report_targets(struct text *out, const struct on_targets *all);
void report_json_targets(struct text *out, const char *file, const struct on_targets *all,
			 double seconds);

#endif
