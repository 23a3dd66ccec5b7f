// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * lkmm check --arch: a test in C or Rust is compiled with the sequences of defs/arch/, and decided
 * by the model of each architecture. What one of these allows and LKMM forbids breaks the promise
 * of the library.
 */
#include "c11.h"
#include "check.h"
#include "base/clock.h"
#include "base/exit.h"
#include "base/progress.h"
#include "show/place.h"
#include "show/target.h"
#include "show/verdict.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the option ---- */

static bool is_called(const struct litmus_target *t, const char *name, size_t len)
{
	char full[TARGET_NAME];

	target_name(t, full);
	return (strlen(full) == len && !memcmp(full, name, len)) ||
	       (!target_is_by_name(t) && strlen(t->arch) == len && !memcmp(t->arch, name, len));
}

static bool has_target(const struct check *c, const struct litmus_target *t)
{
	for (int i = 0; i < c->ntargets; i++)
		if (c->target[i].arch == t->arch && c->target[i].feature == t->feature)
			return true;
	return false;
}

bool arch_set(void *into, const char *value)
{
	struct check *c = into;

	while (*value) {
		size_t len = strcspn(value, ",");
		bool all = len == 3 && !memcmp(value, "all", 3), known = false;
		struct litmus_target t;

		for (int i = 0; litmus_target(i, &t); i++) {
			if (all ? target_is_by_name(&t) : !is_called(&t, value, len))
				continue;
			known = true;
			if (!has_target(c, &t) && c->ntargets < MAX_TARGETS)
				c->target[c->ntargets++] = t;
		}
		if (!known)
			return false;
		value += len + (value[len] == ',');
	}
	return c->ntargets > 0;
}

/* ---- one test ---- */

struct asking {
	struct check *c;
	struct job *job;
	const char *file;
	const struct litmus_test *l;
	struct lkmm_options options;
	double limit;
	struct on_targets all;
	struct litmus_test *compiled[MAX_TARGETS];
};

static void put_reason(struct on_target *on, struct lkmm_place at, const char *why)
{
	on->at = at;
	snprintf(on->why, sizeof(on->why), "%s", why);
}

/* Why there is no answer: like report_unanswered(), without a message of its own. */
static void put_status(struct on_target *on, enum lkmm_status status)
{
	static const struct lkmm_place start = { .line = 1, .column = 1 };
	struct text why = { 0 };

	if (status == LKMM_OK) {
		put_undecided(&why, &on->answer);
		put_reason(on, on->answer.cut[0], why.s ? why.s : "out of memory");
		text_free(&why);
	} else if (status == LKMM_TWO_SIZES) {
		put_reason(on, on->answer.refused.at, "an access of another size: not covered");
	} else {
		put_reason(on, start, status == LKMM_NO_MEMORY ? "out of memory" :
				      status != LKMM_STOPPED ? "the test is too large" :
				      interrupted() ? "interrupted" : "time limit exceeded");
	}
}

static void find_beyond(struct asking *k, struct on_target *on)
{
	size_t width = (size_t)k->l->program.nobserved;

	/* The memory model promises nothing about a test with a data race. */
	if (k->all.answer->flags >> LKMM_DATA_RACE & 1)
		return;
	on->beyond = states_beyond(&on->answer, k->all.answer, width, &on->nbeyond);
	if (!on->beyond)
		k->job->err.failed = true;
}

static void decide_on(struct asking *k, struct on_target *on, struct litmus_test *compiled)
{
	static const struct lkmm_place start = { .line = 1, .column = 1 };
	const struct litmus_source *source = &k->l->source;
	const struct lkmm_model *model;
	enum lkmm_status status;
	const char *why;

	if (!litmus_parse_with(compiled, source->text, source->size, source->files) ||
	    !litmus_compile(compiled, &on->target)) {
		put_reason(on, compiled->error[0].at, compiled->error[0].text);
		return;
	}
	model = model_for(k->c, &compiled->program, &why);
	if (!model) {
		put_reason(on, start, why);
		return;
	}
	status = lkmm_check(&compiled->program, model, &k->options, &on->answer);
	on->decided = status == LKMM_OK && !on->answer.undecided;
	on->possible = on->decided && is_possible(k->l, &on->answer);
	if (on->decided && on->answer.nbad && !k->all.answer->nbad) {
		on->decided = false;
		put_reason(on, on->answer.bad[0].at, "an instruction accesses no variable");
	} else if (on->decided)
		find_beyond(k, on);
	else
		put_status(on, status);
}

static bool is_same_reason(const struct on_target *a, const struct on_target *b)
{
	return !b->decided && !strcmp(a->why, b->why) && a->at.line == b->at.line &&
	       a->at.column == b->at.column;
}

/* The reasons why there are no answers, each with the architectures that it is about. */
static void report_reasons(struct asking *k)
{
	char name[TARGET_NAME];

	for (int i = 0; i < k->all.n; i++) {
		const struct on_target *on = &k->all.on[i];
		bool said = on->decided;

		for (int j = 0; j < i; j++)
			said |= is_same_reason(on, &k->all.on[j]);
		if (said)
			continue;
		put_where(&k->job->err, k->file, on->at);
		text_puts(&k->job->err, "error: not decided for");
		for (int j = i; j < k->all.n; j++) {
			if (!is_same_reason(on, &k->all.on[j]))
				continue;
			target_name(&k->all.on[j].target, name);
			text_add(&k->job->err, "%s %s", j > i ? "," : "", name);
		}
		text_add(&k->job->err, ": %s\n", on->why);
		k->job->status = EXIT_BAD;
	}
}

