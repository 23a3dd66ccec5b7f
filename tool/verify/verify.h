/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* lkmm verify: programs in C and Rust, by way of LLVM IR. */
#ifndef LKMM_VERIFY_TOOL_H
#define LKMM_VERIFY_TOOL_H

#include "change/propose.h"
#include "front/llvm/llvm.h"
#include "base/files.h"
#include "base/parts.h"
#include "base/scratch.h"
#include "base/text.h"
#include "tool/shard/shard.h"

#include <lkmm/check/check.h>

enum {
	VERIFY_FILES = 32, VERIFY_JOBS = 64,
	VERIFY_PARTS = 3,		/* of the C library: library.c */
	VERIFY_BYTES = 64 << 20,	/* of a file of IR, at most */
	VERIFY_TURNS = 2,		/* of a loop, without --unroll */
	VERIFY_SHARES = MOST_SHARES
};

/* The languages that litmus tests are written in: each process in its own, or ... */
enum verify_languages { VERIFY_AS_WRITTEN, VERIFY_C, VERIFY_RUST, VERIFY_MIXED };

struct verify {
	struct lkmm_options options;
	int jobs;			/* threads that search */
	bool json;
	struct ci ci;			/* --junit, --sarif, --tap */
	bool progress;			/* not only on a terminal */
	struct propose propose;
	int runs;			/* of --fix and --relax, at most */
	int explain;			/* steps of the search for how main() comes to fail: of
					 * 2^16 words of relations each */
	double timeout;			/* seconds, 0: no limit */
	const char *graph;		/* the file to draw to, or NULL */
	const char *keep;		/* the directory for IR, or NULL */
	const char *write;		/* the directory for litmus tests as programs, or NULL */
	const char *main;		/* the function to start with; NULL: main() */
	enum verify_languages languages;	/* of the processes of a litmus test */
	char path[2][SCRATCH_PATH + 16], *program[2];	/* the files that it has become */
	const char *test;		/* the litmus test; or NULL */
	bool divided;			/* decide a share alone, for 'lkmm merge' */
	bool optimized;			/* decide what the compiler makes of it, too */
	bool optimise;			/* compile with optimisation */
	bool (*prepare)(void *arg);	/* before a search: false without memory; or NULL */
	void *prepare_arg;

	char **file;			/* arguments */
	int nfiles;
	char **flag;			/* behind -- */
	int nflags;

	char dir[SCRATCH_PATH];
	const char *stem;		/* of the names of IR in there */
	struct parts parts;
	char library[PARTS_PATH];	/* the directory of the crate */
	struct llvm_file ir[VERIFY_FILES + 1 + VERIFY_PARTS];	/* and of the crate */
	int nirs;
};

/* Files of the source that stories quote, as long as the test. */
struct verify_source {
	const char *path, *text;
	size_t size;
};

struct verify_sources {
	struct verify_source *file;
	int n;
	bool all;			/* no other can be read */
};

struct optimized;

/* What became of the program. */
struct verdict {
	struct litmus_test *test;
	struct lkmm_answer answer;
	enum lkmm_status status;
	struct why *why;
	struct llvm_failure failed;	/* of main() */
	bool after;			/* it fails on what the threads have left, as is shown */
	const char *unexplained;	/* .failed: why that is not shown, or NULL */
	bool lost;			/* some executions were left out: see the warnings */
	const int64_t *state;		/* .after: this; a share: one of its final states */
	bool others;			/* there are some, none of them listed, and main() fails on
					 * none */
	bool was_read;
	bool unread;			/* errors: of the test */
	const char *stopped;		/* LKMM_STOPPED: the reason */
	struct verify_sources sources;
	int nsources;			/* that were read with the program */
	double seconds;
	struct lkmm_progress progress;	/* of all searches together */
	struct optimized *optimized;	/* the same after optimisation; or NULL */
	json_t *shares;			/* merged results: machines.c; or NULL */
};

/*
 * library.c: calls @add() for each file of include/lkmm/verify/ that the program needs, without its
 * ending. False if a call returns that.
 */
bool add_library(struct verify *v, bool (*add)(struct verify *v, const char *part));
/*
 * litmus.c: whether the files are litmus tests; writes them as programs, which become the files.
 * False after a message.
 */
bool verify_is_litmus(const struct verify *v);
bool verify_write_litmus(struct verify *v);
/* The name of the file @i of the program for messages: without the folder if that is not kept. */
const char *verify_name(const struct verify *v, int i);
/* That these are the lines of a program that was made of a litmus test, and how to get it. */
void verify_put_test(struct text *out, const struct verify *v);
/* compile.c: makes IR of all files, and reads it. False after a message. */
bool verify_compile(struct verify *v);
bool verify_is_ir(const char *file);
bool verify_is_bitcode(const char *file);
/* The same for one file that has become @path; the IR is in @v->ir[file], and is the caller's. */
bool verify_recompile(struct verify *v, int file, const char *path);
/* decide.c: reads the program into @d->test, and no more. */
bool verify_reads(const struct verify *v, struct verdict *d);
/* The condition that the final state of @l is @state. NULL without memory. */
struct lkmm_cond *verify_is_state(const struct litmus_test *l, const int64_t *state);
/* Whether @a is a register that is set where an assertion fails: others stand for what threads
 * leave. */
bool verify_tells_of_failure(const struct lkmm_test *t, const struct lkmm_atom *a);
/*
 * may_fail.c: sets *@cond to a condition that holds of all final states on which the rest of main()
 * fails, or to NULL, if there are none. False if it is not known, or is too large.
 */
bool verify_may_fail(struct llvm_program *p, struct litmus_test *l, struct lkmm_cond **cond);
/* The verdict on all executions, when their answers are in @d->answer. */
void verify_conclude(struct verdict *d, const struct lkmm_options *options);
/* shares.c: lkmm_check() by @jobs threads; @o has .show for one, .stop and .progress. */
enum lkmm_status verify_search(const struct lkmm_test *t, int jobs, const struct lkmm_options *o,
			       struct lkmm_answer *answer, struct why *why);
/* The verdict, with the program in @d->test. */
void verify_decide(const struct verify *v, struct verdict *d);
/* goal.c: the problems of the verdict @d. */
void verify_judge(const struct verdict *d, struct judged *j);
/* propose.c: proposes changes, as text, or as members of *@json. */
void verify_propose(const struct verify *v, struct verdict *d, struct text *out, json_t *json);
/* report.c: prints it, and writes the reports that @v->ci asks for. Returns the exit status. */
int verify_report(struct verify *v, struct verdict *d);
/* An access of another size, for which there is no verdict; or NULL. */
const struct lkmm_bad_access *verify_other_size(const struct verdict *d);
/* Why there is no verdict, and where. */
struct lkmm_place verify_put_reason(struct text *out, const struct verdict *d);
/* machines.c: which machine has searched what: in lines, and for the test that was added last. */
void put_shares(struct text *out, const json_t *shares);
void tell_shares(struct ci *ci, const json_t *shares);
/* Whether they are of more machines than one. */
bool are_of_several(const json_t *shares);
/* share.c: prints what a share has found. Returns the exit status. */
int verify_print_result(const struct verify *v, struct verdict *d);

#endif
