// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Reads kernel-doc comments, and the declarations behind them. A comment is
 *
 *	NAME() - summary
 *	@param: text
 *
 *	text
 *
 *	Ordering: text
 *	Return: text
 *
 * in which each text goes on up to the next of these, or to an empty line.
 */
#include "kerneldoc.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

/* The lines of a comment without what is in front of each, from @p up to its end. */
static char *plain_lines(const char *p, const char **end)
{
	const char *stop = strstr(p, "*/");
	struct out o = { 0 };

	put_n(&o, "", 0);
	while (p < stop) {
		size_t n = strcspn(p, "\n");

		if ((size_t)(stop - p) < n)
			n = (size_t)(stop - p);
		while (n && *p == ' ') {
			p++;
			n--;
		}
		if (n && *p == '*') {
			p++;
			n--;
		}
		if (n && *p == ' ') {
			p++;
			n--;
		}
		while (n && p[n - 1] == ' ')
			n--;
		put(&o, "%.*s\n", (int)n, p);
		p += strcspn(p, "\n") + 1;
	}
	*end = stop + 2;
	return o.text;
}

/* @more behind @text, as another word of it, or as its beginning. */
static char *append(char *text, const char *more, size_t n, const char *between)
{
	return text && *text ? xprintf("%s%s%.*s", text, between, (int)n, more)
			     : xstrndup(more, n);
}

/* "@name: text", and what it belongs to. */
static char **begin_param(struct kerneldoc *d, const char *line, size_t n)
{
	const char *colon = memchr(line, ':', n);
	struct argument *a = &d->param[d->nparams];

	if (!colon || d->nparams == MAX_DOC_ARGS) {
		error_at(d->at, "'%.*s' is no parameter: expected '@name: text'", (int)n, line);
		return NULL;
	}
	d->nparams++;
	a->name = xstrndup(line + 1, (size_t)(colon - line) - 1);
	a->doc = xstrndup("", 0);
	return &a->doc;
}

static bool begins(const char *line, const char *word)
{
	return strncmp(line, word, strlen(word)) == 0;
}

/* The first line: a name, and the summary behind " - ". */
static bool read_head(struct kerneldoc *d, const char *line, size_t n)
{
	const char *dash = strstr(line, " - ");
	const char *name = begins(line, "struct ") ? line + 7 : line;

	if (!dash || dash > line + n) {
		error_at(d->at, "'%.*s': expected 'NAME() - summary'", (int)n, line);
		return false;
	}
	d->name = xstrndup(name, strcspn(name, "( "));
	d->of = name[strlen(d->name)] == '(' ? DOC_FUNCTION : DOC_TYPE;
	d->type = xstrndup(line, strcspn(line, "(-"));
	d->type[strlen(d->type) - (d->of == DOC_TYPE)] = '\0';
	d->summary = xstrndup(dash + 3, (size_t)(line + n - dash) - 3);
	return true;
}

static void read_body(struct kerneldoc *d, const char *p)
{
	char **into = &d->summary;
	bool ended = false;		/* an empty line: what follows is a paragraph of its own */

	d->text = xstrndup("", 0);
	for (; *p; p += strcspn(p, "\n") + 1) {
		const char *line = p;
		size_t n = strcspn(p, "\n");

		if (!n) {
			ended = true;
			into = NULL;
			continue;
		}
		if (*line == '@') {
			size_t name;

			into = begin_param(d, line, n);
			name = strcspn(line, ":\n") + 1;
			n -= name <= n ? name : n;
			line += name;
		} else if (begins(line, "Ordering: ")) {
			into = &d->ordering;
			line += 10, n -= 10;
		} else if (begins(line, "Return: ")) {
			into = &d->returns;
			line += 8, n -= 8;
		}
		if (into) {
			while (n && *line == ' ')
				line++, n--;
			*into = append(*into, line, n, " ");
		} else {
			d->text = append(d->text, line, n, ended ? "\n\n" : "\n");
		}
		ended = false;
	}
}

/* One parameter, with single blanks. */
static void add_arg(struct kerneldoc *d, const char *p, size_t n)
{
	struct out o = { 0 };

	put_n(&o, "", 0);
	for (size_t i = 0; i < n; i++) {
		bool blank = isspace((unsigned char)p[i]);

		if (!blank || (o.len && o.text[o.len - 1] != ' '))
			put(&o, "%c", blank ? ' ' : p[i]);
	}
	if (!o.len || streq(o.text, "void"))
		return;
	if (d->nargs == MAX_DOC_ARGS) {
		error_at(d->at, "%s() has too many parameters", d->name);
		return;
	}
	d->arg[d->nargs++] = o.text;
}

