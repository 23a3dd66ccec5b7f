// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Holds what was seen against what the model allows, and says so. */
#include "run.h"
#include "report.h"
#include "why.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const form_names[EMIT_FORMS] = {
	"C inline", "C out of line", "Rust inline", "Rust out of line",
};

const char *run_form_name(int form)
{
	return form_names[form];
}

/* ---- judgement ---- */

static int64_t atom_value(const struct trial *t, const struct lkmm_atom *a, const int64_t *value)
{
	for (int i = 0; i < t->emit.nvalues; i++)
		if (t->emit.value[i].thread == a->thread && t->emit.value[i].index == a->index)
			return value[i];
	return a->value;
}

static bool satisfies(const struct trial *t, const struct lkmm_cond *c, const int64_t *value)
{
	switch (c ? c->kind : LKMM_TRUE) {
	case LKMM_BOTH:
		return satisfies(t, c->a, value) && satisfies(t, c->b, value);
	case LKMM_EITHER:
		return satisfies(t, c->a, value) || satisfies(t, c->b, value);
	case LKMM_NEITHER:
		return !satisfies(t, c->a, value);
	case LKMM_SAME:
		return atom_value(t, &c->left, value) == atom_value(t, &c->right, value);
	case LKMM_TRUE:
		break;
	}
	return true;
}

/* The model allows this outcome. What is observed begins with what a final state shows. */
static bool is_allowed(const struct trial *t, const int64_t *value)
{
	size_t n = (size_t)t->litmus.test.nobserved;

	for (size_t i = 0; i < t->answer.nstates; i++)
		if (!memcmp(t->answer.state + i * n, value, n * sizeof(*value)))
			return true;
	return false;
}

static void judge(struct trial *t)
{
	for (size_t i = 0; i < t->noutcomes; i++) {
		struct outcome *o = &t->outcome[i];

		o->filtered = !satisfies(t, t->litmus.test.filter, o->value);
		o->allowed = is_allowed(t, o->value);
		o->unknown = !o->allowed && t->answer.unroll_reached;
	}
}

static bool is_forbidden(const struct outcome *o)
{
	return !o->allowed && !o->unknown && !o->filtered;
}

/* ---- a test ---- */

static int by_count(const void *a, const void *b)
{
	const struct outcome *x = a, *y = b;

	return x->count < y->count ? 1 : x->count > y->count ? -1 : 0;
}

static void put_outcome(struct text *out, const struct trial *t, const int64_t *value)
{
	for (int i = 0; i < t->litmus.test.nobserved; i++) {
		put_atom(out, &t->litmus.test, &t->litmus.test.observed[i]);
		text_puts(out, "=");
		put_value(out, &t->litmus.test, value[i]);
		text_puts(out, "; ");
	}
}

static void put_forms(struct text *out, const struct outcome *o)
{
	const char *separator = "";

	for (int f = 0; f < EMIT_FORMS; f++) {
		if (!o->by_form[f])
			continue;
		text_add(out, "%s%s %" PRIu64, separator, form_names[f], o->by_form[f]);
		separator = ", ";
	}
}

static const char *verdict(const struct outcome *o)
{
	return o->filtered ? "left out by the filter" : o->allowed ? "allowed" :
	       o->unknown ? "beyond the loops that were looked at" : "FORBIDDEN, seen";
}

static void put_histogram(struct text *out, struct trial *t)
{
	qsort(t->outcome, t->noutcomes, sizeof(*t->outcome), by_count);
	text_add(out, "Histogram (%zu states)\n", t->noutcomes);
	for (size_t i = 0; i < t->noutcomes; i++) {
		const struct outcome *o = &t->outcome[i];

		text_add(out, "%-12" PRIu64 "%s>", o->count,
			 satisfies(t, t->litmus.test.cond, o->value) ? "*" : ":");
		put_outcome(out, t, o->value);
		text_add(out, "  %s; ", verdict(o));
		put_forms(out, o);
		text_puts(out, "\n");
	}
}

/* What the model allows and nobody has seen. */
static size_t count_unseen(const struct trial *t)
{
	size_t n = (size_t)t->litmus.test.nobserved, unseen = 0;

	for (size_t i = 0; i < t->answer.nstates; i++) {
		bool seen = false;

		for (size_t k = 0; k < t->noutcomes; k++)
			seen |= !memcmp(t->answer.state + i * n, t->outcome[k].value,
					n * sizeof(int64_t));
		unseen += !seen;
	}
	return unseen;
}

