/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * --shard I/N of lkmm check and lkmm run: the I-th of N shares of the tests. What a share has found
 * is a line of JSON, which 'lkmm merge' reads.
 */
#ifndef LKMM_TOOL_SHARD_H
#define LKMM_TOOL_SHARD_H

#include "base/files.h"
#include "tool/ci/ci.h"

#include <stdint.h>

enum { MOST_SHARES = 100000 };

struct shard {
	int share, shares;		/* the first is 1; 0: not divided */
	int tests;			/* in all shares together */
	uint64_t list;			/* a digest of their names and of options */
	bool failed;			/* out of memory */
	json_t *head;			/* the line over a table of all tests; or NULL */
	json_t *found;
};

/* How many tests have which answer, of lkmm check. */
struct answers {
	int tests, never, sometimes, always, contradict, undecided, unread;
};

/* "12 tests: 3 Never, ...", and nothing behind it. */
void print_answers(const struct answers *n);

/* The same for a table of architectures, by 'lkmm check --arch'. */
void print_target_answers(int tests, int beyond, int undecided);

/* "2/5". False: it is not such a text. */
bool shard_parse(const char *value, int *share, int *shares);
/* The row of a table of options; @set_ takes the value. */
#define SHARD_OPTION(set_) \
	{ "shard", .kind = OPT_TEXT, .value = "I/N", .set = (set_), \
	  .expects = "two numbers, as 2/5", \
	  .help = "take the I-th of N shares of the tests, and print what 'lkmm merge' reads" }

/* Leaves the names of the share in @f. @options: a digest of those that must be the same. */
void shard_take(struct shard *s, struct files *f, uint64_t options);
/*
 * Adds what was found in the test that is the @i-th of the share: members of @test, which is taken.
 * @status: the exit status for it alone.
 */
void shard_add(struct shard *s, int i, const char *file, int status, json_t *test);
/*
 * Prints all that was added, as found by the command @command on @machine, and frees it. Return:
 * EXIT_WELL, or EXIT_BAD if some test has no answer, or without memory.
 */
int shard_print(struct shard *s, const char *command, const char *machine);

/* merge.c: whether the file @name was printed by shard_print(). */
bool shard_is(const char *name);
/* Merges these files: prints what the command would, or @json, or what @ci asks for. */
int shard_merge(char **name, int n, bool json, struct ci *ci);

/* ---- the parts of shard_merge() ---- */

/* A file. */
struct shard_file {
	const char *name, *machine;
	json_t *json;
	int share, shares;
};

/* All files, in the order of their shares. */
struct merged {
	struct shard_file *file;
	int n, tests;
	bool json;
	struct ci *ci;
};

/* What @file has on the test @number, or NULL. */
json_t *shard_test(const struct shard_file *file, int number);
/* The machines that are among the files, each once, as an array; NULL without memory. */
json_t *shard_machines(const struct merged *m);
/* merge_check.c, merge_run.c: print the report. Return: the exit status. */
int merge_check(struct merged *m);
int merge_run(struct merged *m);

#endif
