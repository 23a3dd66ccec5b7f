/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Deciding litmus tests, for the subcommands that do. */
#ifndef LKMM_CHECK_H
#define LKMM_CHECK_H

#include "change/propose.h"
#include "base/files.h"
#include "base/text.h"
#include "show/target.h"
#include "tool/ci/ci.h"
#include "tool/shard/shard.h"

#include <lkmm/check/check.h>
#include <pthread.h>

enum { MAX_THREADS = 64, MAX_MACHINES = 16 };

/* The report on one test. */
struct job {
	struct text out, err;
	struct findings findings;
	struct message {		/* that is being written to .err */
		const char *file, *level;
		struct lkmm_place at;
		size_t begin;
	} message;
	struct text aside;		/* messages that are not about the test */
	int status;
	double seconds;
	bool past;			/* the time limit was reached, or an interrupt came */
	bool recalled;			/* the answer is from --cache */
	struct lkmm_progress covered;
	bool done;
	bool unread;			/* invalid or unreadable */
	bool decided, contradicts, bad_pointers;
	enum lkmm_observation observation;
};

struct litmus_test;
struct options;

struct check {
	struct lkmm_options options;
	const char *model_name;		/* NULL: the default */
	const struct lkmm_model *model;
	struct lkmm_arena *model_arena;	/* of those from files */
	/* the models of architectures that tests have needed */
	struct machine {
		const struct lkmm_architecture *arch;
		const struct lkmm_model *model;
		uint64_t files;
	} machine[MAX_MACHINES];
	int nmachines;
	struct litmus_target target[MAX_TARGETS];	/* --arch */
	int ntargets;
	bool c11;			/* --with-c11 */
	bool json, why;
	struct ci ci;			/* --junit, --sarif, --tap */
	struct shard shard;		/* --shard */
	const char *cache;		/* the directory, or NULL */
	uint64_t program;		/* a digest of this program */
	uint64_t model_files;		/* ... of those of .model, or 0 */
	bool strict;			/* notes count as errors */
	struct propose propose;		/* --fix, --relax */
	const char *graph;		/* the file to draw to, or NULL */
	/* what else is done than by lkmm check, with one test and at the end; or NULL */
	void (*decide)(struct check *c, struct job *job, const char *file,
		       const struct litmus_test *l, const struct lkmm_model *model);
	void (*summary)(const struct check *c, double seconds);
	bool herd;			/* in herd7's place: does not judge, "Unknown macro" */
	double timeout;			/* seconds for one test, 0: no limit */
	int threads;
	struct files files;
	/* the text of the one file, where it has been read already */
	const char *input;
	size_t input_size;
	const char *input_path;		/* the file that it is for, or NULL */

	struct job *job;		/* of each file */
	int next;
	int finished;
	pthread_mutex_t lock;
	pthread_cond_t progress;
};

/* Whether findings are kept: for reports, or for those of 'lkmm merge'. */
static inline bool keeps_findings(const struct check *c)
{
	return ci_is_wanted(&c->ci) || c->shard.shares;
}

/*
 * message.c: begins a message about @at, "FILE:LINE:COLUMN: LEVEL: "; what is then added to
 * @job->err, up to message_end(), is also a finding about @rule.
 */
void message_begin(struct job *job, const char *file, struct lkmm_place at, const char *level);
void message_end(struct job *job, const char *rule);
/* A whole message. */
void message(struct job *job, const char *file, struct lkmm_place at, const char *level,
	     const char *rule, const char *text);

/* findings.c: warnings about @a, where the author of the test does not expect it. */
bool finds_bad_pointer(const struct litmus_test *l, const struct lkmm_answer *a);
void report_bad_pointers(struct job *job, const char *file, const struct litmus_test *l,
			 const struct lkmm_answer *a);
/* Registers that count as 0 since nothing has assigned them: errors if @strict. */
void report_unassigned(struct job *job, const char *file, const struct litmus_test *l,
		       const struct lkmm_answer *a, bool strict);
/* Flags without a message, as findings alone: what text and JSON print of them is enough. */
void find_flags(struct job *job, const char *file, const struct litmus_test *l,
		const struct lkmm_answer *a, const struct lkmm_execution *race);
/* What is wrong with a test that cannot be read, and what may be in one that can. */
void find_errors(struct job *job, const char *file, const struct litmus_test *l);
void find_warnings(struct job *job, const char *file, const struct litmus_test *l);
/* ... of threads that wait for ever, objects, assertions and operators without a value */
void report_findings(struct job *job, const char *file, const struct litmus_test *l,
		     const struct lkmm_answer *a);

/* Reads the model @c->model_name. False after a message. */
bool model_open(struct check *c);
/* The model for the test @t; or NULL, and *@why is the reason. */
const struct lkmm_model *model_for(struct check *c, const struct lkmm_test *t, const char **why);
/* A digest of the files that @model was read from. */
uint64_t model_files(struct check *c, const struct lkmm_model *model);
void model_close(struct check *c);

/* Reads the options @o and the names of tests. False, with an exit status, if that is all. */
bool check_arguments(struct check *c, const struct options *o, int argc, char **argv,
		     int *status);
void report_error(const struct check *c, struct job *job, const char *file,
		  struct lkmm_place at, const char *error);
/* Why there is no answer to a test: no answer is better than one that rests on what was lost. */
void report_unanswered(const struct check *c, struct job *job, const char *file,
		       const struct litmus_test *l, enum lkmm_status status,
		       const struct lkmm_answer *a);
/* Whether @state, of @width values, is a final state of @a. */
bool has_state(const struct lkmm_answer *a, const int64_t *state, size_t width);
/* The states of @a that @b lacks, *@n of them, in their order; to be freed. NULL: no memory. */
const int64_t **states_beyond(const struct lkmm_answer *a, const struct lkmm_answer *b,
			      size_t width, int *n);
void report_cut(struct job *job, const char *file, const struct lkmm_answer *a);

/*
 * share.c: whether --shard goes with the other options; false after a message. Leaves the tests of
 * the share; false without memory, after a message. Then keeps the answer to the @i-th of them, and
 * prints all. Returns the exit status.
 */
bool check_can_divide(const struct check *c);
bool check_divide(struct check *c);
void check_keep_share(struct check *c, int i);
int check_print_share(struct check *c);

/* arch.c: the value of --arch; whether that can be done with the other options. */
bool arch_set(void *into, const char *value);
bool arch_prepare(struct check *c);

/* Decides all of @c->files and prints the answers. Returns the exit status. */
int check_files(struct check *c);
/* One test, whose report is @job. */
void check_file(struct check *c, struct job *job, const char *name);

#endif
