// SPDX-License-Identifier: GPL-2.0 OR MIT
/* lkmm check: decides litmus tests. */
#include "cache.h"
#include "base/clock.h"
#include "base/exit.h"
#include "base/graphviz.h"
#include "base/progress.h"
#include "tool/commands.h"
#include "tool/include/include.h"
#include "show/diagnose.h"
#include "show/drawing.h"
#include "show/verdict.h"
#include "show/why.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* ---- one test ---- */

void report_error(const struct check *c, struct job *job, const char *file,
		  struct lkmm_place at, const char *error)
{
	put_error(&job->err, file, at, error);
	find_at(&job->findings, file, at, FINDING_ERROR, "error", error);
	if (c->json)
		report_json_error(&job->out, file, at, error);
	job->status = EXIT_BAD;
}

/* Why a test has not been decided. */
static void report_undecided(const struct check *c, struct job *job, const char *file,
			     enum lkmm_status status, const struct lkmm_answer *a)
{
	static const struct lkmm_place start = { .line = 1, .column = 1 };
	const struct lkmm_limit_value *limit = &lkmm_limit_value[a->limit];
	char text[120];

	snprintf(text, sizeof(text), "the test is too large: the limit is %ld %s", limit->most,
		 limit->what);
	if (status == LKMM_NO_MEMORY)
		strcpy(text, "out of memory");
	message(job, file, start, FINDING_ERROR, "undecided", text);
	if (c->json)
		report_json_undecided(&job->out, file, text, NULL);
	job->status = EXIT_BAD;
}

static const char *reason_to_stop(void)
{
	return interrupted() ? "interrupted" : "time limit exceeded";
}

/* How much had been decided of a test when it was stopped. */
static void report_stopped(const struct check *c, struct job *job, const char *file)
{
	static const struct lkmm_place start = { .line = 1, .column = 1 };

	message_begin(job, file, start, FINDING_ERROR);
	text_add(&job->err, "%s: ", reason_to_stop());
	put_covered(&job->err, &job->covered);
	message_end(job, "undecided");
	if (c->json)
		report_json_undecided(&job->out, file, reason_to_stop(), &job->covered);
	job->status = EXIT_BAD;
}

static bool has_other_flags(const struct litmus_test *l, const struct lkmm_answer *a)
{
	return l->expected.has_flags && a->flags != l->expected.flags;
}

/* The test expects that executions block, and none does. */
static bool never_blocks(const struct litmus_test *l, const struct lkmm_answer *a)
{
	const char *result = l->expected.result;

	return l->expected.deadlock && !(result && !strcmp(result, "DEADLOCK")) && !a->blocks &&
	       !a->blocks_cut;
}

/*
 * The result differs from the expectation of the test's author. In a test for a race, the race is
 * expected.
 */
static bool contradicts(const struct litmus_test *l, const struct lkmm_answer *a)
{
	if (has_other_flags(l, a) || never_blocks(l, a))
		return true;
	if (!l->expected.result)
		return no_execution(a);
	if (l->expected.race)
		return !(a->flags >> LKMM_DATA_RACE & 1);
	if (!strcmp(l->expected.result, "DEADLOCK"))
		return !no_execution(a);
	return strcmp(l->expected.result, observation_name(a->observation)) != 0;
}

static void report_contradiction(struct job *job, const char *file, const struct litmus_test *l,
				 const struct lkmm_answer *a)
{
	struct lkmm_place at = { .line = 1, .column = 1 };

	if (l->expected.result)
		at = l->expected.at;
	message_begin(job, file, at, FINDING_WARNING);
	if (!has_other_flags(l, a) && no_execution(a))
		put_blocked(&job->err, l, a);
	else if (has_other_flags(l, a))
		text_puts(&job->err, "the flags differ from those in the test");
	else if (never_blocks(l, a))
		text_puts(&job->err, "the test expects that executions block, none does");
	else
		text_add(&job->err, "the test expects %s%s, the answer is %s%s",
			 l->expected.result, l->expected.race ? " and a data race" : "",
			 observation_name(a->observation), l->expected.race ? " without one" : "");
	message_end(job, has_other_flags(l, a) ? "flags" : "result");
	if (job->status < EXIT_LOOK)
		job->status = EXIT_LOOK;
}

