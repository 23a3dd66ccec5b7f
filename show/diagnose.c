// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "diagnose.h"

#include <string.h>

/* The number of columns shown of a long line, with the caret in the middle. */
enum { MAX_COLUMNS = 100, TAB = 8 };

void put_error(struct text *out, const char *file, struct lkmm_place at, const char *message)
{
	put_where(out, file, at);
	text_add(out, "error: %s", message);
	if (at.in && at.in->macro)
		text_add(out, " (in the expansion of %s)", at.in->macro);
	text_puts(out, "\n");
}

static unsigned int at_byte(const char *p, const char *end, int i)
{
	return p + i < end ? (unsigned char)p[i] : 0;
}

/*
 * The bytes of the character at @p, and how many columns it takes; 0 if it is none that can be
 * shown.
 */
static int character(const char *p, const char *end, int *columns)
{
	unsigned int c = at_byte(p, end, 0), v = c;
	int n = c < 0x80 ? 1 : c >= 0xf0 && c < 0xf5 ? 4 : c >= 0xe0 ? 3 : c >= 0xc2 ? 2 : 0;

	*columns = 1;
	if (n == 1)
		return c >= ' ' && c != 0x7f ? 1 : 0;
	if (!n || c >= 0xf5)
		return 0;
	v &= 0x7fU >> n;
	for (int i = 1; i < n; i++) {
		if ((at_byte(p, end, i) & 0xc0) != 0x80)
			return 0;
		v = v << 6 | (at_byte(p, end, i) & 0x3f);
	}
	if (v < 0xa0 || (v >= 0x200b && v <= 0x200f) || (v >= 0x202a && v <= 0x202e) ||
	    (v >= 0x2066 && v <= 0x2069))
		return 0;
	/* combining marks; the wide characters of East Asia */
	if (v >= 0x300 && v < 0x370)
		*columns = 0;
	else if ((v >= 0x1100 && v < 0x1160) || (v >= 0x2e80 && v < 0xa4d0) ||
		 (v >= 0xac00 && v < 0xd7a4) || (v >= 0xf900 && v < 0xfb00) ||
		 (v >= 0xff00 && v < 0xff61) || (v >= 0x1f300 && v < 0x1f650) || v >= 0x20000)
		*columns = 2;
	return n;
}

/* Where the character ends that is at @p; how many columns it takes, where the line has @column. */
static const char *pass(const char *p, const char *end, int column, int *columns)
{
	int n;

	if (*p == '\t') {
		*columns = TAB - column % TAB;
		return p + 1;
	}
	n = character(p, end, columns);
	return p + (n ? n : 1);
}

static int width(const char *p, const char *end)
{
	int column = 0, n;

	while (p < end) {
		p = pass(p, end, column, &n);
		column += n;
	}
	return column;
}

/* The character at @p in a form that is safe for any terminal. */
static void put_character(struct text *out, const char *p, const char *end)
{
	int columns, n = character(p, end, &columns);

	if (*p == '\t')
		text_puts(out, "\t");
	else if (n)
		text_put(out, p, (size_t)n);
	else
		text_puts(out, "?");
}

/* The line, cut to keep @caret visible; returns its start in @line. */
static const char *put_line(struct text *out, const char *line, const char *end, const char *caret)
{
	const char *start = line;
	int n, column;

	if (width(line, end) > MAX_COLUMNS) {
		int before = width(line, caret);

		for (column = 0; before - column > MAX_COLUMNS / 2 && start < caret; column += n)
			start = pass(start, end, column, &n);
	}
	if (start > line)
		text_puts(out, "...");
	column = 0;
	for (const char *p = start; p < end;) {
		const char *next = pass(p, end, column, &n);

		column += n;
		if (column > MAX_COLUMNS) {
			text_puts(out, "...");
			break;
		}
		put_character(out, p, end);
		p = next;
	}
	text_puts(out, "\n");
	return start;
}

/* A tab stays a tab, to align the next line on any terminal. */
static void put_blanks(struct text *out, const char *p, const char *end)
{
	for (int n, column = 0; p < end; column += n) {
		const char *next = pass(p, end, column, &n);

		if (*p == '\t')
			text_puts(out, "\t");
		else
			text_add(out, "%*s", n, "");
		p = next;
	}
}

void put_caret(struct text *out, const char *text, size_t size, struct lkmm_place at)
{
	const char *line = text, *end = text + size, *caret, *start, *p;

	/* a byte order mark is not part of the line */
	if (size > 2 && !memcmp(text, "\xef\xbb\xbf", 3))
		line += 3;
	for (int i = 1; i < at.line && line; i++) {
		line = memchr(line, '\n', (size_t)(end - line));
		line = line ? line + 1 : NULL;
	}
	if (!line || line == end)
		return;
	p = memchr(line, '\n', (size_t)(end - line));
	end = p ? p : end;
	while (end > line && (end[-1] == '\r' || end[-1] == ' ' || end[-1] == '\t'))
		end--;
	if (end == line)
		return;
	caret = at.column - 1 < end - line ? line + at.column - 1 : end;
	start = put_line(out, line, end, caret);
	if (start > line)
		text_puts(out, "   ");
	put_blanks(out, start, caret);
	text_puts(out, "^\n");
}

void put_errors(struct text *out, const char *file, const struct litmus_test *l)
{
	for (int i = 0; i < l->nerrors; i++) {
		struct lkmm_place at = l->error[i].at;
		size_t size;
		const char *text = place_text_of(l, at, &size);

		put_error(out, file, at, l->error[i].text);
		put_caret(out, text, size, at);
	}
}

void put_warnings(struct text *out, const char *file, const struct litmus_test *l)
{
	for (int i = 0; i < l->nwarnings; i++) {
		put_where(out, file, l->warning[i].at);
		text_add(out, "warning: %s\n", l->warning[i].text);
	}
}
