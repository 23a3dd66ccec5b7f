/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* lkmm check --fix and --relax: possible changes of a test that has been decided. */
#ifndef LKMM_PROPOSE_H
#define LKMM_PROPOSE_H

#include "change.h"

struct propose {
	bool fix, relax;
	bool patch;			/* --fix=patch: only the patch */
	const struct lkmm_model *model;	/* that decides */
};

bool proposes(const struct propose *p);

/*
 * Proposes changes to @l, whose answer is @a: as text to @out, or, if @json is not NULL, as members
 * of the object *@json. Returns the reason for an early end, or LKMM_OK.
 */
enum lkmm_status propose(const struct propose *p, struct text *out, json_t **json, const char *file,
			 const struct litmus_test *l, const struct lkmm_answer *a,
			 const struct lkmm_options *options);

/*
 * remedy.c: the changes that would remove the data race or use after free that the answer @a flags.
 */
void report_remedy(struct text *out, const struct litmus_test *l, const struct lkmm_answer *a,
		   const struct lkmm_options *options);

#endif