void report_cut(struct job *job, const char *file, const struct lkmm_answer *a)
{
	message_begin(job, file, a->cut[0], FINDING_ERROR);
	text_puts(&job->err, "undecided, ");
	put_undecided(&job->err, a);
	text_puts(&job->err, ": more turns (--unroll) may change the answer");
	message_end(job, "undecided");
	job->status = EXIT_BAD;
}

static void report_two_sizes(const struct check *c, struct job *job, const char *file,
			     const struct litmus_test *l, const struct lkmm_answer *a)
{
	const struct lkmm_location *loc = &l->program.loc[a->refused.loc];
	char error[256];

	snprintf(error, sizeof(error),
		 "this accesses %d bits of '%.*s', which has %s%d: accesses of several sizes are "
		 "modelled at addresses that are constant or one of a few, aligned, within one "
		 "variable",
		 a->refused.bits,
		 loc->elements ? (int)strcspn(loc->name, "[") : 100, loc->name,
		 loc->elements ? "elements of " : "", loc->integer.bits);
	report_error(c, job, file, a->refused.at, error);
}

/* Draws the execution that answers the question. */
static void draw_answer(const struct check *c, struct job *job, const char *file,
			const struct litmus_test *l, const struct lkmm_execution *x)
{
	static const struct lkmm_place start = { .line = 1, .column = 1 };
	const char *error = "nothing to draw: no path through the code ends so";
	struct text dot = { 0 };

	if (x)
		error = draw(&dot, l, x) ? write_drawing(c->graph, &dot) : "out of memory";
	if (error)
		report_error(c, job, file, start, error);
	text_free(&dot);
}

/* Explains the answer, and proposes changes against a data race. */
static void explain(struct job *job, const struct litmus_test *l, const struct lkmm_answer *a,
		    const struct why *why, const struct lkmm_options *options,
		    const struct lkmm_model *model)
{
	struct text remedy = { 0 };

	/* Changes are tried by the built-in model. */
	if (model == &lkmm_kernel_model && (why->race || why->misuse[0]))
		report_remedy(&remedy, l, a, options);
	report_why(&job->out, l, a, why, remedy.s);
	report_notes_why(&job->out, l, a);
	job->out.failed |= remedy.failed;
	text_free(&remedy);
}

/* A search for changes ended early. */
static void report_ended(struct job *job, const char *file, enum lkmm_status status)
{
	static const struct lkmm_place start = { .line = 1, .column = 1 };

	message_begin(job, file, start, FINDING_ERROR);
	text_add(&job->err, "the search for changes ended: %s",
		 status == LKMM_STOPPED	  ? reason_to_stop() :
		 status == LKMM_NO_MEMORY ? "out of memory" :
					    "it became too large");
	message_end(job, "undecided");
	job->status = EXIT_BAD;
}

void report_unanswered(const struct check *c, struct job *job, const char *file,
		       const struct litmus_test *l, enum lkmm_status status,
		       const struct lkmm_answer *a)
{
	char error[160];

	snprintf(error, sizeof(error), "this operation has no meaning in the model%s%.100s",
		 c->model_name ? " " : "", c->model_name ? c->model_name : "");
	if (status == LKMM_TWO_SIZES)
		report_two_sizes(c, job, file, l, a);
	else if (status == LKMM_STOPPED)
		report_stopped(c, job, file);
	else if (status == LKMM_NO_MEANING)
		report_error(c, job, file, a->refused.at, error);
	else
		report_undecided(c, job, file, status, a);
}

