// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Text in: lines cut into fields, and messages about them. Text out: files kept in memory until all
 * are complete.
 */
#include "gen/gen.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int nr_errors;

void error_at(struct place at, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "%s:%d:%d: error: ", at.file, at.line, at.column);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	nr_errors++;
}

/*
 * The generator runs for milliseconds: its allocations live until it ends, in a list that leak
 * checkers see.
 */
void *xalloc(size_t size)
{
	static union block { union block *next; max_align_t align; } *blocks;
	union block *b = calloc(1, sizeof(*b) + size);

	if (!b) {
		fputs("lkmm-gen: out of memory\n", stderr);
		exit(2);
	}
	b->next = blocks;
	blocks = b;
	return b + 1;
}

void *xgrow(void *array, int n, size_t size)
{
	void *bigger;

	if (n & (n - 1))	/* it doubles when that many are there: 1, 2, 4 ... */
		return array;
	bigger = xalloc((n ? (size_t)n * 2 : 1) * size);
	if (n)
		memcpy(bigger, array, (size_t)n * size);
	return bigger;
}

char *xstrndup(const char *s, size_t n)
{
	char *p = xalloc(n + 1);

	memcpy(p, s, n);
	return p;
}

__attribute__((format(printf, 1, 0), nonnull)) static char *vxprintf(const char *fmt, va_list ap)
{
	va_list again;
	int n;
	char *s;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	s = xalloc((size_t)n + 1);
	vsnprintf(s, (size_t)n + 1, fmt, ap);
	return s;
}

char *xprintf(const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = vxprintf(fmt, ap);
	va_end(ap);
	return s;
}

char *upper(const char *s)
{
	char *copy = xstrndup(s, strlen(s));

	for (char *p = copy; *p; p++)
		*p = (char)toupper((unsigned char)*p);
	return copy;
}

