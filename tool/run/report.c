// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Prints the results of litmus tests, much as litmus7 does. */
#include "run.h"
#include "base/exit.h"
#include "show/verdict.h"
#include "show/why.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_UNSEEN = 16 };	/* that many outcomes that were not seen are listed */

const char *run_form_name(int form)
{
	static const char *const name[EMIT_FORMS] = {
		"C inline", "C out of line", "Rust inline", "Rust out of line",
	};

	return name[form];
}

const char *run_verdict_name(const struct outcome *o)
{
	switch (o->verdict) {
	case RUN_ALLOWED:
		if (o->impossible)
			return o->count ? "allowed by LKMM, seen on a CPU whose model forbids it" :
					  "allowed by LKMM, impossible on this CPU";
		return o->count ? "allowed, seen" : "allowed, not seen";
	case RUN_FORBIDDEN:
		return "FORBIDDEN, seen";
	case RUN_RACY:
		return "by a data race";
	case RUN_BEYOND:
		return "beyond the loops that were followed";
	case RUN_FILTERED:
		break;
	}
	return "left out by the filter";
}

const char *run_observation(const struct trial *t)
{
	return !t->wanted ? "Never" : t->wanted < t->all ? "Sometimes" : "Always";
}

/* ---- a test ---- */

/* Where and how it was run. */
static void put_header(struct text *out, const struct run *r, const struct trial *t)
{
	char machine[512];
	const char *separator = ", ";
	unsigned int forms = 0;

	for (int p = 0; p < t->litmus.program.nthreads; p++)
		forms |= t->emit.form[p];
	run_machine(r, machine, sizeof(machine));
	text_add(out, "Test %s\n%d thread%s, %s, %s", t->litmus.program.name,
		 t->litmus.program.nthreads, t->litmus.program.nthreads == 1 ? "" : "s", machine,
		 t->mode);
	for (int f = 0; f < EMIT_FORMS; f++) {
		if (!(forms >> f & 1))
			continue;
		text_add(out, "%s%s", separator, run_form_name(f));
		separator = " + ";
	}
	text_add(out, ", %.1f s\n", t->seconds);
}

void run_put_outcome(struct text *out, const struct trial *t, const int64_t *value)
{
	for (int i = 0; i < t->litmus.program.nobserved; i++) {
		text_puts(out, i ? " " : "");
		put_atom(out, &t->litmus.program, &t->litmus.program.observed[i]);
		text_puts(out, "=");
		put_value(out, &t->litmus.program, value[i]);
		text_puts(out, ";");
	}
}

static void put_forms(struct text *out, const struct outcome *o)
{
	const char *separator = "; ";

	for (int f = 0; f < EMIT_FORMS; f++) {
		if (!o->by_form[f])
			continue;
		text_add(out, "%s%s %" PRIu64, separator, run_form_name(f), o->by_form[f]);
		separator = ", ";
	}
}

static void put_histogram(struct text *out, const struct trial *t)
{
	size_t shown = t->noutcomes;

	if (shown > t->nseen + MOST_UNSEEN)
		shown = t->nseen + MOST_UNSEEN;
	text_add(out, "Histogram (%zu states)\n", t->nseen);
	for (size_t i = 0; i < shown; i++) {
		const struct outcome *o = &t->outcome[i];

		text_add(out, "%-12" PRIu64 "%s>", o->count, o->wanted ? "*" : ":");
		run_put_outcome(out, t, o->value);
		text_add(out, "   %s", run_verdict_name(o));
		put_forms(out, o);
		text_puts(out, "\n");
	}
	if (shown < t->noutcomes)
		text_add(out, "and %zu more allowed outcomes, not seen\n", t->noutcomes - shown);
}

