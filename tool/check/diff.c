// SPDX-License-Identifier: GPL-2.0 OR MIT
/* lkmm diff: the tests that two models answer differently, and why. */
#include "check.h"
#include "base/clock.h"
#include "base/exit.h"
#include "base/progress.h"
#include "tool/commands.h"
#include "show/diff.h"
#include "show/why.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* So many states of one test are explained by an execution each. */
enum { MAX_EXPLAINED = 16 };

struct diff {
	struct check check;		/* with the first model; with the second: */
	struct check other;
};

/* One test. */
struct comparison {
	struct diff *d;
	struct job *job;
	const char *file;
	const struct litmus_test *l;
	struct lkmm_options options;
	double limit;			/* when the time is over */
	struct differences found;
};

static struct check *check_of(struct diff *d, int side)
{
	return side ? &d->other : &d->check;
}

/* The name of a model without the folders that it shares with the other. */
static const char *title_of(const char *name, const char *other)
{
	const char *title = name, *slash = strrchr(name, '/');

	if (!strchr(other, '/') || !strcmp(name, other))
		return slash ? slash + 1 : name;
	for (int i = 0; name[i] && name[i] == other[i]; i++)
		if (name[i] == '/')
			title = name + i + 1;
	return title;
}

/* ---- what differs ---- */

static struct difference *add(struct comparison *k, int only)
{
	struct difference *x = &k->found.list[k->found.n++];

	*x = (struct difference){ .only = only };
	return x;
}

/* False without memory. */
static bool compare_states(struct comparison *k, int only)
{
	int n;
	const int64_t **beyond = states_beyond(&k->found.side[only].answer,
					       &k->found.side[!only].answer,
					       (size_t)k->l->program.nobserved, &n);

	for (int i = 0; beyond && i < n; i++)
		add(k, only)->state = beyond[i];
	free(beyond);
	return beyond;
}

static void compare_flags(struct comparison *k, int only)
{
	const struct lkmm_answer *a = &k->found.side[only].answer;
	const struct lkmm_answer *b = &k->found.side[!only].answer;

	for (int flag = 0; flag < 32; flag++) {
		int other = a->flags >> flag & 1 ? diff_flag(b, lkmm_flag_name_of(a, flag)) : -1;

		if (a->flags >> flag & 1 && (other < 0 || !(b->flags >> other & 1)))
			add(k, only)->flag = flag;
	}
}

static bool find_differences(struct comparison *k)
{
	size_t most = 2 * 32;

	for (int i = 0; i < 2; i++)
		most += k->found.side[i].answer.nstates;
	k->found.list = calloc(most, sizeof(*k->found.list));
	if (!k->found.list)
		return false;
	for (int i = 0; i < 2; i++)
		if (!compare_states(k, i))
			return false;
	for (int i = 0; i < 2; i++)
		compare_flags(k, i);
	return true;
}

/* ---- why ---- */

/* The condition that a final state is @state. NULL without memory. */
static struct lkmm_cond *is_state(struct lkmm_arena *arena, const struct lkmm_test *t,
				  const int64_t *state)
{
	struct lkmm_cond *all = lkmm_alloc(arena, sizeof(*all));

	if (all)
		all->kind = LKMM_TRUE;
	for (int i = 0; all && i < t->nobserved; i++) {
		struct lkmm_cond *one = lkmm_alloc(arena, sizeof(*one));
		struct lkmm_cond *both = lkmm_alloc(arena, sizeof(*both));

		if (!one || !both)
			return NULL;
		one->kind = LKMM_SAME;
		one->left = t->observed[i];
		one->right = (struct lkmm_atom){ .kind = LKMM_CONSTANT, .value = state[i] };
		*both = (struct lkmm_cond){ .kind = LKMM_BOTH, .a = all, .b = one };
		all = both;
	}
	return all;
}

/*
 * Asks the model of @side once more: for an execution in which @cond holds, or for the one that is
 * @same. What it shows is in @why. False if there was no answer.
 */