static void decide(struct check *c, struct job *job, const char *file,
		   const struct litmus_test *l, const struct lkmm_model *model)
{
	struct lkmm_options options = c->options;
	struct propose changes = c->propose;
	double begin = clock_now(), limit = c->timeout > 0 ? begin + c->timeout : 0;
	struct lkmm_answer answer;
	enum lkmm_status status;
	struct why why = { .arena = l->arena };
	enum lkmm_status ended = LKMM_OK;
	json_t *proposals = NULL;

	if (c->why || c->graph || job->findings.wanted) {
		options.show = why_keep;
		options.show_arg = &why;
	}
	options.stop = interrupted_or_past;
	options.stop_arg = &limit;
	options.progress = &job->covered;
	changes.model = model;
	status = lkmm_check(&l->program, model, &options, &answer);
	job->bad_pointers = status == LKMM_OK && !c->herd && finds_bad_pointer(l, &answer);
	job->decided = status == LKMM_OK && !answer.undecided;
	job->observation = answer.observation;
	job->contradicts = job->decided && !c->herd && contradicts(l, &answer);
	if (job->decided && c->json && proposes(&c->propose))
		ended = propose(&changes, &job->out, &proposals, file, l, &answer, &options);
	if (status != LKMM_OK)
		report_unanswered(c, job, file, l, status, &answer);
	else if (c->json)
		report_json(&job->out, file, l, &answer, options.states, job->contradicts,
			    c->why ? &why : NULL, proposals, clock_now() - begin);
	else if (!c->propose.patch)
		report_text(&job->out, l, &answer, options.states, clock_now() - begin);
	if (status == LKMM_OK && answer.undecided)
		report_cut(job, file, &answer);
	if (status == LKMM_OK && c->why && !c->json)
		explain(job, l, &answer, &why, &options, model);
	if (status == LKMM_OK && !c->herd)
		report_unassigned(job, file, l, &answer, c->strict);
	if (status == LKMM_OK)
		find_flags(job, file, l, &answer, why.race);
	if (status == LKMM_OK && c->strict && answer.nunassigned)
		job->status = EXIT_BAD;
	if (job->decided && !c->json && proposes(&c->propose))
		ended = propose(&changes, &job->out, NULL, file, l, &answer, &options);
	if (ended != LKMM_OK && job->status < EXIT_BAD)
		report_ended(job, file, ended);
	if (job->decided && c->graph)
		draw_answer(c, job, file, l, why_answer(&why, l, &answer));
	if (job->bad_pointers && !c->propose.patch)
		report_bad_pointers(job, file, l, &answer);
	if (status == LKMM_OK && !c->herd && !c->propose.patch)
		report_findings(job, file, l, &answer);
	if (job->contradicts && !c->propose.patch)
		report_contradiction(job, file, l, &answer);
	job->past = interrupted_or_past(&limit);
	json_decref(proposals);
	lkmm_answer_free(&answer);
}

/* herd7's message about an unknown primitive: the kernel's scripts search for it. */
static void report_as_herd(const struct check *c, struct job *job, const char *file,
			   const struct litmus_test *l)
{
	char error[160];

	snprintf(error, sizeof(error), "Unknown macro %s (User error)", l->unknown);
	report_error(c, job, file, l->error[0].at, l->unknown[0] ? error : l->error[0].text);
}

static void report_bad_test(const struct check *c, struct job *job, const char *file,
			    const struct litmus_test *l)
{
	job->unread = true;
	if (c->herd) {
		report_as_herd(c, job, file, l);
		return;
	}
	put_errors(&job->err, file, l);
	find_errors(job, file, l);
	if (c->json)
		report_json_errors(&job->out, file, l);
	job->status = EXIT_BAD;
}

static void decide_or_recall(struct check *c, struct job *job, const char *file,
			     const struct litmus_test *l, const struct lkmm_model *model,
			     const struct cache_includes *includes)
{
	json_t *key = NULL;

	if (c->cache)
		key = cache_key(c, file, l->source.text, l->source.size, includes,
				model_files(c, model));
	if (!key || !cache_recall(c, job, key)) {
		(c->decide ? c->decide : decide)(c, job, file, l, model);
		if (key)
			cache_keep(c, job, key);
	}
	json_decref(key);
}