static void put_summary(struct text *out, const struct run *r, const struct trial *t)
{
	size_t unseen = 0, impossible = 0;

	for (size_t i = t->nseen; i < t->noutcomes; i++)
		*(t->outcome[i].impossible ? &impossible : &unseen) += 1;
	if (t->answer.flags >> LKMM_DATA_RACE & 1)
		text_puts(out, "Flag data-race: the model promises nothing about this test\n");
	if (!t->all) {
		text_puts(out, "Nothing observed: no iteration was completed. "
			       "Increase --seconds or --iterations\n");
		return;
	}
	text_add(out, "Observation %s %s %" PRIu64 " %" PRIu64 "\n", t->litmus.program.name,
		 run_observation(t), t->wanted, t->all - t->wanted);
	text_add(out, "%s; ", t->forbidden ? "FORBIDDEN outcomes seen" : "nothing forbidden seen");
	if (unseen)
		text_add(out, "%zu allowed outcome%s not seen", unseen, unseen == 1 ? "" : "s");
	else
		text_puts(out, "every allowed outcome seen");
	if (impossible)
		text_add(out, unseen ? ", and %zu impossible on this CPU" :
				       " but %zu, impossible on this CPU", impossible);
	text_add(out, "   %.3g M iterations/s", (double)t->instances / t->seconds / 1e6);
	if (t->wanted)
		text_add(out, ", %.3g/s as asked for", (double)t->wanted / t->seconds);
	text_puts(out, "\n");
	for (int language = 0; language < 2; language++)
		if (r->forms >> 2 * language & 3 && t->why_not[language][0])
			text_add(out, "Not in %s: %s\n", run_language_name(language),
				 t->why_not[language]);
}

/* ---- an outcome that must not be ---- */

/* A condition for exactly these values; NULL without memory. */
static struct lkmm_cond *ask_for(struct trial *t, const int64_t *value)
{
	const struct lkmm_test *test = &t->litmus.program;
	struct lkmm_cond *cond = NULL;

	for (int i = 0; i < test->nobserved; i++) {
		struct lkmm_cond *c = lkmm_alloc(t->litmus.arena, 2 * sizeof(*c));

		if (!c)
			return NULL;
		c[0] = (struct lkmm_cond){ .kind = LKMM_SAME,
					   .left = test->observed[i],
					   .right = { .kind = LKMM_CONSTANT,
						      .value = value[i] } };
		c[1] = (struct lkmm_cond){ .kind = LKMM_BOTH, .a = cond, .b = &c[0] };
		cond = cond ? &c[1] : &c[0];
	}
	return cond;
}

/* The checker's reason: the test, asking for that outcome. */
static void put_reason(struct text *out, struct trial *t, const struct outcome *o)
{
	struct litmus_test asked = t->litmus;
	struct lkmm_cond *cond = ask_for(t, o->value);
	struct why why = { .arena = t->litmus.arena };
	struct lkmm_options options = { .show = why_keep, .show_arg = &why };
	struct lkmm_answer answer;

	if (!cond)
		return;
	asked.program.cond = cond;
	asked.program.quantifier = LKMM_EXISTS;
	if (lkmm_check(&asked.program, &lkmm_kernel_model, &options, &answer) != LKMM_OK)
		return;
	text_puts(out, "\n");
	report_why(out, &asked, &answer, &why, NULL);
	lkmm_answer_free(&answer);
}

static const char *language_option(const struct run *r)
{
	static const char *const name[] = {
		[RUN_AS_WRITTEN] = "as-written", [RUN_C] = "c", [RUN_RUST] = "rust",
		[RUN_MIXED] = "mixed", [RUN_BOTH] = "all",
	};

	return name[r->languages];
}

static void put_command(struct text *out, const struct run *r, const struct trial *t)
{
	text_add(out, "  To reproduce it: lkmm run --mode %s --lang %s --variant %s --seconds %g",
		 !strncmp(t->mode, "perpetual", 9) ? "perpetual" : "batch", language_option(r),
		 r->variant[0] && r->variant[1] ? "all" : r->variant[1] ? "outline" : "inline",
		 t->seconds < 1 ? 1 : t->seconds);
	if (r->kernel.dir)
		text_add(out, " --kernel %s", r->kernel.dir);
	else if (r->arch && r->foreign)
		text_add(out, " --arch %s", r->arch->name);
	if (r->cpu)
		text_add(out, " --cpu %s", r->cpu);
	if (!r->pin)
		text_puts(out, " --affinity none");
	text_add(out, " %s\n", t->title);
}

