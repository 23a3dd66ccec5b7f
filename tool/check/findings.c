// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Warnings about faults of a test that its author does not expect: the place, and the process. */
#include "check.h"
#include "base/exit.h"
#include "show/verdict.h"
#include "show/why.h"

#include <stdio.h>

/* Those that the functions below report with the places where they are raised. */
#define FLAGS_WITH_MESSAGE (1u << LKMM_BAD_POINTER | 1u << LKMM_ASSERTION | \
			    1u << LKMM_UNDEFINED_ARITHMETIC | 1u << LKMM_USE_AFTER_FREE | \
			    1u << LKMM_DOUBLE_FREE | 1u << LKMM_UNINITIALIZED)

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

		message_begin(job, file, failed->at, FINDING_WARNING);
		text_add(&job->err, "this assertion of P%d can fail", failed->thread);
		message_end(job, lkmm_flag_name[LKMM_ASSERTION]);
		if (job->status < EXIT_LOOK)
			job->status = EXIT_LOOK;
	}
}

static void report_undefined(struct job *job, const char *file, const struct litmus_test *l,
			     const struct lkmm_answer *a)
{
	for (int i = 0; i < a->nundefined && is_unexpected(l, LKMM_UNDEFINED_ARITHMETIC); i++) {
		const struct lkmm_bad_access *undefined = &a->undefined[i];

		message_begin(job, file, undefined->at, FINDING_WARNING);
		text_add(&job->err, "P%d can get here with ", undefined->thread);
		put_undefined(&job->err, undefined->access);
		message_end(job, lkmm_flag_name[LKMM_UNDEFINED_ARITHMETIC]);
		if (job->status < EXIT_LOOK)
			job->status = EXIT_LOOK;
	}
}

/* Executions that block, where the author of the test does not expect any. */
static void report_blocked(struct job *job, const char *file, const struct litmus_test *l,
			   const struct lkmm_answer *a)
{
	if (!a->blocks || l->expected.deadlock || no_execution(a))
		return;
	message_begin(job, file, a->standing[0].at, FINDING_WARNING);
	put_blocked(&job->err, l, a);
	message_end(job, "waits");
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
		message_begin(job, file, m->at[0], FINDING_WARNING);
		put_misuse(&job->err, l, m);
		message_end(job, lkmm_flag_name[m->flag]);
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

		message_begin(job, file, bad->at, FINDING_WARNING);
		text_add(&job->err, "P%d can get here with ", bad->thread);
		put_bad_pointer(&job->err, &l->program, bad->address);
		message_end(job, lkmm_flag_name[LKMM_BAD_POINTER]);
	}
	if (job->status < EXIT_LOOK)
		job->status = EXIT_LOOK;
}

void report_unassigned(struct job *job, const char *file, const struct litmus_test *l,
		       const struct lkmm_answer *a, bool strict)
{
	for (int i = 0; i < a->nunassigned; i++) {
		const struct lkmm_unassigned *u = &a->unassigned[i];

		message_begin(job, file, l->program.thread[u->thread].reg[u->reg].at,
			      strict ? FINDING_ERROR : FINDING_NOTE);
		put_unassigned(&job->err, &l->program, u);
		message_end(job, "unassigned");
	}
}

/* ---- findings without a message ---- */

void find_errors(struct job *job, const char *file, const struct litmus_test *l)
{
	for (int i = 0; i < l->nerrors; i++)
		find_at(&job->findings, file, l->error[i].at, FINDING_ERROR, "error",
			l->error[i].text);
}

void find_warnings(struct job *job, const char *file, const struct litmus_test *l)
{
	for (int i = 0; i < l->nwarnings; i++)
		find_at(&job->findings, file, l->warning[i].at, FINDING_WARNING, "warning",
			l->warning[i].text);
}

/* The accesses that race in @x. */
static void find_race(struct job *job, const char *file, const struct lkmm_execution *x)
{
	const struct lkmm_event *first = &x->event[x->race[0]], *second = &x->event[x->race[1]];
	char text[sizeof(struct place_text) + 32];

	if (!first->plain) {
		first = second;
		second = &x->event[x->race[0]];
	}
	snprintf(text, sizeof(text), "data race with %s", place_line(second->at).s);
	find_at(&job->findings, file, first->at, FINDING_WARNING, lkmm_flag_name[LKMM_DATA_RACE],
		text);
}

/* Where the flag is raised, or else the start of the test. */
static struct lkmm_place place_of_flag(const struct lkmm_answer *a, int flag)
{
	for (int i = 0; i < a->nflagged; i++)
		if ((int)a->flagged[i].flag == flag)
			return a->flagged[i].at;
	return (struct lkmm_place){ .line = 1, .column = 1 };
}

void find_flags(struct job *job, const char *file, const struct litmus_test *l,
		const struct lkmm_answer *a, const struct lkmm_execution *race)
{
	unsigned int flags = a->flags & ~FLAGS_WITH_MESSAGE;

	if (l->expected.has_flags)
		flags &= ~l->expected.flags;
	if (l->expected.race)
		flags &= ~(1u << LKMM_DATA_RACE);
	for (int i = 0; i < 32; i++) {
		const char *name = lkmm_flag_name_of(a, i);

		if (!(flags >> i & 1))
			continue;
		if (i == LKMM_DATA_RACE && race)
			find_race(job, file, race);
		else
			find_at(&job->findings, file, place_of_flag(a, i), FINDING_WARNING, name,
				name);
	}
}