void check_file(struct check *c, struct job *job, const char *name)
{
	static const struct lkmm_place start = { .line = 1, .column = 1 };
	struct litmus_test *l = calloc(1, sizeof(*l));
	size_t size = c->input_size;
	char *own = c->input ? NULL : read_file(name, &size);
	const char *text = c->input ? c->input : own, *file = file_title(name);
	struct cache_includes includes;

	cache_includes_open(&includes,
			    include_from(c->input		? c->input_path :
					 strcmp(name, "-")	? name : NULL));
	if (!l || !text) {
		job->unread = true;
		report_error(c, job, file, start, l ? read_error(errno) : strerror(ENOMEM));
	} else {
		bool ok = litmus_parse_with(l, text, size, &includes.files);

		const struct lkmm_model *model = NULL;
		const char *why;

		put_warnings(&job->err, file, l);
		find_warnings(job, file, l);
		if (!ok)
			report_bad_test(c, job, file, l);
		else if ((model = model_for(c, &l->program, &why)))
			decide_or_recall(c, job, file, l, model, &includes);
		else
			report_error(c, job, file, start, why);
		lkmm_arena_free(l->arena);
	}
	cache_includes_close(&includes);
	free(own);
	free(l);
}

/* The interrupt came before it. */
static void skip_file(const struct check *c, struct job *job, const char *name)
{
	static const struct lkmm_place start = { .line = 1, .column = 1 };

	job->status = EXIT_BAD;
	find_at(&job->findings, file_title(name), start, FINDING_ERROR, "undecided", "interrupted");
	if (c->json)
		report_json_undecided(&job->out, file_title(name), "interrupted", NULL);
}

/* ---- all of them ---- */

static void *work(void *arg)
{
	struct check *c = arg;

	for (;;) {
		struct job *job;
		double begin;
		int i;

		pthread_mutex_lock(&c->lock);
		i = c->next++;
		pthread_mutex_unlock(&c->lock);
		if (i >= c->files.n)
			return NULL;
		job = &c->job[i];
		job->findings.wanted = keeps_findings(c);
		begin = clock_now();
		if (interrupted())
			skip_file(c, job, c->files.name[i]);
		else
			check_file(c, job, c->files.name[i]);
		job->seconds = clock_now() - begin;
		pthread_mutex_lock(&c->lock);
		job->done = true;
		c->finished++;
		pthread_cond_signal(&c->progress);
		pthread_mutex_unlock(&c->lock);
	}
}

static void wait_for(struct check *c, struct job *job, double begin)
{
	pthread_mutex_lock(&c->lock);
	while (!job->done) {
		struct timespec t;

		clock_gettime(CLOCK_REALTIME, &t);
		t.tv_sec++;
		pthread_cond_timedwait(&c->progress, &c->lock, &t);
		progress_show(begin, "tests decided:", c->finished, c->files.n);
	}
	pthread_mutex_unlock(&c->lock);
}

static void print_job(const struct check *c, const char *file, struct job *job)
{
	progress_clear();
	if (job->aside.s)
		fputs(job->aside.s, stderr);
	if (job->err.s)
		fputs(job->err.s, stderr);
	if (job->out.failed || job->err.failed) {
		/* half an answer is none */
		fprintf(stderr, "%s:1:1: error: out of memory\n", file);
		job->status = EXIT_BAD;
		job->decided = false;
	} else if (job->out.s && !c->ci.tap) {
		fwrite(job->out.s, 1, job->out.len, stdout);
	}
	text_free(&job->out);
	text_free(&job->err);
	text_free(&job->aside);
}

/* A line unlike all of herd7's. */
static void print_summary(const struct check *c, double seconds)
{
	struct answers n = { .tests = c->files.n };
	int recalled = 0;

	for (int i = 0; i < c->files.n; i++) {
		const struct job *job = &c->job[i];

		n.never += job->decided && job->observation == LKMM_NEVER;
		n.sometimes += job->decided && job->observation == LKMM_SOMETIMES;
		n.always += job->decided && job->observation == LKMM_ALWAYS;
		n.contradict += job->decided && job->contradicts;
		n.undecided += !job->decided && !job->unread;
		n.unread += job->unread;
		recalled += job->recalled;
	}
	print_answers(&n);
	if (c->cache)
		printf("; %d from the cache", recalled);
	printf("; %.2f s\n", seconds);
}