static void put_summary(struct text *out, const struct run *r, const struct trial *t)
{
	uint64_t wanted = 0, all = 0, forbidden = 0;
	size_t unseen = count_unseen(t);

	for (size_t i = 0; i < t->noutcomes; i++) {
		const struct outcome *o = &t->outcome[i];

		if (satisfies(t, t->litmus.test.cond, o->value))
			wanted += o->count;
		all += o->count;
		forbidden += is_forbidden(o) ? o->count : 0;
	}
	if (t->answer.flags >> LKMM_DATA_RACE & 1)
		text_puts(out, "Flag data-race: about what it does the model promises nothing\n");
	text_add(out, "Observation %s %s %" PRIu64 " %" PRIu64 "\n", t->litmus.test.name,
		 !wanted ? "Never" : wanted < all ? "Sometimes" : "Always", wanted, all - wanted);
	text_add(out, "%s; ", forbidden ? "FORBIDDEN outcomes seen" : "nothing forbidden seen");
	if (unseen)
		text_add(out, "%zu allowed outcome%s not seen", unseen, unseen == 1 ? "" : "s");
	else
		text_puts(out, "every allowed outcome seen");
	text_add(out, "   %.3g M iterations/s, %.3g/s as asked for\n",
		 (double)t->instances / t->seconds / 1e6, (double)wanted / t->seconds);
	for (int language = 0; language < 2; language++)
		if (r->forms >> 2 * language & 3 && t->why_not[language][0])
			text_add(out, "Not in %s: %s\n", run_language_name(language),
				 t->why_not[language]);
}

/* The checker's reason why an outcome is forbidden: the test, asking for just that. */
static void put_reason(struct text *out, struct trial *t, const struct outcome *o)
{
	struct lkmm_test *test = &t->litmus.test;
	const struct lkmm_cond *filter = test->filter;
	struct lkmm_cond *cond = NULL, *old = test->cond;
	enum lkmm_quantifier quantifier = test->quantifier;
	struct lkmm_options options = { .show = why_keep };
	struct why why = { .arena = t->litmus.arena };
	struct lkmm_answer answer;

	for (int i = 0; i < test->nobserved; i++) {
		struct lkmm_cond *c = lkmm_alloc(t->litmus.arena, 2 * sizeof(*c));

		if (!c)
			return;
		c[0] = (struct lkmm_cond){ .kind = LKMM_SAME, .left = test->observed[i],
					   .right = { .thread = -2, .value = o->value[i] } };
		c[1] = (struct lkmm_cond){ .kind = LKMM_BOTH, .a = cond, .b = &c[0] };
		cond = cond ? &c[1] : &c[0];
	}
	(void)filter;
	options.show_arg = &why;
	test->cond = cond;
	test->quantifier = LKMM_EXISTS;
	if (cond && lkmm_check(test, &options, &answer) == LKMM_OK) {
		report_why(out, &t->litmus, &answer, &why, &options);
		lkmm_answer_free(&answer);
	}
	test->cond = old;
	test->quantifier = quantifier;
}

/* Where and how it was run. */
static void put_header(struct text *out, const struct trial *t)
{
	char machine[512];
	const char *separator = ", ";
	unsigned int forms = 0;

	for (int p = 0; p < t->litmus.test.nthreads; p++)
		forms |= t->emit.form[p];
	run_machine(machine, sizeof(machine));
	text_add(out, "Test %s\n%d thread%s, %s, %s", t->litmus.test.name, t->litmus.test.nthreads,
		 t->litmus.test.nthreads == 1 ? "" : "s", machine, t->mode);
	for (int f = 0; f < EMIT_FORMS; f++) {
		if (!(forms >> f & 1))
			continue;
		text_add(out, "%s%s", separator, form_names[f]);
		separator = " + ";
	}
	text_add(out, ", %.1f s\n", t->seconds);
}

static void put_test(struct text *out, const struct run *r, struct trial *t)
{
	put_header(out, t);
	put_histogram(out, t);
	put_summary(out, r, t);
	for (size_t i = 0; i < t->noutcomes; i++)
		if (is_forbidden(&t->outcome[i]))
			put_reason(out, t, &t->outcome[i]);
	text_puts(out, "\n");
}

/* ---- all ---- */

static bool saw_forbidden(const struct trial *t)
{
	for (size_t i = 0; i < t->noutcomes; i++)
		if (is_forbidden(&t->outcome[i]))
			return true;
	return false;
}

static bool wants_rust(const struct run *r)
{
	for (int i = 0; i < r->nprograms; i++)
		if (r->program[i]->litmus.rust)
			return true;
	return false;
}

int run_report(struct run *r)
{
	int ran = 0, forbidden = 0, not_run = 0;
	struct text out = { 0 };

	if (r->no_rust && wants_rust(r))
		fprintf(stderr, "lkmm run: %s: processes in Rust have run in C\n", r->no_rust);
	for (int i = 0; i < r->ntrials; i++) {
		struct trial *t = &r->trial[i];

		if (t->not_run) {
			text_add(&out, "Test %s not run: %s\n\n",
				 t->litmus.test.name ? t->litmus.test.name : t->file, t->not_run);
			not_run++;
			continue;
		}
		ran++;
		judge(t);
		put_test(&out, r, t);
		if (saw_forbidden(t) && !(t->answer.flags >> LKMM_DATA_RACE & 1))
			forbidden++;
	}
	if (r->ntrials > 1)
		text_add(&out, "%d tests run, %d not run, %d with forbidden outcomes\n", ran, not_run,
			 forbidden);
	if (out.s)
		fwrite(out.s, 1, out.len, stdout);
	if (out.failed || fflush(stdout)) {
		fputs("lkmm run: standard output: cannot write\n", stderr);
		return EXIT_BAD;
	}
	text_free(&out);
	return forbidden ? EXIT_LOOK : EXIT_WELL;
}
