/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* How the answer to a litmus test is written: herd7's lines, or JSON. */
#ifndef LKMM_REPORT_H
#define LKMM_REPORT_H

#include "litmus.h"
#include "tool.h"

void report_text(struct text *out, const struct litmus *l, const struct lkmm_answer *a, bool states,
		 double seconds);
void report_json(struct text *out, const char *file, const struct litmus *l,
		 const struct lkmm_answer *a, bool states, double seconds);
void report_json_error(struct text *out, const char *file, struct lkmm_place at, const char *error);

#endif
