/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The errors of a test, and how reading goes on after one. */
#ifndef LKMM_FRONT_ERROR_H
#define LKMM_FRONT_ERROR_H

#include "build.h"

/* Where a statement, a parameter or a variable starts, to go on there after an error in it. */
struct litmus_mark {
	struct lex_spot spot;
	int depth;
};

/* An error that reading goes on after as if it were none. */
void litmus_report(struct litmus *l, struct lkmm_place at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* The same, and how often it was found in all: of a name that is not known. */
void litmus_report_uses(struct litmus *l, struct lkmm_place at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* The same, unless the test has had that message. */
void litmus_report_once(struct litmus *l, struct lkmm_place at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* The list is complete. True if it is empty. */
bool litmus_errors_end(struct litmus *l);

struct litmus_mark litmus_mark(const struct litmus *l);
/*
 * If an error has stopped the lexer since @m: keeps it, and continues at the first of the
 * characters @ends after it, outside of brackets. False if there was no error, or no such place.
 */
bool litmus_recover(struct litmus *l, const struct litmus_mark *m, const char *ends);
/* The same, at the first token that @ends takes, or the end of the file. */
bool litmus_recover_at(struct litmus *l, const struct litmus_mark *m,
		       bool (*ends)(const struct token *t));
/* The same, behind the statement. */
bool litmus_recover_statement(struct litmus *l, const struct litmus_mark *m);
/* The same, behind the parenthesis that closes the one at @m; no other of @ends comes before it. */
bool litmus_recover_parentheses(struct litmus *l, const struct litmus_mark *m, const char *ends);
/* All from @m up to the token has been passed over. */
void litmus_skipped(struct litmus *l, const struct litmus_mark *m);
/*
 * Whether text that was skipped after an error may declare @name: in process @thread, or anywhere.
 */
bool litmus_passed_over(const struct litmus *l, int thread, const char *name, int len);

#endif
