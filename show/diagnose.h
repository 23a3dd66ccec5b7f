/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Errors in a file, as compilers show them: the place, the message, the line, and a caret. */
#ifndef LKMM_DIAGNOSE_H
#define LKMM_DIAGNOSE_H

#include "place.h"

/* "FILE:LINE:COLUMN: error: MESSAGE" */
void put_error(struct text *out, const char *file, struct lkmm_place at, const char *message);
/* The line of @text, of @size bytes, that @at is in, and a caret below; nothing of a blank one. */
void put_caret(struct text *out, const char *text, size_t size, struct lkmm_place at);

/* All errors of a file that is not a valid test. */
void put_errors(struct text *out, const char *file, const struct litmus_test *l);
/* What #warning says. */
void put_warnings(struct text *out, const char *file, const struct litmus_test *l);

#endif
