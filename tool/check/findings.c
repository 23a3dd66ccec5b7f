// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Warnings about faults of a test that its author does not expect: the place, and the process. */
#include "check.h"
#include "base/exit.h"
#include "show/verdict.h"
#include "show/why.h"

/* One that the author of the test does not expect. */
static bool is_unexpected(const struct litmus_test *l, enum lkmm_flag flag)
{
	return !(l->expected.has_flags && l->expected.flags >> flag & 1);
}

bool finds_bad_pointer(const struct litmus_test *l, const struct lkmm_answer *a)
{
	return a->nbad && is_unexpected(l, LKMM_BAD_POINTER);
}

static void report_assertions(struct job *job, const char *file, const struct litmus_test *l,
			      const struct lkmm_answer *a)
{
	for (int i = 0; i < a->nfailed && is_unexpected(l, LKMM_ASSERTION); i++) {
		const struct lkmm_bad_access *failed = &a->failed[i];

		put_where(&job->err, file, failed->at);
		text_add(&job->err, "warning: this assertion of P%d can fail\n", failed->thread);
		if (job->status < EXIT_LOOK)
			job->status = EXIT_LOOK;
	}
}

static void report_undefined(struct job *job, const char *file, const struct litmus_test *l,
			     const struct lkmm_answer *a)
{
	for (int i = 0; i < a->nundefined && is_unexpected(l, LKMM_UNDEFINED_ARITHMETIC); i++) {
		const struct lkmm_bad_access *undefined = &a->undefined[i];

		put_where(&job->err, file, undefined->at);
		text_add(&job->err, "warning: P%d can get here with ", undefined->thread);
		put_undefined(&job->err, undefined->access);
		text_puts(&job->err, "\n");
		if (job->status < EXIT_LOOK)
			job->status = EXIT_LOOK;
	}
}

/* Executions that block, where the author of the test does not expect any. */
static void report_blocked(struct job *job, const char *file, const struct litmus_test *l,
			   const struct lkmm_answer *a)
{
	const struct lkmm_place *at = a->nstanding ? &a->standing[0].at : NULL;

	if (!a->blocks || l->expected.deadlock || no_execution(a))
		return;
	text_add(&job->err, "%s:%d:%d: warning: ", file, at->line, at->column);
	put_blocked(&job->err, l, a);
	text_puts(&job->err, "\n");
	if (job->status < EXIT_LOOK)
		job->status = EXIT_LOOK;
}

static void report_misuses(struct job *job, const char *file, const struct litmus_test *l,
			   const struct lkmm_answer *a)
{
	for (int i = 0; i < a->nmisuses; i++) {
		const struct lkmm_misuse *m = &a->misuse[i];

		if (!is_unexpected(l, m->flag))
			continue;
		put_where(&job->err, file, m->at[0]);
		text_puts(&job->err, "warning: ");
		put_misuse(&job->err, l, m);
		text_puts(&job->err, "\n");
		if (job->status < EXIT_LOOK)
			job->status = EXIT_LOOK;
	}
}

void report_findings(struct job *job, const char *file, const struct litmus_test *l,
		     const struct lkmm_answer *a)
{
	report_blocked(job, file, l, a);
	report_misuses(job, file, l, a);
	report_assertions(job, file, l, a);
	report_undefined(job, file, l, a);
}

void report_bad_pointers(struct job *job, const char *file, const struct litmus_test *l,
			 const struct lkmm_answer *a)
{
	for (int i = 0; i < a->nbad; i++) {
		const struct lkmm_bad_access *bad = &a->bad[i];

		put_where(&job->err, file, bad->at);
		text_add(&job->err, "warning: P%d can get here with ", bad->thread);
		put_bad_pointer(&job->err, &l->program, bad->address);
		text_puts(&job->err, "\n");
	}
	if (job->status < EXIT_LOOK)
		job->status = EXIT_LOOK;
}