static bool ask(const struct comparison *k, int side, struct lkmm_cond *cond,
		const struct lkmm_execution *same, struct why *why, struct lkmm_answer *answer)
{
	struct lkmm_test test = k->l->program;
	struct lkmm_options o = k->options;
	enum lkmm_status status;

	o.states = false;
	o.show = why_keep;
	o.show_arg = why;
	o.same_as = same;
	test.quantifier = LKMM_EXISTS;
	test.cond = cond;
	why->arena = k->l->arena;
	status = lkmm_check(&test, k->found.side[side].model, &o, answer);
	lkmm_answer_free(answer);
	k->job->out.failed |= status == LKMM_NO_MEMORY || why->failed;
	return status == LKMM_OK && !why->failed;
}

/* Of a state: an execution that ends in it, and that of the other model, or one close to it. */
static void explain_state(const struct comparison *k, struct difference *x)
{
	struct lkmm_cond *cond = is_state(k->l->arena, &k->l->program, x->state);
	struct why shown = { 0 }, same = { 0 }, close = { 0 };
	struct lkmm_answer a;

	x->cut = true;
	k->job->out.failed |= !cond;
	if (!cond || !ask(k, x->only, cond, NULL, &shown, &a))
		return;
	x->shown = shown.execution[1];
	if (x->shown && ask(k, !x->only, NULL, x->shown, &same, &a))
		x->other = same.execution[1];
	if (x->other && x->other->broken)
		return;
	x->other = NULL;
	if (!ask(k, !x->only, cond, NULL, &close, &a))
		return;
	x->other = close.execution[1];
	x->cut = a.closest_cut;
}

/* Of a flag that names two events: what the other model says about the execution. */
static void explain_flag(const struct comparison *k, struct difference *x)
{
	struct why shown = { 0 }, same = { 0 };
	struct lkmm_answer a;

	if (!ask(k, x->only, NULL, NULL, &shown, &a))
		return;
	if (x->flag == LKMM_DATA_RACE)
		x->shown = shown.race;
	else if (x->flag >= LKMM_USE_AFTER_FREE && x->flag <= LKMM_UNINITIALIZED)
		x->shown = shown.misuse[x->flag - LKMM_USE_AFTER_FREE];
	if (x->shown && ask(k, !x->only, NULL, x->shown, &same, &a))
		x->other = same.execution[1];
}

static void explain(struct comparison *k)
{
	int explained = 0;

	for (int i = 0; i < k->found.n; i++) {
		struct difference *x = &k->found.list[i];

		if (!x->state)
			explain_flag(k, x);
		else if (explained++ < MAX_EXPLAINED)
			explain_state(k, x);
		else
			x->cut = true;
	}
}

/* ---- one test ---- */

/* The answer of one model. False after a message. */
static bool answer(struct comparison *k, int side)
{
	static const struct lkmm_place start = { .line = 1, .column = 1 };
	struct check *c = check_of(k->d, side);
	struct side *s = &k->found.side[side];
	enum lkmm_status status;
	const char *why;

	s->name = c->model_name;
	s->title = title_of(c->model_name, check_of(k->d, !side)->model_name);
	s->model = model_for(c, &k->l->program, &why);
	if (!s->model) {
		report_error(c, k->job, k->file, start, why);
		return false;
	}
	status = lkmm_check(&k->l->program, s->model, &k->options, &s->answer);
	if (status != LKMM_OK)
		report_unanswered(c, k->job, k->file, k->l, status, &s->answer);
	else if (s->answer.undecided)
		report_cut(k->job, k->file, &s->answer);
	return status == LKMM_OK && !s->answer.undecided;
}

