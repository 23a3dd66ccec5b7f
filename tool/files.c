// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "tool.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MAX_FILE = 1 << 20, MAX_DIRECTORY_DEPTH = 32 };

static void add_name(struct files *f, const char *name)
{
	char *copy = strdup(name);

	if (copy && f->n == f->room) {
		char **p = realloc(f->name, sizeof(*p) * (2 * (size_t)f->room + 16));

		if (p) {
			f->name = p;
			f->room = 2 * f->room + 16;
		}
	}
	if (!copy || f->n == f->room) {
		free(copy);
		f->failed = true;
		return;
	}
	f->name[f->n++] = copy;
}

static bool is_litmus(const char *name)
{
	size_t n = strlen(name);

	return n > 7 && !strcmp(name + n - 7, ".litmus");
}

static void add_directory(struct files *f, const char *dir, int depth)
{
	struct dirent **entry;
	int n = scandir(dir, &entry, NULL, alphasort);

	for (int i = 0; i < n; i++) {
		struct text path = { 0 };
		struct stat st;

		text_add(&path, "%s/%s", dir, entry[i]->d_name);
		if (path.failed)
			f->failed = true;
		else if (entry[i]->d_name[0] != '.' && !stat(path.s, &st)) {
			if (S_ISDIR(st.st_mode) && depth < MAX_DIRECTORY_DEPTH)
				add_directory(f, path.s, depth + 1);
			else if (is_litmus(path.s))
				add_name(f, path.s);
		}
		text_free(&path);
		free(entry[i]);
	}
	if (n >= 0)
		free(entry);
	else
		add_name(f, dir);
}

void files_add(struct files *f, const char *arg)
{
	struct stat st;

	if (!stat(arg, &st) && S_ISDIR(st.st_mode))
		add_directory(f, arg, 0);
	else
		add_name(f, arg);
}

void files_free(struct files *f)
{
	for (int i = 0; i < f->n; i++)
		free(f->name[i]);
	free(f->name);
}

char *read_file(const char *name, size_t *size)
{
	FILE *in = fopen(name, "rb");
	char *text = NULL, *p;
	size_t room = 0, n;

	*size = 0;
	if (!in)
		return NULL;
	do {
		if (*size == room) {
			room = room ? 2 * room : 16384;
			p = room > 2 * MAX_FILE ? NULL : realloc(text, room);
			if (!p) {
				errno = room > 2 * MAX_FILE ? EFBIG : ENOMEM;
				break;
			}
			text = p;
		}
		n = fread(text + *size, 1, room - *size, in);
		*size += n;
		if (!n && !ferror(in)) {
			fclose(in);
			return text;
		}
	} while (n);
	n = (size_t)errno;
	free(text);
	fclose(in);
	errno = (int)n;
	return NULL;
}
