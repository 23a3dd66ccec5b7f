/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* What one share of a search has found, for 'lkmm merge': a line of JSON. */
#ifndef LKMM_VERIFY_RESULT_H
#define LKMM_VERIFY_RESULT_H

#include "record.h"
#include "verify.h"
#include "show/why.h"

struct result {
	const char *name;		/* of the file; NULL: it is being written */
	const char *version, *machine, *program;	/* a digest of that */
	int share, shares;		/* the first is 1 */
	int search, unroll, jobs, explain;

	/* the program; only the first share has it */
	const char *file, *source;	/* that reports name, and its text */
	const char *crate, *include;	/* whose files are not the user's */
	struct llvm_file *ir;
	int nirs;
	struct verify_source *quoted;
	int nquoted;

	/* the verdict */
	enum lkmm_status status;
	const char *stopped;
	struct lkmm_progress progress;
	double seconds;
	struct llvm_failure failed;
	bool after;
	const char *unexplained;	/* not .after: why */
	int64_t *state;			/* of the final states one, if they were listed */
	int nvalues;
	bool another;			/* whether there is another one */
	struct lkmm_atom *observed;	/* what it consists of */
	int nobserved;
	struct litmus_error *error;
	int nerrors;
	struct litmus_error *warning;
	int nwarnings;
	struct lkmm_answer answer;
	struct why why;

	json_t *json;			/* it is being read */
};

/* Writes @r, of the program @l. False if that is not possible. */
bool result_write(struct text *out, struct result *r, const struct litmus_test *l);
/*
 * Reads all but the verdict from @text. The caller frees @arena, and r->json. NULL, or why not.
 */
const char *result_read(struct result *r, struct lkmm_arena *arena, const char *text);
/* Reads the verdict, on the program @l. False without memory, or if it cannot be that of @l. */
bool result_read_verdict(struct result *r, struct records *records);
/*
 * machines.c: an array with an object for each of the @n shares @r, whose verdicts are read: share,
 * machine, decided, seconds and fault. NULL without memory.
 */
json_t *result_shares(const struct result *r, int n);
/* Whether the first share has the program that it says it has. */
bool result_is_whole(const struct result *r);

#endif
