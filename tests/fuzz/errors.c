// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * An invalid test must have errors, each with a message, somewhere in it, and be shown with
 * them.
 */
#include "fuzz.h"
#include "show/diagnose.h"
#include "show/verdict.h"

#include <string.h>

static int lines_of(const struct litmus_test *l)
{
	int n = 1;

	for (size_t i = 0; i < l->source.size; i++)
		n += l->source.text[i] == '\n';
	return n;
}

static bool is_after(struct lkmm_place a, struct lkmm_place b)
{
	return a.line != b.line ? a.line > b.line : a.column > b.column;
}

/* Nothing in it makes a terminal do anything. */
static bool is_shown(const struct text *out)
{
	for (size_t i = 0; i < out->len; i++) {
		unsigned char c = (unsigned char)out->s[i];

		if ((c < ' ' && c != '\n' && c != '\t') || c == 0x7f)
			return false;
	}
	return true;
}

void fuzz_shown_errors(const struct litmus_test *l)
{
	struct text out = { 0 };

	require(l->nerrors > 0 && l->nerrors <= LITMUS_MAX_ERRORS, "no test, and no error");
	for (int i = 0; i < l->nerrors; i++) {
		require(l->error[i].text[0], "an error without a message");
		require(l->error[i].at.line > 0 && l->error[i].at.column > 0, "an error nowhere");
	}
	put_errors(&out, "fuzz", l);
	require(!out.failed && is_shown(&out), "errors are not shown");
	report_json_errors(&out, "fuzz", l);
	require(!out.failed, "errors are not reported");
	text_free(&out);
}

void fuzz_errors(const struct litmus_test *l)
{
	int lines = lines_of(l);

	fuzz_shown_errors(l);
	for (int i = 0; i < l->nerrors; i++) {
		const struct litmus_error *e = &l->error[i];

		require(e->at.line <= lines, "an error behind the end");
		require(!i || is_after(e->at, e[-1].at), "errors out of order");
	}
}
