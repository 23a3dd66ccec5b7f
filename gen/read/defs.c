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
		char *file = xprintf("defs/arch/%s.def", name[i]);

		parse_arch(read_source(xprintf("%s/%s", root, file), file), &d->table,
			   &d->arch[d->narchs++]);
	}
}
