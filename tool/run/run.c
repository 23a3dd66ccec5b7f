// SPDX-License-Identifier: GPL-2.0 OR MIT
/* lkmm run: runs litmus tests on this machine. */
#include "show/diagnose.h"
#include "run.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/exit.h"
#include "base/progress.h"
#include "base/scratch.h"
#include "tool/commands.h"
#include "tool/include/include.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- reading and deciding ---- */

/* The answer of the model; and the time limit for it, in seconds. */
static bool decide(struct lkmm_test *test, struct lkmm_answer *answer)
{
	double limit = clock_now() + 20;
	struct lkmm_options o = { .states = true, .stop = clock_past, .stop_arg = &limit };

	return lkmm_check(test, &lkmm_kernel_model, &o, answer) == LKMM_OK;
}

/* A filter leaves out bad executions, but a machine would not survive them. */
static bool filter_hides_pointer(struct trial *t)
{
	struct lkmm_test all = t->litmus.program;
	struct lkmm_answer answer = { 0 };
	bool hides;

	if (!all.filter)
		return false;
	all.filter = NULL;
	hides = !decide(&all, &answer) || answer.nbad;
	lkmm_answer_free(&answer);
	return hides;
}

/* False, after a message, if the test is invalid. */
static bool read_test(struct trial *t)
{
	static const struct lkmm_place start = { .line = 1, .column = 1 };
	struct litmus_files files = include_from(strcmp(t->file, "-") ? t->file : NULL);
	struct text shown = { 0 };
	size_t size;

	t->text = read_file(t->file, &size);
	if (!t->text) {
		t->error = read_error(errno);
		t->error_at = start;
	} else if (!litmus_parse_with(&t->litmus, t->text, size, &files)) {
		t->error = t->litmus.error[0].text;
		t->error_at = t->litmus.error[0].at;
		put_errors(&shown, t->title, &t->litmus);
	} else if (t->litmus.program.architecture) {
		t->error = "tests in assembly cannot be run yet";
		t->error_at = start;
	}
	t->litmus.source.files = NULL;
	put_warnings(&shown, t->title, &t->litmus);
	if (t->error && !shown.s)
		put_error(&shown, t->title, t->error_at, t->error);
	if (t->error || shown.s)
		fputs(shown.s ? shown.s : "lkmm run: out of memory\n", stderr);
	text_free(&shown);
	return !t->error;
}

/* Executions that would break a real lock, RCU or SRCU. */
static bool is_misuse(struct trial *t)
{
	for (int f = LKMM_UNMATCHED_RCU_LOCK; f <= LKMM_ILLEGAL_SRCU_COOKIE_ADDR; f++) {
		if (!(t->answer.flags >> f & 1))
			continue;
		snprintf(t->reason, sizeof(t->reason), "lkmm check rejects it: %s",
			 lkmm_flag_name[f]);
		return true;
	}
	return false;
}

static bool has_rcu(struct run *r)
{
	if (r->liburcu == RCU_UNKNOWN)
		r->liburcu = run_has_rcu(r) ? RCU_THERE : RCU_MISSING;
	return r->liburcu == RCU_THERE;
}

/* A process may stop at a bad pointer, or at an operator that has no value. */
static bool may_stop(struct trial *t)
{
	const struct lkmm_answer *a = &t->answer;
	const struct lkmm_bad_access *at = a->nbad ? &a->bad[0] : a->undefined;
	const char *what = a->nbad ? "a bad pointer" : "undefined arithmetic";

	for (int i = 0; !at && i < a->nfailed; i++)
		if (a->failed[i].access->accessed.bits) {
			at = &a->failed[i];
			what = "arithmetic that panics";
		}
	if (at)
		snprintf(t->reason, sizeof(t->reason), "lkmm check finds %s on %.400s", what,
			 place_line(at->at).s);
	return at;
}