static void put_test(struct text *out, const struct run *r, struct trial *t)
{
	put_header(out, r, t);
	put_histogram(out, t);
	put_summary(out, r, t);
	for (size_t i = 0; i < t->nseen; i++)
		if (t->outcome[i].verdict == RUN_FORBIDDEN)
			put_reason(out, t, &t->outcome[i]);
	if (t->forbidden)
		put_command(out, r, t);
	text_puts(out, "\n");
}

/* ---- all ---- */

static bool wants_rust(const struct run *r)
{
	for (int i = 0; i < r->nprograms; i++)
		if (r->program[i]->litmus.source.rust)
			return true;
	return false;
}

bool run_may_block(const struct trial *t)
{
	/* a filter may leave out what hangs */
	return t->answer.blocks || t->answer.blocks_cut || t->answer.unroll_reached ||
	       t->litmus.program.filter;
}

static void put_trial(struct text *out, const struct run *r, struct trial *t)
{
	if (r->json)
		run_report_json(out, r, t);
	else if (t->not_run)
		text_add(out, "Test %s not run: %s%s\n\n",
			 t->litmus.program.name ? t->litmus.program.name : t->title, t->not_run,
			 !t->stuck ? "" : run_may_block(t) ? "   allowed" : "   FORBIDDEN");
	else
		put_test(out, r, t);
}

static void put_totals(struct text *out, const struct run *r)
{
	int ran = 0, forbidden = 0;

	for (int i = 0; i < r->ntrials; i++) {
		ran += !r->trial[i].not_run;
		forbidden += r->trial[i].forbidden > 0;
	}
	if (r->emulated || r->kernel.dir)
		text_puts(out, "Under qemu: this checks what the code computes, "
			       "not how a CPU orders it\n");
	if (r->ntrials > 1)
		text_add(out, "%d tests run, %d not run, %d with forbidden outcomes\n", ran,
			 r->ntrials - ran, forbidden);
}

static int status_of(const struct trial *t)
{
	if (t->error || (!t->not_run && !t->all))
		return EXIT_BAD;
	return t->forbidden || (t->stuck && !run_may_block(t)) ? EXIT_LOOK : EXIT_WELL;
}

static int report_share(struct run *r)
{
	int *status = calloc((size_t)r->ntrials + 1, sizeof(*status)), all = EXIT_BAD;

	for (int i = 0; i < r->ntrials && status; i++)
		status[i] = status_of(&r->trial[i]);
	if (status)
		all = run_print_share(r, status);
	else
		fputs("lkmm run: out of memory\n", stderr);
	free(status);
	return all;
}

static bool write_page(const struct run *r)
{
	struct text page = { 0 };
	const char *error;

	run_html(&page, r);
	error = text_write(&page, r->html);
	if (error)
		fprintf(stderr, "lkmm run: %s: %s\n", r->html, error);
	text_free(&page);
	return !error;
}

int run_report(struct run *r)
{
	struct text out = { 0 };
	int status = EXIT_WELL;

	if (r->no_rust && wants_rust(r))
		fprintf(stderr, "lkmm run: %s: processes in Rust ran in C instead\n", r->no_rust);
	for (int i = 0; i < r->ntrials; i++) {
		struct trial *t = &r->trial[i];

		if (!t->not_run)
			r->shard.failed |= !run_judge(t);
		if (!r->shard.shares)
			put_trial(&out, r, t);
		if (!t->error && status_of(t) > status)
			status = status_of(t);
	}
	out.failed |= r->shard.failed;
	if (r->shard.shares)
		return report_share(r);
	if (!r->json)
		put_totals(&out, r);
	if (out.s)
		fwrite(out.s, 1, out.len, stdout);
	if (out.failed || fflush(stdout)) {
		fputs("lkmm run: standard output: cannot write\n", stderr);
		status = EXIT_BAD;
	}
	text_free(&out);
	if (r->html && !write_page(r))
		status = EXIT_BAD;
	return status;
}
