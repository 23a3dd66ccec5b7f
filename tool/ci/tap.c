// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The results in the Test Anything Protocol: a line for each test, its findings as comments. */
#include "ci.h"
#include "base/exit.h"

#include <string.h>

/* A "#" would begin a directive, such as "# SKIP". */
static void put_description(struct text *out, const char *s)
{
	for (; *s; s++) {
		if (*s == '#' || *s == '\\')
			text_puts(out, "\\");
		text_put(out, *s == '\n' ? "?" : s, 1);
	}
	text_puts(out, "\n");
}

/* Each line of @s as a comment. */
static void put_comment(struct text *out, const char *s)
{
	while (*s) {
		size_t n = strcspn(s, "\n");

		text_puts(out, "# ");
		text_put(out, s, n);
		text_puts(out, "\n");
		s += n + (s[n] == '\n');
	}
}

static void put_findings(struct text *out, const json_t *findings)
{
	const json_t *f;
	size_t i;

	json_array_foreach(findings, i, f) {
		struct text line = { 0 };

		ci_put_finding(&line, f);
		put_comment(out, line.s ? line.s : "");
		out->failed |= line.failed;
		text_free(&line);
	}
}

void ci_put_tap(struct text *out, const json_t *tests)
{
	const json_t *test;
	size_t i;

	text_add(out, "TAP version 13\n1..%zu\n", json_array_size(tests));
	json_array_foreach(tests, i, test) {
		text_add(out, "%s %zu - ", ci_number(test, "status") == EXIT_WELL ? "ok" : "not ok",
			 i + 1);
		put_description(out, ci_word(test, "file"));
		put_findings(out, json_object_get(test, "findings"));
	}
}
