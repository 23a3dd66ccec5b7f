// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Text for mdoc(7), the language of manual pages. */
#include "doc.h"

#include <string.h>

char *mdoc_literal(const char *s)
{
	struct out o = { 0 };

	put_n(&o, "", 0);
	for (; *s; s++) {
		switch (*s) {
		case '\\': put(&o, "\\e"); break;
		case '-': put(&o, "\\-"); break;
		case '^': put(&o, "\\(ha"); break;
		case '~': put(&o, "\\(ti"); break;
		case '`': put(&o, "\\(ga"); break;
		case '\'': put(&o, "\\(aq"); break;
		case '"': put(&o, "\\(dq"); break;
		default: put_n(&o, s, 1);
		}
	}
	return o.text;
}

void mdoc_code(struct out *o, const char *code)
{
	put(o, ".Bd -literal -offset indent\n");
	while (*code) {
		size_t n = strcspn(code, "\n");
		char *line = mdoc_literal(xstrndup(code, n));

		put(o, "%s%s\n", *line == '.' ? "\\&" : "", line);
		code += n + (code[n] == '\n');
	}
	put(o, ".Ed\n");
}

/* One line of text, without blanks at its ends, in lines of at most 80 characters. */
static void mdoc_line(struct out *o, const char *s, size_t n)
{
	size_t column = 0;

	while (n) {
		size_t word = 0;

		while (word < n && s[word] != ' ')
			word++;
		if (word) {
			bool fits = column + 1 + word <= 80;

			put(o, "%s%.*s", !column ? "" : fits ? " " : "\n", (int)word, s);
			column = column && fits ? column + 1 + word : word;
		}
		word += word < n;
		s += word;
		n -= word;
	}
}

/*
 * Lines of text and of macros, which are left as they are; @end is put behind the last: "" or a
 * full stop.
 */
static void mdoc_lines(struct out *o, const char *s, const char *end)
{
	while (*s) {
		size_t n = strcspn(s, "\n"), next = n + strspn(s + n, "\n");

		if (*s == '.')
			put_n(o, s, n);
		else
			mdoc_line(o, s, n);
		if (!s[next])
			put(o, "%s%s", *s == '.' && *end ? " " : "", end);
		if (n)
			put(o, "\n");
		s += next;
	}
}

void mdoc_text(struct out *o, const char *s)
{
	mdoc_lines(o, s, "");
}

void mdoc_sentence(struct out *o, const char *s)
{
	mdoc_lines(o, s, ".");
}

/*
 * A word of a comment: "name()" and "@name" become macros, with what stands behind them as their
 * last argument.
 */
static void prose_word(struct out *o, const char *s, size_t n)
{
	char *word = xstrndup(s, n);
	bool parameter = *word == '@';
	size_t name = strspn(word + parameter, "abcdefghijklmnopqrstuvwxyz"
			     "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
	char *rest = word + parameter + name;
	bool call = !parameter && name && strncmp(rest, "()", 2) == 0;

	if (!name || !(parameter || call)) {
		put(o, "%s%s", o->len && o->text[o->len - 1] != '\n' ? " " : *s == '.' ? "\\&" : "",
		    mdoc_literal(word));
		return;
	}
	rest += 2 * call;
	put(o, "%s.F%c %.*s", o->len && o->text[o->len - 1] != '\n' ? "\n" : "", call ? 'n' : 'a',
	    (int)name, word + parameter);
	for (; *rest && strchr(".,;:)?", *rest); rest++)
		put(o, " %c", *rest);
	put(o, "%s%s\n", *rest ? " Ns " : "", mdoc_literal(rest));
}

/* One paragraph, of which each sentence begins a line. */
static void prose_paragraph(struct out *o, const char *s, size_t n)
{
	struct out lines = { 0 };

	put_n(&lines, "", 0);
	while (n) {
		size_t word = 0, blanks = 0;

		while (word < n && s[word] != ' ' && s[word] != '\n')
			word++;
		prose_word(&lines, s, word);
		if (word && s[word - 1] == '.' && lines.text[lines.len - 1] != '\n')
			put(&lines, "\n");
		while (word + blanks < n && (s[word + blanks] == ' ' || s[word + blanks] == '\n'))
			blanks++;
		s += word + blanks;
		n -= word + blanks;
	}
	mdoc_text(o, lines.text);
}

void mdoc_prose(struct out *o, const char *s)
{
	bool first = true;

	while (*s) {
		const char *end = strstr(s, "\n\n");
		size_t n = end ? (size_t)(end - s) : strlen(s);

		while (n && s[n - 1] == '\n')
			n--;
		if (*s == '\t') {
			mdoc_code(o, xprintf("%.*s\n", (int)n - 1, s + 1));
		} else {
			put(o, "%s", first ? "" : ".Pp\n");
			prose_paragraph(o, s, n);
		}
		s += n + strspn(s + n, "\n");
		first = false;
	}
}