/* The reason why a test cannot be run in any language; or NULL. */
static const char *obstacle(struct run *r, struct trial *t)
{
	if (t->litmus.program.nthreads > 32)
		return "more than 32 threads";
	if (is_misuse(t) || may_stop(t))
		return t->reason;
	if (filter_hides_pointer(t))
		return "its filter leaves out what a bad pointer does";
	if (!t->answer.positive && !t->answer.negative && !t->answer.unroll_reached)
		return "it never ends: no execution does";
	t->emit.in_kernel = r->kernel.dir;
	if (!emit_open(&t->emit, &t->litmus))
		return t->emit.why_not;
	if (t->emit.nvalues > 256)
		return "more than 256 values to observe";
	if (r->mode && !strcmp(r->mode, "perpetual") && !emit_perpetual_fits(&t->emit))
		return "it has no perpetual form";
	if (r->kernel.dir)
		return run_kernel_obstacle(t);
	if (run_uses_rcu(&t->litmus) && !has_rcu(r))
		return r->foreign ? "it needs liburcu for that architecture" :
				    "it needs liburcu (Debian: liburcu-dev)";
	return NULL;
}

static void prepare(struct run *r, struct trial *t)
{
	if (!decide(&t->litmus.program, &t->answer))
		t->not_run = "the allowed outcomes could not be computed";
	if (!t->not_run)
		t->not_run = obstacle(r, t);
	if (t->not_run)
		return;
	run_choose_forms(r, t);
	run_find_possible(r, t);
}

static bool read_all(struct run *r, bool *bad)
{
	r->trial = calloc((size_t)r->files.n, sizeof(*r->trial));
	r->program = calloc((size_t)r->files.n, sizeof(*r->program));
	if (!r->trial || !r->program || r->files.failed) {
		fputs("lkmm run: out of memory\n", stderr);
		return false;
	}
	for (int i = 0; i < r->files.n; i++) {
		struct trial *t = &r->trial[r->ntrials++];

		t->file = r->files.name[i];
		t->title = file_title(t->file);
		progress_show(r->begin, "reads and decides test", i + 1, r->files.n);
		if (!read_test(t)) {
			t->not_run = "it is not understood";
			*bad = true;
			continue;
		}
		prepare(r, t);
		if (t->not_run)
			continue;
		t->emit.number = r->nprograms;
		r->program[r->nprograms++] = t;
	}
	return true;
}

/* ---- the command ---- */

static void free_all(struct run *r)
{
	for (int i = 0; i < r->ntrials; i++) {
		struct trial *t = &r->trial[i];

		lkmm_answer_free(&t->answer);
		run_free_possible(t);
		free(t->outcome);
		free(t->text);
		lkmm_arena_free(t->litmus.arena);
	}
	run_close_model(r);
	free(r->trial);
	free(r->program);
	free(r->file_forms);
	free(r->kernel.path);
	files_free(&r->files);
}

static bool build(struct run *r)
{
	return r->kernel.dir ? run_build_kernel(r) : run_build(r);
}

/* False, after a message, if that is nothing to run. */
static bool read_arguments(struct run *r, int argc, char **argv, int *status)
{
	int first;

	if (!options_parse(&run_options, r, argc, argv, &first, status))
		return false;
	for (int i = first; i < argc; i++)
		files_add(&r->files, argv[i]);
	if (r->shard.shares)
		shard_take(&r->shard, &r->files, DIGEST_EMPTY);
	if (r->kernel.dir && r->mode && !strcmp(r->mode, "perpetual")) {
		fputs("lkmm run: --kernel has no perpetual mode\n", stderr);
		*status = EXIT_BAD;
		return false;
	}
	if (r->files.n || r->files.failed || r->shard.tests)
		return true;
	fputs("lkmm run: no litmus test given\n", stderr);
	*status = options_misused(&run_options);
	return false;
}

int run_main(int argc, char **argv)
{
	struct run r = { .seconds = 1, .begin = clock_now(), .pin = true, .variant = { true } };
	bool bad = false;
	int status = EXIT_BAD;

	if (!read_arguments(&r, argc, argv, &status)) {
		files_free(&r.files);
		return status;
	}
	if (parts_need(&r.parts, "lkmm run") &&
	    (r.kernel.dir ? run_find_kernel(&r) : run_find_machine(&r)) &&
	    scratch_open(r.dir, r.keep, "run") && run_find_rust(&r) && run_open_model(&r) &&
	    read_all(&r, &bad)) {
		interrupt_catch();
		if (run_write(&r) && (!r.nprograms || (build(&r) && run_execute(&r)))) {
			progress_clear();
			status = run_report(&r);
			bad |= r.kernel.dir && !run_vm_ended_well(&r);
		}
	}
	progress_clear();
	scratch_remove(r.dir, r.keep);
	free_all(&r);
	return bad && status < EXIT_BAD ? EXIT_BAD : status;
}
