// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Lines of C that are too long are broken as a person would: after a comma or a semicolon, outside
 * as many brackets as possible, and the rest begins below the first thing in the bracket.
 */
#include "gen.h"

#include <string.h>

enum { WIDTH = 100, TAB = 8, NEST = 32, SHORTEST = 24 };

/* Where a line is read, or may be cut. */
struct scan {
	const char *p;			/* NULL: nowhere */
	int width, depth;		/* of the text before it: columns, and brackets that are
					 * open */
	int column[NEST];		/* where the contents of each of these begin */
	bool literal;			/* it is in a literal, which begins at */
	int literal_column;
};

static int next_column(int width, char c)
{
	return c == '\t' ? width / TAB * TAB + TAB : width + 1;
}

static int columns(const char *s, const char *end, int from)
{
	while (s < end)
		from = next_column(from, *s++);
	return from;
}

/* Takes the character at @s->p; the first one of an escape sequence with the second. */
static void advance(struct scan *s)
{
	char c = *s->p;

	if (s->literal && c == '\\') {
		s->width = next_column(s->width, c);
		c = *++s->p;
	} else if (c == '"') {
		s->literal_column = s->width;
		s->literal = !s->literal;
	} else if (!s->literal && strchr("([{", c) && s->depth + 1 < NEST) {
		s->column[++s->depth] = s->width + (s->p[1] == ' ' ? 2 : 1);
	} else if (!s->literal && strchr(")]}", c) && s->depth) {
		s->depth--;
	}
	s->width = next_column(s->width, c);
	s->p++;
}

static bool follows(const struct scan *s, const char *line, const char *what)
{
	size_t n = strlen(what);

	return !s->literal && (size_t)(s->p - line) >= n && !strncmp(s->p - n, what, n);
}

/* The last place outside as many brackets as possible. */
static struct scan cut_code(struct scan s, const char *end, int width)
{
	struct scan best = { .p = NULL, .depth = NEST };
	const char *line = s.p;
	int shortest = s.width + SHORTEST;

	for (; s.p < end && s.width <= width; advance(&s)) {
		if (s.width < shortest)
			continue;
		if ((follows(&s, line, ", ") || follows(&s, line, "; ")) && s.depth <= best.depth)
			best = s;
		else if (best.depth > 1 && !s.depth && follows(&s, line, " = "))
			best = s;
	}
	return best;
}

/*
 * The end of the words of a literal that still fit; of asm in two dialects, the end of the first.
 */
static struct scan cut_literal(struct scan s, const char *end, int width)
{
	struct scan best = { .p = NULL };
	char after = ' ';

	for (const char *line = s.p; s.p < end && s.width < width; advance(&s)) {
		if (!s.literal || s.p == line || *s.p == '"' ||
		    (s.p[-1] != after && s.p[-1] != '|'))
			continue;
		best = s;
		after = s.p[-1];
	}
	return best;
}

/* Between "#define NAME(ARGUMENTS)" and the body. */
static struct scan cut_macro(const char *line)
{
	const char *end = strstr(line, ") ");

	return (struct scan){ .p = end ? end + 2 : NULL, .column = { TAB } };
}

static void put_indent(struct out *o, int column)
{
	for (; column >= TAB; column -= TAB)
		put(o, "\t");
	put(o, "%*s", column, "");
}

/* @text, which begins with a blank, as lines of a comment. */
static void wrap_comment(struct out *o, const char *text, const char *end)
{
	while (2 + (int)(end - text) > WIDTH) {
		const char *cut = text + WIDTH - 2;

		while (*cut != ' ')
			cut--;
		put(o, " *%.*s\n", (int)(cut - text), text);
		text = cut;
	}
	put(o, " *%.*s", (int)(end - text), text);
}

/* Where the rest begins if the line is cut outside all brackets. */
static int outermost(const char *text, int indent)
{
	if (!strncmp(text, ": ", 2))
		return indent + 2;
	return indent % TAB ? indent : indent + TAB;
}

static void wrap_code(struct out *o, const char *line, const char *end)
{
	const char *text = line + strspn(line, "\t "), *from = line;
	struct scan s = { .p = line, .column = { outermost(text, columns(line, text, 0)) } };
	bool macro = *line == '#';

	while (columns(from, end, s.width) > WIDTH - 2 * macro) {
		struct scan cut = macro && from == line ? cut_macro(line) :
				  cut_code(s, end, WIDTH - 2 * macro);
		int n;

		if (!cut.p)
			cut = cut_literal(s, end, WIDTH - 2 * macro);
		if (!cut.p)
			break;
		for (n = (int)(cut.p - from); !cut.literal && from[n - 1] == ' ';)
			n--;
		put(o, "%.*s%s%s\n", n, from, cut.literal ? "\"" : "", macro ? " \\" : "");
		s = cut;
		from = cut.p;
		s.width = cut.literal ? cut.literal_column : cut.column[cut.depth];
		put_indent(o, s.width);
		if (cut.literal) {
			put(o, "\"");
			s.width++;
		}
	}
	put_n(o, from, (size_t)(end - from));
}

void wrap_lines(struct out *o)
{
	struct out wrapped = { 0 };
	const char *end;

	o->text[o->len] = '\0';
	put(&wrapped, "%s", "");
	for (const char *line = o->text; *line; line = *end ? end + 1 : end) {
		end = line + strcspn(line, "\n");
		if (columns(line, end, 0) <= WIDTH) {
			put_n(&wrapped, line, (size_t)(end - line));
		} else if (!strncmp(line, "/* ", 3)) {
			put(&wrapped, "/*\n");
			wrap_comment(&wrapped, line + 2, end - 3);
			put(&wrapped, "\n */");
		} else if (!strncmp(line, " * ", 3)) {
			wrap_comment(&wrapped, line + 2, end);
		} else {
			wrap_code(&wrapped, line, end);
		}
		put_n(&wrapped, end, *end == '\n');
	}
	*o = wrapped;
}
