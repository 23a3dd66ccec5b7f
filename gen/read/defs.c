// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Reads defs/: the tables and all architectures. */
#include "isa.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names of the files NAME.def in @dir, in alphabetical order, without generic. */
char **list_defs(const char *dir, int *count)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	char **name = NULL;
	int n = 0;

	while (d && (e = readdir(d))) {
		size_t len = strlen(e->d_name);

		if (len > 4 && streq(e->d_name + len - 4, ".def") &&
		    !streq(e->d_name, "generic.def")) {
			name = xgrow(name, n, sizeof(*name));
			name[n++] = xstrndup(e->d_name, len - 4);
		}
	}
	if (d)
		closedir(d);
	if (n)
		qsort(name, (size_t)n, sizeof(*name), by_name);
	*count = n;
	return name;
}

/* All architectures, generic last: it is the fallback. */
static char **list_archs(const char *dir, int *count)
{
	char **name = list_defs(dir, count);

	name = xgrow(name, *count, sizeof(*name));
	name[(*count)++] = "generic";
	return name;
}

/* The file @name, with the lines of another one in the place of each "include FILE". */
static struct source *read_arch(const char *root, const char *name)
{
	char *file = xprintf("defs/arch/%s", name);
	struct source *src = read_source(xprintf("%s/%s", root, file), file), *all;

	all = xalloc(sizeof(*all));
	*all = (struct source){ .file = src->file };
	for (int i = 0; i < src->nlines; i++) {
		const struct line *l = &src->line[i];
		struct source *in;

		if (!streq(l->field[0].text, "include")) {
			all->line = xgrow(all->line, all->nlines, sizeof(*all->line));
			all->line[all->nlines++] = *l;
			continue;
		}
		if (!check_shape(l, 2, 2, "include FILE"))
			continue;
		file = xprintf("defs/arch/%s", l->field[1].text);
		in = read_source(xprintf("%s/%s", root, file), file);
		for (int k = 0; k < in->nlines; k++) {
			all->line = xgrow(all->line, all->nlines, sizeof(*all->line));
			all->line[all->nlines++] = in->line[k];
		}
	}
	return all;
}

static void check_isa(const struct defs *d, const struct arch *a)
{
	for (int i = 0; a->isa && i < d->narchs; i++)
		if (d->arch[i].name && streq(d->arch[i].name, a->isa) && !d->arch[i].isa)
			return;
	if (a->isa)
		error_at(a->isa_at, "expected an architecture of this folder, not '%s'", a->isa);
}

void read_defs(const char *root, struct defs *d)
{
	int n;
	char **name = list_archs(xprintf("%s/defs/arch", root), &n);

	if (!parse_table(read_source(xprintf("%s/defs/ops.tbl", root), "defs/ops.tbl"), &d->table))
		return;
	if (!parse_words(root, read_source(xprintf("%s/defs/kernel.tbl", root), "defs/kernel.tbl"),
			 &d->table, &d->words))
		return;
	d->arch = xalloc((size_t)n * sizeof(*d->arch));
	for (int i = 0; i < n; i++) {
		struct source *src = read_arch(root, xprintf("%s.def", name[i]));

		parse_arch(src, &d->table, &d->arch[d->narchs++]);
	}
	for (int i = 0; i < n; i++)
		check_isa(d, &d->arch[i]);
}