bool streq(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

char *slurp(const char *path, size_t *len)
{
	FILE *f = fopen(path, "r");
	struct out o = { 0 };
	char buf[4096];
	size_t n;

	if (!f)
		return NULL;
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		put_n(&o, buf, n);
	if (ferror(f)) {
		fclose(f);
		return NULL;
	}
	fclose(f);
	put_n(&o, "", 0);
	if (len)
		*len = o.len;
	return o.text;
}

static void cut_fields(struct line *l, const struct place start)
{
	char *p = l->text;

	while (*p) {
		struct field *f;
		char *end;

		l->field = xgrow(l->field, l->nfields, sizeof(*l->field));
		f = &l->field[l->nfields];

		f->at = start;
		f->at.column += (int)(p - l->text);
		if (*p == '"') {
			end = strchr(p + 1, '"');
			if (!end) {
				error_at(f->at, "string without its closing quote");
				return;
			}
			f->text = xstrndup(p + 1, (size_t)(end - p - 1));
			end++;
		} else {
			end = p + strcspn(p, " \t");
			f->text = xstrndup(p, (size_t)(end - p));
		}
		l->nfields++;
		p = end + strspn(end, " \t");
	}
}

/* A comment starts at a # that begins the line or follows a blank, outside strings. */
static size_t without_comment(const char *s, size_t len)
{
	bool quoted = false;

	for (size_t i = 0; i < len; i++) {
		if (s[i] == '"')
			quoted = !quoted;
		else if (s[i] == '#' && !quoted && (i == 0 || isblank((unsigned char)s[i - 1])) &&
			 (i + 1 == len || !isdigit((unsigned char)s[i + 1])))
			return i;
	}
	return len;
}

/* A tab in a definition file would make columns mean different things to different readers. */
static void read_line(struct source *src, int number, const char *s, size_t len)
{
	struct line *l = &src->line[src->nlines];
	const char *tab = memchr(s, '\t', len);
	size_t lead = 0;

	if (tab) {
		error_at((struct place){ src->file, number, (int)(tab - s) + 1 },
			 "tab, where blanks were expected");
		return;
	}
	len = without_comment(s, len);
	while (lead < len && isspace((unsigned char)s[lead]))
		lead++;
	while (len > lead && isspace((unsigned char)s[len - 1]))
		len--;
	if (lead == len)
		return;
	*l = (struct line){ .at = { src->file, number, (int)lead + 1 }, .indented = lead > 0 };
	l->text = xstrndup(s + lead, len - lead);
	cut_fields(l, l->at);
	src->nlines++;
}

struct source *read_source(const char *path, const char *name)
{
	struct source *src = xalloc(sizeof(*src));
	size_t len = 0;
	char *text = slurp(path, &len), *p, *end;
	int number = 0, lines = 1;

	src->file = xstrndup(name, strlen(name));
	if (!text) {
		error_at((struct place){ src->file, 1, 1 }, "cannot read: %s", strerror(errno));
		return src;
	}
	if (memchr(text, '\0', len)) {
		error_at((struct place){ src->file, 1, 1 }, "not a text file");
		return src;
	}
	for (p = text; *p; p++)
		lines += *p == '\n';
	src->line = xalloc((size_t)lines * sizeof(*src->line));
	for (p = text; *p; p = *end ? end + 1 : end) {
		end = p + strcspn(p, "\n");
		read_line(src, ++number, p, (size_t)(end - p));
	}
	return src;
}

int cut_columns(const struct line *line, struct field *field, int max)
{
	const char *p = line->text;
	int n = 0;

	while (*p) {
		const char *end = strstr(p, "  ");

		if (!end)
			end = p + strlen(p);
		if (n < max) {
			field[n].text = xstrndup(p, (size_t)(end - p));
			field[n].at = line->at;
			field[n].at.column += (int)(p - line->text);
		}
		n++;
		p = end + strspn(end, " ");
	}
	return n;
}

bool check_shape(const struct line *line, int min, int max, const char *shape)
{
	if (line->nfields >= min && line->nfields <= max)
		return true;
	error_at(line->at, "expected '%s'", shape);
	return false;
}

void put_n(struct out *o, const char *s, size_t n)
{
	if (o->len + n + 1 > o->size) {
		char *bigger;

		o->size = (o->len + n + 1) * 2;
		bigger = xalloc(o->size);
		if (o->len)
			memcpy(bigger, o->text, o->len);
		o->text = bigger;
	}
	memcpy(o->text + o->len, s, n);
	o->len += n;
	o->text[o->len] = '\0';
}

void put(struct out *o, const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = vxprintf(fmt, ap);
	va_end(ap);
	put_n(o, s, strlen(s));
}

static struct output {
	struct output *next;
	char *path;
	struct out out;
} *outputs, **last_output = &outputs;

struct out *begin_output(const char *path)
{
	struct output *new = xalloc(sizeof(*new));

	new->path = xstrndup(path, strlen(path));
	put_n(&new->out, "", 0);
	*last_output = new;
	last_output = &new->next;
	return &new->out;
}

static void make_directories(const char *path)
{
	char *copy = xstrndup(path, strlen(path));

	for (char *p = copy + 1; (p = strchr(p, '/')); p++) {
		*p = '\0';
		mkdir(copy, 0777);
		*p = '/';
	}
}

static void write_file(const char *path, const struct out *o)
{
	FILE *f;

	make_directories(path);
	f = fopen(path, "w");
	if (!f || fwrite(o->text, 1, o->len, f) != o->len || fclose(f)) {
		fprintf(stderr, "lkmm-gen: cannot write %s: %s\n", path, strerror(errno));
		exit(2);
	}
}

static bool is_c(const char *path)
{
	const char *dot = strrchr(path, '.');

	return dot && (streq(dot, ".c") || streq(dot, ".h") || streq(dot, ".list"));
}

int finish_outputs(const char *root, bool check)
{
	int differed = 0;

	for (struct output *output = outputs; output; output = output->next) {
		char *path = xprintf("%s/%s", root, output->path);
		size_t len = 0;
		char *now = slurp(path, &len);

		if (is_c(output->path))
			wrap_lines(&output->out);
		if (now && len == output->out.len && memcmp(now, output->out.text, len) == 0)
			continue;
		differed++;
		if (check)
			fprintf(stderr, "%s: %s\n", output->path,
				now ? "differs from defs/" : "is missing");
		else
			write_file(path, &output->out);
	}
	return differed;
}
