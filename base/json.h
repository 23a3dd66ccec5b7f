/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef LKMM_JSON_H
#define LKMM_JSON_H

#include "base.h"
#include "show/why.h"

#include <jansson.h>

/* A string, whatever bytes it is made of. */
json_t *json_text(const char *s);
/* Adds @object to @out as a line, and lets go of it. @bad: some part of it found no memory. */
void put_json(struct text *out, json_t *object, int bad);
/* report.c: all errors of a file that is no test */
json_t *json_errors(const struct litmus *l, int *bad);
/* why_json.c: the execution behind an answer, and the accesses that race. */
json_t *json_why(const struct litmus *l, const struct lkmm_answer *a, const struct why *why);
json_t *json_race(const struct litmus *l, const struct why *why);
/* The execution that ends before the first of them. */
json_t *json_bad_pointer(const struct litmus *l, const struct why *why);
json_t *json_bad_pointers(const struct litmus *l, const struct lkmm_answer *a);

#endif