/* The parameters from a parenthesis to the one that closes it. */
static void read_args(struct kerneldoc *d, const char *p)
{
	const char *start = p + 1;
	int depth = 0;

	for (; *p; p++) {
		depth += *p == '(';
		if ((*p == ',' && depth == 1) || (*p == ')' && !--depth)) {
			add_arg(d, start, (size_t)(p - start));
			start = p + 1;
			if (!depth)
				return;
		}
	}
}

/* Leaves what is about the compiler alone out of a type. */
static char *type_before(const char *p, const char *name)
{
	static const char *const skipped[] = { "static", "inline", "extern", "__lkmm_inline" };
	struct out o = { 0 };

	put_n(&o, "", 0);
	while (p < name) {
		size_t n = strcspn(p, " \t\n");
		bool skip = n == 0 || begins(p, "__attribute__");

		for (size_t i = 0; i < COUNT(skipped); i++)
			skip |= n == strlen(skipped[i]) && begins(p, skipped[i]);
		if (p + n > name)
			n = (size_t)(name - p);
		if (!skip)
			put(&o, "%s%.*s", o.len ? " " : "", (int)n, p);
		p += begins(p, "__attribute__") ? strcspn(p, "\n") : n + strspn(p + n, " \t");
		p += *p == '\n';
	}
	return o.text;
}

/* The function or macro behind a comment; the name of a type is all it needs. */
static void read_declaration(struct kerneldoc *d, const char *p)
{
	const char *name = p;

	if (d->of == DOC_TYPE)
		return;
	if (begins(p, "#define ")) {
		d->of = DOC_MACRO;
		name = p + 8;
	} else {
		size_t n = strlen(d->name);

		while (*name && *name != '{' && !(begins(name, d->name) && name[n] == '('))
			name++;
		d->type = type_before(p, name);
	}
	if (!begins(name, d->name) || name[strlen(d->name)] != '(') {
		error_at(d->at, "no function or macro %s() behind its comment", d->name);
		return;
	}
	read_args(d, name + strlen(d->name));
	if (d->nargs != d->nparams)
		error_at(d->at, "%s() has %d parameters, its comment %d", d->name, d->nargs,
			 d->nparams);
}

static void read_doc(struct doc_header *h, const char *file, int line, const char **p)
{
	struct kerneldoc d = { .at = { file, line + 1, 4 } };
	char *text = plain_lines(*p + 4, p);

	*p += strspn(*p, "\n");
	if (!read_head(&d, text, strcspn(text, "\n")))
		return;
	read_body(&d, text + strcspn(text, "\n") + 1);
	read_declaration(&d, *p);
	h->doc = xgrow(h->doc, h->ndocs, sizeof(*h->doc));
	h->doc[h->ndocs++] = d;
}

/* "#define LKMM_NAME": others are not for users. */
static void read_constant(struct doc_header *h, const char *p)
{
	size_t n;

	if (!begins(p, "#define LKMM_"))
		return;
	p += 8;
	n = strspn(p, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
	if (p[n] != ' ' && p[n] != '(')
		return;			/* the guard, or the name of a function */
	h->constant = xgrow(h->constant, h->nconstants, sizeof(*h->constant));
	h->constant[h->nconstants++] = xstrndup(p, n);
}

/* One line, or a comment with the declaration behind it; up to where the next begins. */
static const char *read_piece(struct doc_header *h, const char *file, int line, const char *p)
{
	bool one_line = begins(p, "/* ") && !begins(p, "/* SPDX");

	if (begins(p, "/**\n"))
		read_doc(h, file, line, &p);
	else if (!h->about && (one_line || begins(p, "/*\n")))
		h->about = plain_lines(p + 3, &p);
	else if (!h->about && *p == '#')
		h->about = xstrndup("", 0);
	else
		read_constant(h, p);
	p += strcspn(p, "\n");
	return p + (*p == '\n');
}

struct doc_header *read_kerneldoc(const char *root, const char *name)
{
	struct doc_header *h = xalloc(sizeof(*h));
	const char *path = xprintf("include/%s", name);
	const char *text = slurp(xprintf("%s/%s", root, path), NULL), *next;
	int line = 1;

	h->name = name;
	if (!text) {
		error_at((struct place){ path, 1, 1 }, "cannot read: %s", strerror(errno));
		text = "";
	}
	for (; *text; text = next) {
		next = read_piece(h, path, line, text);
		for (const char *p = text; p < next; p++)
			line += *p == '\n';
	}
	if (!h->about)
		h->about = xstrndup("", 0);
	return h;
}
