// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The committed files: blocks of names, starting in the first column, and the code that all of them
 * have.
 *
 *	atomic_xchg{,_acquire} xchg_u32
 *		xchgl	r0, (v)
 *		ret
 *
 * Braces stand for one name with each of the endings inside. "gcc:" before names means that code of
 * that compiler only; other compilers have what another block says of the same name.
 */
#include "golden.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_COLUMN = 100 };

void add_entry(struct book *b, const char *name, const char *who, const char *code)
{
	b->entry = grow(b->entry, b->nr_entries, sizeof(*b->entry));
	b->entry[b->nr_entries++] = (struct entry) {
		format("%s", name), format("%s", who), code ? format("%s", code) : NULL
	};
}

/* What @who's code must be. */
const struct entry *find_entry(const struct book *b, const char *name, const char *who)
{
	const struct entry *common = NULL;

	for (int i = 0; i < b->nr_entries; i++) {
		const struct entry *e = &b->entry[i];

		if (strcmp(e->name, name))
			continue;
		if (!strcmp(e->who, who))
			return e;
		if (!*e->who)
			common = e;
	}
	return common;
}

/* ---- reading ---- */

static void add_names(struct book *b, const char *word, const char *who)
{
	const char *open = strchr(word, '{'), *close = strchr(word, '}'), *p = open;

	if (!open || !close) {
		add_entry(b, word, who, NULL);
		return;
	}
	while (p < close) {
		size_t len = strcspn(++p, ",}");

		add_entry(b, format("%.*s%.*s%s", (int)(open - word), word, (int)len, p, close + 1),
			  who, NULL);
		p += len;
	}
}

static void read_names(struct book *b, char *line)
{
	char *who = "", *word;

	for (word = strtok(line, " "); word; word = strtok(NULL, " ")) {
		char *end = word + strlen(word) - 1;

		if (*end == ':')
			*end = '\0', who = word;
		else
			add_names(b, word, who);
	}
}

struct book read_book(const char *path)
{
	struct book b = { .head = "" };
	char *text = read_file(path), *line, *code = NULL;
	int open = 0;		/* the first of the entries that wait for their code */

	while ((line = next_line(&text))) {
		if (*line == '#') {
			b.head = format("%s%s\n", b.head, line);
		} else if (*line == '\t' || isdigit((unsigned char)*line)) {
			code = format("%s%s\n", code ? code : "", line);
			for (int i = open; i < b.nr_entries; i++)
				b.entry[i].code = code;
		} else if (*line) {
			if (code)
				open = b.nr_entries, code = NULL;
			read_names(&b, line);
		}
	}
	for (int i = 0; i < b.nr_entries; i++)
		if (!b.entry[i].code)
			fail("%s: %s has no code", path, b.entry[i].name);
	return b;
}

/* ---- writing ---- */

struct parts {
	char *stem;
	const char *order, *type;
};

static const char *ending(const char *name, size_t len, const char *const *endings)
{
	for (; *endings; endings++) {
		size_t n = strlen(*endings);

		if (len > n && !strncmp(name + len - n, *endings, n))
			return *endings;
	}
	return "";
}

static struct parts split_name(const char *name)
{
	static const char *const types[] = { "_u8", "_u16", "_u32", "_u64", "_ptr", NULL };
	static const char *const orders[] = { "_acquire", "_release", "_relaxed", NULL };
	size_t len = strlen(name);
	struct parts p;

	p.type = ending(name, len, types);
	len -= strlen(p.type);
	p.order = ending(name, len, orders);
	len -= strlen(p.order);
	p.stem = format("%.*s", (int)len, name);
	return p;
}

static bool same_block(const struct entry *a, const struct entry *b)
{
	return !strcmp(a->who, b->who) && !strcmp(a->code, b->code);
}

/*
 * The name of the entry at @i, with those after it in its block that differ in nothing but the
 * ordering. Advances @i.
 */
static char *take_name(const struct book *b, int *i, bool *done)
{
	const struct entry *first = &b->entry[*i];
	struct parts p = split_name(first->name);
	char *orders = format("%s", p.order);
	int n = 0;

	for (; *i < b->nr_entries; ++*i) {
		struct parts q = split_name(b->entry[*i].name);

		if (!same_block(first, &b->entry[*i]))
			continue;
		if (strcmp(p.stem, q.stem) || strcmp(p.type, q.type))
			break;
		if (n++)
			orders = format("%s,%s", orders, q.order);
		done[*i] = true;
	}
	return n > 1 ? format("%s{%s}%s", p.stem, orders, p.type) : first->name;
}

static void write_block(FILE *f, const struct book *b, int i, bool *done)
{
	const struct entry *first = &b->entry[i];
	int column = *first->who ? fprintf(f, "%s:", first->who) : 0;

	while (i < b->nr_entries) {
		char *name;

		if (!same_block(first, &b->entry[i])) {
			i++;
			continue;
		}
		name = take_name(b, &i, done);
		if (column && column + 1 + (int)strlen(name) > MAX_COLUMN) {
			fputc('\n', f);
			column = 0;
		}
		column += fprintf(f, "%s%s", column ? " " : "", name);
	}
	fprintf(f, "\n%s", first->code);
}

void write_book(const char *path, const struct book *b)
{
	FILE *f = fopen(path, "w");
	bool *done = calloc((size_t)b->nr_entries + 1, sizeof(*done));

	if (!f || !done)
		fail("%s: %s", path, strerror(errno));
	fputs(b->head, f);
	for (int i = 0; i < b->nr_entries; i++) {
		if (!done[i]) {
			fputc('\n', f);
			write_block(f, b, i, done);
		}
	}
	if (fclose(f))
		fail("%s: %s", path, strerror(errno));
}
