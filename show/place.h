/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Places in messages and reports: a line of the test, or of a file that it includes. */
#ifndef LKMM_SHOW_PLACE_H
#define LKMM_SHOW_PLACE_H

#include "front/test.h"
#include <lkmm/check/check.h>
#include "base/json.h"
#include "base/text.h"

enum { PLACE_PATH = 4096 };		/* no file that can be opened has a longer one */

struct place_text {
	char s[PLACE_PATH + 16];
};

/* "line 12", or "helpers.h:12" */
struct place_text place_line(struct lkmm_place at);
/* The same at the start of a sentence: "Line 12" */
struct place_text place_line_first(struct lkmm_place at);
/* "12", or "helpers.h:12" */
struct place_text place_short(struct lkmm_place at);
/* The file that @at is in, which is the test @file or one that it includes. */
void put_path(struct text *out, const char *file, struct lkmm_place at);
/* "FILE:LINE:COLUMN: ", where @file is the test. */
void put_where(struct text *out, const char *file, struct lkmm_place at);
/* "line" and "column" of @o; "include" and "macro" where there are such. Not 0 without memory. */
int json_place(json_t *o, struct lkmm_place at);
/*
 * The variable of @e: "x"; of a piece of it, "x (bits 16 to 31)"; of a word of bit-fields,
 * "s.a to s.c". "?" without one.
 */
struct variable_text {
	char s[260];
};
struct variable_text variable_of(const struct litmus_test *l, const struct lkmm_event *e);
/* "x = 1"; of a word of bit-fields, "s.a = 1, s.b = 0" */
void put_variable_and_value(struct text *out, const struct litmus_test *l,
			    const struct lkmm_event *e);
/* Whether @a and @b are to one variable, or to one piece of it. */
bool same_variable(const struct lkmm_event *a, const struct lkmm_event *b);
/* The text that @at is in, and its size. */
const char *place_text_of(const struct litmus_test *l, struct lkmm_place at, size_t *size);

#endif