static void report(struct asking *k, double begin)
{
	bool all = true;

	for (int i = 0; i < k->all.n; i++) {
		all &= k->all.on[i].decided;
		/* Only the sequences of defs/arch/ keep the promise. */
		k->job->contradicts |= k->all.on[i].nbeyond > 0 && !k->all.on[i].target.by;
	}
	if (k->job->contradicts && k->job->status < EXIT_LOOK)
		k->job->status = EXIT_LOOK;
	k->job->decided = all;
	if (k->c->json)
		report_json_targets(&k->job->out, k->file, &k->all, clock_now() - begin);
	else
		report_targets(&k->job->out, &k->all);
	report_reasons(k);
}

static void free_all(struct asking *k)
{
	for (int i = 0; i < k->all.n; i++) {
		struct on_target *on = &k->all.on[i];

		lkmm_answer_free(&on->answer);
		free(on->beyond);
		if (k->compiled[i])
			lkmm_arena_free(k->compiled[i]->arena);
		free(k->compiled[i]);
	}
}

static void ask_all(struct asking *k)
{
	for (int i = 0; i < k->c->ntargets; i++) {
		struct on_target *on = &k->all.on[k->all.n];

		on->target = k->c->target[i];
		k->compiled[k->all.n] = calloc(1, sizeof(**k->compiled));
		if (k->compiled[k->all.n])
			decide_on(k, on, k->compiled[k->all.n]);
		else
			k->job->err.failed = true;
		k->all.n++;
	}
}

void arch_decide(struct check *c, struct job *job, const char *file, const struct litmus_test *l,
		 const struct lkmm_model *model)
{
	static const struct lkmm_place start = { .line = 1, .column = 1 };
	struct lkmm_answer answer;
	double begin = clock_now();
	struct asking *k = calloc(1, sizeof(*k));
	enum lkmm_status status;

	if (!k) {
		job->err.failed = true;
		return;
	}
	if (l->program.architecture) {
		report_error(c, job, file, start, "--arch is about tests in C and Rust");
		free(k);
		return;
	}
	*k = (struct asking){
		.c = c, .job = job, .file = file, .l = l, .options = c->options,
		.limit = c->timeout > 0 ? begin + c->timeout : 0,
	};
	k->options.states = true;
	k->options.stop = interrupted_or_past;
	k->options.stop_arg = &k->limit;
	k->options.progress = &job->covered;
	k->all.l = l;
	k->all.answer = &answer;
	status = lkmm_check(&l->program, model, &k->options, &answer);
	if (status != LKMM_OK) {
		report_unanswered(c, job, file, l, status, &answer);
	} else if (answer.undecided) {
		report_cut(job, file, &answer);
	} else {
		job->observation = answer.observation;
		k->all.possible = is_possible(l, &answer);
		ask_all(k);
		report(k, begin);
	}
	free_all(k);
	free(k);
	lkmm_answer_free(&answer);
}

/* ---- all of them ---- */

void arch_summary(const struct check *c, double seconds)
{
	int beyond = 0, undecided = 0;

	for (int i = 0; i < c->files.n; i++) {
		beyond += c->job[i].contradicts;
		undecided += !c->job[i].decided;
	}
	print_target_answers(c->files.n, beyond, undecided);
	printf("; %.2f s\n", seconds);
}

/* The line over the table: printed, or kept for lkmm merge. */
static void put_heads(struct check *c, struct text *heads)
{
	if (heads->failed) {
		fputs("lkmm check: out of memory\n", stderr);
	} else if (c->shard.shares) {
		c->shard.head = json_text(heads->s);
		heads->failed = !c->shard.head;
	} else {
		fputs(heads->s, stdout);
	}
}

bool arch_prepare(struct check *c)
{
	const struct {
		bool given;
		const char *option;
	} others[] = {
		{ c->model_name, "--model" }, { c->why, "--why" }, { c->graph, "--graph" },
		{ c->options.states, "--states" }, { c->propose.relax, "--relax" },
		{ proposes(&c->propose), "--fix" },
	};
	struct text heads = { 0 };
	bool failed;

	if (c->c11 && !c->ntargets) {
		fputs("lkmm check: --with-c11 needs --arch\n", stderr);
		return false;
	}
	if (!c->ntargets)
		return true;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		if (!others[i].given)
			continue;
		fprintf(stderr, "lkmm check: --arch does not work with %s\n", others[i].option);
		return false;
	}
	if (c->c11 && !c11_prepare(c))
		return false;
	c->decide = arch_decide;
	c->summary = arch_summary;
	if (c->json || c->ci.tap)
		return true;
	put_target_heads(&heads, c->target, c->ntargets);
	put_heads(c, &heads);
	failed = heads.failed;
	text_free(&heads);
	return !failed;
}
