// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Changes as a unified patch, as patch -p1 and git apply take it. */
#include "change.h"

#include <stdlib.h>
#include <string.h>

enum { CONTEXT = 3 };

/* A text as lines; the last may lack its newline. */
struct lines {
	const char **line;		/* n + 1 of them: each ends where the next begins */
	int n;
};

/* Lines of the old text that are replaced by lines of the new one. */
struct hunk {
	int from, to;
	int new_from, new_to;
};

static bool split(struct lines *t, const char *s, size_t size)
{
	int room = 1;

	t->n = 0;
	for (size_t i = 0; i < size; i++)
		room += s[i] == '\n';
	t->line = calloc((size_t)room + 2, sizeof(*t->line));
	if (!t->line)
		return false;
	for (size_t i = 0; i < size; i++)
		if (!i || s[i - 1] == '\n')
			t->line[t->n++] = s + i;
	t->line[t->n] = s + size;
	return true;
}

static size_t length(const struct lines *t, int i)
{
	return (size_t)(t->line[i + 1] - t->line[i]);
}

static bool same_line(const struct lines *a, int i, const struct lines *b, int k)
{
	return length(a, i) == length(b, k) && !memcmp(a->line[i], b->line[k], length(a, i));
}

/* How many of the @n lines that follow are the same. */
static int agree(const struct lines *a, int i, const struct lines *b, int k, int n)
{
	int same = 0;

	while (same < n && i + same < a->n && k + same < b->n &&
	       same_line(a, i + same, b, k + same))
		same++;
	return same;
}

/*
 * The next difference from the lines @h->to and @h->new_to: as few lines as possible of both, up to
 * two equal lines, or to the end. False if there is no difference.
 */
static bool next_hunk(const struct lines *a, const struct lines *b, struct hunk *h)
{
	int i = h->to, k = h->new_to, left = (a->n - i) + (b->n - k);
	int same = agree(a, i, b, k, a->n);

	i += same;
	k += same;
	*h = (struct hunk){ i, a->n, k, b->n };
	if (i == a->n && k == b->n)
		return false;
	for (int away = 1; away <= left; away++) {
		for (int old = 0; old <= away; old++) {
			int x = i + old, y = k + away - old;
			int rest = a->n - x == b->n - y && a->n - x < 2 ? a->n - x : 2;

			if (x > a->n || y > b->n || agree(a, x, b, y, rest) < rest)
				continue;
			h->to = x;
			h->new_to = y;
			return true;
		}
	}
	return true;
}

static void put_lines(struct text *out, char sign, const struct lines *t, int from, int to)
{
	for (int i = from; i < to; i++) {
		size_t n = length(t, i);

		text_put(out, &sign, 1);
		text_put(out, t->line[i], n);
		if (t->line[i][n - 1] != '\n')
			text_puts(out, "\n\\ No newline at end of file\n");
	}
}

static void put_range(struct text *out, char sign, int from, int to)
{
	text_add(out, "%c%d,%d ", sign, to > from ? from + 1 : from, to - from);
}

/* The hunks @h[0..@n), which are close together. */
static void put_group(struct text *out, const struct lines *a, const struct lines *b,
		      const struct hunk *h, int n)
{
	int before = h[0].from < CONTEXT ? h[0].from : CONTEXT, after = a->n - h[n - 1].to;

	after = after < CONTEXT ? after : CONTEXT;
	text_puts(out, "@@ ");
	put_range(out, '-', h[0].from - before, h[n - 1].to + after);
	put_range(out, '+', h[0].new_from - before, h[n - 1].new_to + after);
	text_puts(out, "@@\n");
	put_lines(out, ' ', a, h[0].from - before, h[0].from);
	for (int i = 0; i < n; i++) {
		put_lines(out, '-', a, h[i].from, h[i].to);
		put_lines(out, '+', b, h[i].new_from, h[i].new_to);
		put_lines(out, ' ', a, h[i].to, i + 1 < n ? h[i + 1].from : h[i].to + after);
	}
}

static void put_hunks(struct text *out, const struct lines *a, const struct lines *b)
{
	struct hunk h = { 0 }, group[64];
	int n = 0;

	while (next_hunk(a, b, &h)) {
		if (n && (h.from - group[n - 1].to > 2 * CONTEXT || n == 64)) {
			put_group(out, a, b, group, n);
			n = 0;
		}
		group[n++] = h;
	}
	if (n)
		put_group(out, a, b, group, n);
}

/* What becomes of the part @s of the text, which is @file. */
static void put_part(struct text *out, const struct litmus_test *l, const char *file, struct span s,
		     const struct change *const *change, int n)
{
	struct text changed = { 0 };
	struct lines a = { 0 }, b = { 0 };

	while (!strncmp(file, "./", 2) || *file == '/')
		file += *file == '/' ? 1 : 2;
	span_text(&changed, l, s, change, n);
	out->failed |= changed.failed || !split(&a, l->source.text + s.from, s.to - s.from) ||
		       !split(&b, changed.s, changed.len);
	/* A tab ends a name with blanks in it. */
	text_add(out, "--- a/%s%s\n+++ b/%s%s\n", file, strchr(file, ' ') ? "\t" : "", file,
		 strchr(file, ' ') ? "\t" : "");
	if (!out->failed)
		put_hunks(out, &a, &b);
	free(a.line);
	free(b.line);
	text_free(&changed);
}

void put_patch(struct text *out, const struct litmus_test *l, const char *file,
	       const struct change *const *change, int n)
{
	put_part(out, l, file, (struct span){ 0, l->source.size }, change, n);
}

bool changes_file(const struct program_file *f, const struct change *const *change, int n)
{
	for (int i = 0; i < n; i++)
		for (int k = 0; k < change[i]->nedits; k++)
			if (change[i]->edit[k].at.from >= f->from &&
			    change[i]->edit[k].at.from < f->to)
				return true;
	return false;
}

void put_patches(struct text *out, const struct litmus_test *l, const struct host *host,
		 const struct change *const *change, int n)
{
	for (int i = 0; i < host->nfiles; i++) {
		const struct program_file *f = &host->file[i];

		if (changes_file(f, change, n))
			put_part(out, l, f->name, (struct span){ f->from, f->to }, change, n);
	}
}

json_t *json_patch(const struct litmus_test *l, const struct host *host, const char *file,
		   const struct change *const *change, int n)
{
	struct text patch = { 0 };
	json_t *json;

	text_puts(&patch, "");
	if (host)
		put_patches(&patch, l, host, change, n);
	else
		put_patch(&patch, l, file, change, n);
	json = patch.failed ? NULL : json_text(patch.s);
	text_free(&patch);
	return json;
}
