/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Writes the answer to a litmus test: herd7's lines, or JSON. */
#ifndef LKMM_REPORT_H
#define LKMM_REPORT_H

#include "json.h"
#include "front/test.h"
#include "base/text.h"

struct why;

/* No execution of the test ends: the verdict has no basis. */
bool no_execution(const struct lkmm_answer *a);
/* The calls that a thread waits in, but for one on the same line, as of a word of the kernel. */
const struct lkmm_call *waits_in(const struct lkmm_standing *s);
void put_blocked(struct text *out, const struct litmus_test *l, const struct lkmm_answer *a);
const char *observation_name(enum lkmm_observation o);
/* "loop cut at line 5": which loops keep @a from being an answer. */
void put_undecided(struct text *out, const struct lkmm_answer *a);
void report_text(struct text *out, const struct litmus_test *l, const struct lkmm_answer *a,
		 bool states, double seconds);
/* @contradicts: the answer is not the one that the test expects. @why: its reasons, or NULL.
 * @more: members for the object, or NULL. */
void report_json(struct text *out, const char *file, const struct litmus_test *l,
		 const struct lkmm_answer *a, bool states, bool contradicts,
		 const struct why *why, json_t *more, double seconds);
/* A value and a condition, in the words of the test. @level is 0. */
void put_atom(struct text *out, const struct lkmm_test *t, const struct lkmm_atom *a);
void put_value(struct text *out, const struct lkmm_test *t, int64_t v);
void put_cond(struct text *out, const struct lkmm_test *t, const struct lkmm_cond *c, int level);
/* "exists (1:r0=1)"; nothing if the test has no condition. */
void put_condition(struct text *out, const struct lkmm_test *t);
/* A final state, as herd7 writes it. */
void put_state(struct text *out, const struct lkmm_test *t, const int64_t *state);
/* That a test was read, and not decided. @covered: how far it has come, or NULL. */
void report_json_undecided(struct text *out, const char *file, const char *error,
			   const struct lkmm_progress *covered);
/* stage.c: "step 3 of 6 (final states)" */
void put_stage(struct text *out, const struct lkmm_progress *p);
/* "1234 executions were decided, up to about 40 % of step 3 of 6 (final states): not complete" */
void put_covered(struct text *out, const struct lkmm_progress *p);
/* The same as members of @to. Not 0 without memory. */
int json_covered(json_t *to, const struct lkmm_progress *p);
/* The errors of an invalid test. */
void report_json_errors(struct text *out, const char *file, const struct litmus_test *l);
/* Registers that count as 0 since nothing has assigned them: one of them; for --why, --json. */
void put_unassigned(struct text *out, const struct lkmm_test *t, const struct lkmm_unassigned *u);
void report_notes_why(struct text *out, const struct litmus_test *l, const struct lkmm_answer *a);
json_t *json_notes(const struct litmus_test *l, const struct lkmm_answer *a);
void report_json_error(struct text *out, const char *file, struct lkmm_place at, const char *error);

/* A description of @v, an address outside of all objects. */
void put_bad_pointer(struct text *out, const struct lkmm_test *t, int64_t v);
/* What happens at the operator with the note @a, when it has no value: "a division by zero" */
void put_undefined(struct text *out, const struct lkmm_access *a);

#endif
