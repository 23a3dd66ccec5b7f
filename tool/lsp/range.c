// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Lines and columns. The protocol counts both from 0, and columns in units of UTF-16; lkmm counts
 * from 1, and columns in bytes.
 */
#include "document.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* The start of line @line, from 0, or of the last one. */
static const char *line_at(const char *text, int line)
{
	for (; line > 0; line--) {
		const char *end = strchr(text, '\n');

		if (!end)
			break;
		text = end + 1;
	}
	return text;
}

/* The units of UTF-16 in the @n bytes at @s. */
static int units(const char *s, size_t n)
{
	int count = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if ((c & 0xc0) != 0x80)
			count += c >= 0xf0 ? 2 : 1;
	}
	return count;
}

static json_t *range(int line, int from, int end_line, int to)
{
	return json_pack("{s:{s:i, s:i}, s:{s:i, s:i}}", "start", "line", line, "character", from,
			 "end", "line", end_line, "character", to);
}

json_t *range_of_word(const struct document *d, int line, int column)
{
	const char *start = line_at(d->text, line - 1);
	size_t len = strcspn(start, "\n"), from = column > 0 ? (size_t)column - 1 : 0, to;

	from = from < len ? from : len;
	for (to = from; to < len && (isalnum((unsigned char)start[to]) || start[to] == '_');)
		to++;
	to += to == from && to < len;
	line = line > 0 ? line - 1 : 0;
	return range(line, units(start, from), line, units(start, to));
}

json_t *range_of_line(const struct document *d, int line)
{
	const char *start = line_at(d->text, line);

	return range(line, 0, line, units(start, strcspn(start, "\n")));
}

int line_of_condition(const struct document *d)
{
	static const char *const words[] = { "exists", "~exists", "forall", "not exists", NULL };
	int line = 0, found = -1;

	for (const char *s = d->text; s; line++) {
		for (int i = 0; words[i]; i++)
			if (!strncmp(s, words[i], strlen(words[i])))
				found = line;
		s = strchr(s, '\n');
		s = s ? s + 1 : NULL;
	}
	return found;
}

/* Adds an edit that puts @n bytes at @s in the place of the lines from @line to @end. */
static void put_lines(json_t *edits, int line, int end, const char *s, size_t n)
{
	json_array_append_new(edits, json_pack("{s:o, s:s%}", "range", range(line, 0, end, 0),
					       "newText", s, n));
}

json_t *edits_of_patch(const char *patch)
{
	json_t *edits = json_array();
	int line = 0;

	for (const char *s = patch; *s; s = line_at(s, 1)) {
		size_t n = strcspn(s, "\n") + 1;

		if (!strncmp(s, "--- ", 4) || !strncmp(s, "+++ ", 4))
			continue;
		if (sscanf(s, "@@ -%d", &line) == 1)
			line--;
		else if (*s == '+')
			put_lines(edits, line, line, s + 1, n - 1);
		else if (*s == '-')
			put_lines(edits, line, line + 1, "", 0);
		line += *s == ' ' || *s == '-';
		if (!strchr(s, '\n'))
			break;
	}
	return edits;
}
