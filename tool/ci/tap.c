// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The results in the Test Anything Protocol: a line for each test, its findings as comments. */
#include "ci.h"
#include "base/exit.h"

#include <string.h>

/* A "#" would begin a directive, such as "# SKIP". */
static void put_words(struct text *out, const char *s)
{
	for (; *s; s++) {
		if (*s == '#' || *s == '\\')
			text_puts(out, "\\");
		text_put(out, *s == '\n' ? "?" : s, 1);
	}
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

void ci_put_tap(struct text *out, const struct ci *ci)
{
	const json_t *test;
	size_t i;

	text_add(out, "TAP version 13\n1..%zu\n", json_array_size(ci->tests));
	json_array_foreach(ci->tests, i, test) {
		text_add(out, "%s %zu - ", json_int(test, "status") == EXIT_WELL ? "ok" : "not ok",
			 i + 1);
		put_words(out, json_word(test, "file"));
		if (*json_word(test, "skipped")) {
			text_puts(out, " # SKIP ");
			put_words(out, json_word(test, "skipped"));
		}
		text_puts(out, "\n");
		ci_put_findings(out, test, put_comment);
		put_comment(out, json_word(test, "text"));
	}
}