static void report(struct comparison *k)
{
	const struct check *c = &k->d->check;

	if (!find_differences(k)) {
		k->job->err.failed = true;
		free(k->found.list);
		return;
	}
	k->job->decided = true;
	k->job->contradicts = k->found.n;
	if (k->found.n) {
		k->job->status = EXIT_LOOK;
		explain(k);
		(c->json ? report_json_differences : report_differences)(&k->job->out, k->file,
									 k->l, &k->found);
	}
	free(k->found.list);
}

static void decide(struct check *c, struct job *job, const char *file,
		   const struct litmus_test *l, const struct lkmm_model *model)
{
	struct comparison k = {
		.d = (struct diff *)(void *)c, .job = job, .file = file, .l = l,
		.options = c->options, .limit = c->timeout > 0 ? clock_now() + c->timeout : 0,
	};

	(void)model;
	k.options.states = true;
	k.options.stop = interrupted_or_past;
	k.options.stop_arg = &k.limit;
	k.options.progress = &job->covered;
	if (answer(&k, 0) && answer(&k, 1))
		report(&k);
	for (int i = 0; i < 2; i++)
		lkmm_answer_free(&k.found.side[i].answer);
}

/* ---- all of them ---- */

static void print_summary(const struct check *c, double seconds)
{
	int differ = 0, undecided = 0;

	for (int i = 0; i < c->files.n; i++) {
		differ += c->job[i].decided && c->job[i].contradicts;
		undecided += !c->job[i].decided;
	}
	printf("%d of %d tests differ", differ, c->files.n);
	if (undecided)
		printf("; %d not compared", undecided);
	printf("; %.2f s\n", seconds);
}

static bool set_model(void *into, const char *value)
{
	struct diff *d = into;
	const char **name = d->check.model_name ? &d->other.model_name : &d->check.model_name;

	if (*name)
		return false;
	*name = value;
	return true;
}

static const struct opt options[] = {
	{ "model", .kind = OPT_FILE, .value = "MODEL", .set = set_model,
	  .expects = "two models, of which the second is lkmm if it is not given",
	  .help = "one of the two models: lkmm, sc, or a file in the language cat" },
	{ "json", .at = offsetof(struct diff, check.json),
	  .help = "print a JSON object for each test that differs" },
	{ "timeout", .kind = OPT_NUMBER, .value = "SECONDS", .most = 1e9, .normal = "0, none",
	  .at = offsetof(struct diff, check.timeout), .help = "time limit for each test" },
	{ "unroll", .kind = OPT_WHOLE, .value = "N", .least = 1, .most = 1000, .normal = "2",
	  .at = offsetof(struct diff, check.options.unroll),
	  .help = "run loops at most N times" },
	{ .letter = 'j', .kind = OPT_WHOLE, .value = "N", .least = 1, .most = MAX_THREADS,
	  .normal = "1", .at = offsetof(struct diff, check.threads),
	  .help = "compare N tests at a time" },
};

const struct options diff_options = {
	.name = "diff", .who = "lkmm diff", .page = "lkmm-diff(1)",
	.does = "compare two memory models by litmus tests",
	.usage = "--model MODEL [--model MODEL] [OPTION...] FILE|DIR...", .arguments = OPT_TESTS,
	.opt = options, .n = sizeof(options) / sizeof(options[0]),
};

int diff_main(int argc, char **argv)
{
	struct diff d = {
		.check = { .threads = 1, .decide = decide, .summary = print_summary },
	};
	int status;

	if (!check_arguments(&d.check, &diff_options, argc, argv, &status))
		return status;
	pthread_mutex_init(&d.other.lock, NULL);
	d.other.json = d.check.json;
	if (!d.other.model_name)
		d.other.model_name = "lkmm";
	status = EXIT_BAD;
	if (!d.check.model_name) {
		fputs("lkmm diff: no model given\n", stderr);
		status = options_misused(&diff_options);
	} else if (model_open(&d.check) && model_open(&d.other)) {
		interrupt_catch_one();
		status = check_files(&d.check);
	}
	model_close(&d.check);
	model_close(&d.other);
	files_free(&d.check.files);
	return status;
}
