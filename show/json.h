/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Parts of an answer as JSON. */
#ifndef LKMM_SHOW_JSON_H
#define LKMM_SHOW_JSON_H

#include "base/json.h"
#include "place.h"
#include "why.h"

/* verdict.c: all errors of a file that is not a valid test. @bad: out of memory in some part. */
json_t *json_errors(const struct litmus_test *l, int *bad);
/* Their names, in herd7's order. */
json_t *json_flags(const struct lkmm_answer *a);
/* why_json.c: an execution with its cycle, that behind an answer, and the accesses that race. */
json_t *json_execution(const struct litmus_test *l, const struct lkmm_execution *x);
json_t *json_why(const struct litmus_test *l, const struct lkmm_answer *a, const struct why *why);
json_t *json_race(const struct litmus_test *l, const struct why *why);
/* The execution that ends before the first of them. */
json_t *json_bad_pointer(const struct litmus_test *l, const struct why *why);
/* The calls of functions that something is in, from the inside out. */
json_t *json_calls(const struct lkmm_call *call);
json_t *json_failed_assertion(const struct litmus_test *l, const struct why *why);
json_t *json_blocked_execution(const struct litmus_test *l, const struct why *why);
json_t *json_undefined_execution(const struct litmus_test *l, const struct why *why);
json_t *json_undefined(const struct litmus_test *l, const struct lkmm_answer *a);
json_t *json_assertions(const struct litmus_test *l, const struct lkmm_answer *a);
json_t *json_bad_pointers(const struct litmus_test *l, const struct lkmm_answer *a);
/* Objects that are used after they were freed, or freed twice. */
json_t *json_flagged(const struct litmus_test *l, const struct lkmm_answer *a);
json_t *json_misuses(const struct litmus_test *l, const struct lkmm_answer *a);

#endif