/* Prints the answers and messages, in the order in which the tests were named. */
static int count_decided(const struct check *c)
{
	int n = 0;

	for (int i = 0; i < c->files.n; i++)
		n += c->job[i].decided;
	return n;
}

static int print_all(struct check *c)
{
	double begin = clock_now();
	int status = EXIT_WELL;

	for (int i = 0; i < c->files.n; i++) {
		wait_for(c, &c->job[i], begin);
		if (c->shard.shares)
			check_keep_share(c, i);
		else
			print_job(c, c->files.name[i], &c->job[i]);
		if (ci_is_wanted(&c->ci))
			ci_add(&c->ci, file_title(c->files.name[i]), c->job[i].status,
			       c->job[i].seconds, &c->job[i].findings);
		if (c->job[i].status > status)
			status = c->job[i].status;
	}
	if (c->files.n > 1 && interrupted())
		fprintf(stderr, "lkmm: interrupted: %d of %d tests were decided\n",
			count_decided(c), c->files.n);
	if (c->shard.shares)
		return check_print_share(c);
	if (c->files.n > 1 && !c->json && !c->herd && !c->ci.tap)
		(c->summary ? c->summary : print_summary)(c, clock_now() - begin);
	if (fflush(stdout) || ferror(stdout)) {
		perror("lkmm: standard output");
		return EXIT_BAD;
	}
	return ci_is_wanted(&c->ci) ? ci_finish(&c->ci, "lkmm check", status) : status;
}

static int check_all(struct check *c)
{
	pthread_t thread[MAX_THREADS];
	int started = 0, status;

	pthread_mutex_init(&c->lock, NULL);
	pthread_cond_init(&c->progress, NULL);
	/* One test is not worth a thread, nor has it progress to show. */
	while (c->files.n > 1 && started < c->threads && started < MAX_THREADS &&
	       !pthread_create(&thread[started], NULL, work, c))
		started++;
	if (!started)
		work(c);
	status = print_all(c);
	while (started)
		pthread_join(thread[--started], NULL);
	pthread_cond_destroy(&c->progress);
	pthread_mutex_destroy(&c->lock);
	return status;
}

int check_files(struct check *c)
{
	int status = EXIT_BAD;

	if (!c->model)
		c->model = &lkmm_kernel_model;
	c->job = calloc((size_t)c->files.n + 1, sizeof(*c->job));
	if (c->job && !c->files.failed)
		status = check_all(c);
	else
		fputs("lkmm: out of memory\n", stderr);
	free(c->job);
	return status;
}

bool check_arguments(struct check *c, const struct options *o, int argc, char **argv, int *status)
{
	int first;

	if (!options_parse(o, c, argc, argv, &first, status))
		return false;
	for (int i = first; i < argc; i++)
		files_add(&c->files, argv[i]);
	if (c->files.n || c->files.failed)
		return true;
	fprintf(stderr, "%s: no litmus test given\n", o->who);
	*status = options_misused(o);
	return false;
}

int check_main(int argc, char **argv)
{
	struct check c = { .threads = 1 };
	int status;

	if (!check_arguments(&c, &check_options, argc, argv, &status))
		return status;
	if (c.ci.tap && (c.json || c.propose.patch)) {
		fputs("lkmm check: --tap does not go with --json and --fix=patch\n", stderr);
		files_free(&c.files);
		return options_misused(&check_options);
	}
	if (c.shard.shares && !check_can_divide(&c)) {
		files_free(&c.files);
		return options_misused(&check_options);
	}
	if (c.shard.shares && !check_divide(&c)) {
		status = EXIT_BAD;
	} else if (c.graph && c.files.n > 1) {
		fputs("lkmm check: --graph draws one test, not several\n", stderr);
		status = EXIT_BAD;
	} else if (arch_prepare(&c) && model_open(&c) && (!c.cache || cache_open(&c))) {
		interrupt_catch_one();
		status = check_files(&c);
	} else {
		status = EXIT_BAD;
	}
	if (status == EXIT_BAD)
		status = ci_give_up(&c.ci, "lkmm check",
				    c.files.n ? file_title(c.files.name[0]) : "");
	model_close(&c);
	files_free(&c.files);
	return status;
}
