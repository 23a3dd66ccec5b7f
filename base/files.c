// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The files that arguments name, and their contents. */
#include "files.h"
#include "text.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_FILE = 1 << 20, MAX_LIST_DEPTH = 32 };

/* Directories that have been visited: links can lead back to them. */
struct visited {
	struct {
		dev_t dev;
		ino_t ino;
	} *dir;
	size_t n, room;
};

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

/* ---- directories ---- */

/* False if the directory has been visited already; or without memory, which sets *failed. */
static bool visit(struct visited *v, const struct stat *st, bool *failed)
{
	for (size_t i = 0; i < v->n; i++)
		if (v->dir[i].dev == st->st_dev && v->dir[i].ino == st->st_ino)
			return false;
	if (v->n == v->room) {
		void *p = realloc(v->dir, sizeof(*v->dir) * (2 * v->room + 16));

		if (!p) {
			*failed = true;
			return false;
		}
		v->dir = p;
		v->room = 2 * v->room + 16;
	}
	v->dir[v->n].dev = st->st_dev;
	v->dir[v->n++].ino = st->st_ino;
	return true;
}

static void add_directory(struct files *f, struct visited *v, const char *dir);

static void add_entry(struct files *f, struct visited *v, const char *path)
{
	struct stat st;

	if (!stat(path, &st) && S_ISDIR(st.st_mode)) {
		if (visit(v, &st, &f->failed))
			add_directory(f, v, path);
	} else if (is_litmus(path)) {
		/* Even if it cannot be read: reading it reports that. */
		add_name(f, path);
	}
}

static void add_directory(struct files *f, struct visited *v, const char *dir)
{
	struct dirent **entry;
	int n = scandir(dir, &entry, NULL, alphasort);
	size_t len = strlen(dir);

	if (n < 0) {
		if (errno == ENOMEM)
			f->failed = true;
		else
			add_name(f, dir);
		return;
	}
	for (int i = 0; i < n; i++) {
		struct text path = { 0 };

		text_add(&path, "%s%s%s", dir, len && dir[len - 1] == '/' ? "" : "/",
			 entry[i]->d_name);
		if (path.failed)
			f->failed = true;
		else if (entry[i]->d_name[0] != '.')
			add_entry(f, v, path.s);
		text_free(&path);
		free(entry[i]);
	}
	free(entry);
}

void list_directory(struct files *f, const char *dir)
{
	struct dirent **entry;
	int n = scandir(dir, &entry, NULL, alphasort);

	for (int i = 0; i < n; i++) {
		add_name(f, entry[i]->d_name);
		free(entry[i]);
	}
	if (n >= 0)
		free(entry);
}

void files_add(struct files *f, const char *arg)
{
	struct visited v = { 0 };
	int before = f->n;
	struct stat st;

	if (!strcmp(arg, "-") || stat(arg, &st) || !S_ISDIR(st.st_mode)) {
		add_name(f, arg);
		return;
	}
	if (visit(&v, &st, &f->failed))
		add_directory(f, &v, arg);
	free(v.dir);
	/* Reading it fails, and reports the error. */
	if (f->n == before)
		add_name(f, arg);
}

/* ---- lists of files, as herdtools have them ---- */

static bool add_herd(struct files *f, const char *arg, int depth);

static bool add_list(struct files *f, const char *text, size_t size, const char *list, size_t dir,
		     int depth)
{
	const char *p = text, *end = text + size;
	bool ok = true;

	while (p < end) {
		const char *eol = memchr(p, '\n', (size_t)(end - p));
		size_t n = (size_t)((eol ? eol : end) - p);
		struct text name = { 0 };

		if (n && p[n - 1] == '\r')
			n--;
		if (n && *p != '#') {
			if (*p != '/')
				text_put(&name, list, dir);
			text_put(&name, p, n);
			if (name.failed)
				f->failed = true;
			else
				ok &= add_herd(f, name.s, depth);
		}
		text_free(&name);
		p = eol ? eol + 1 : end;
	}
	return ok;
}

static bool add_herd(struct files *f, const char *arg, int depth)
{
	const char *slash = strrchr(arg, '/');
	size_t dir = slash ? (size_t)(slash + 1 - arg) : 0, size;
	char *text;
	bool ok;

	if (arg[dir] != '@') {
		files_add(f, arg);
		return true;
	}
	text = depth < MAX_LIST_DEPTH ? read_file(arg, &size) : NULL;
	if (depth == MAX_LIST_DEPTH)
		errno = ELOOP;
	if (!text) {
		fprintf(stderr, "%s:1:1: error: %s\n", arg, strerror(errno));
		return false;
	}
	ok = add_list(f, text, size, arg, dir, depth + 1);
	free(text);
	return ok;
}

bool files_add_herd(struct files *f, const char *arg)
{
	return add_herd(f, arg, 0);
}

bool files_add_list(struct files *f, const char *text, size_t size)
{
	return add_list(f, text, size, "", 0, 0);
}

void files_free(struct files *f)
{
	for (int i = 0; i < f->n; i++)
		free(f->name[i]);
	free(f->name);
}

/* ---- contents ---- */

static char *read_up_to(FILE *in, size_t *size, size_t most)
{
	char *text = NULL, *p;
	size_t room = 0, n;
	int error = ENOMEM;

	*size = 0;
	do {
		/* one byte is left for the end */
		if (*size + 1 >= room) {
			room = room ? 2 * room : 16384;
			if (room > most) {
				error = EFBIG;
				break;
			}
			p = realloc(text, room);
			if (!p)
				break;
			text = p;
		}
		n = fread(text + *size, 1, room - *size - 1, in);
		*size += n;
		text[*size] = '\0';
		if (!n && !ferror(in))
			return text;
		error = errno;
	} while (n);
	free(text);
	errno = error;
	return NULL;
}

char *read_stream(FILE *in, size_t *size)
{
	return read_up_to(in, size, MAX_FILE);
}

/*
 * Opened without waiting: a named pipe without a writer then reads as empty. With a writer, waiting
 * for its output is right.
 */
static FILE *open_file(const char *name)
{
	int fd = open(name, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	FILE *in = NULL;

	if (fd < 0)
		return NULL;
	if (!fcntl(fd, F_SETFL, O_RDONLY))
		in = fdopen(fd, "rb");
	if (!in)
		close(fd);
	return in;
}

static bool is_stdin(const char *name)
{
	return !strcmp(name, "-");
}

const char *file_title(const char *name)
{
	return is_stdin(name) ? "<stdin>" : name;
}

char *read_large_file(const char *name, size_t *size, size_t most)
{
	FILE *in;
	char *text;
	int error;

	*size = 0;
	if (is_stdin(name))
		return read_up_to(stdin, size, most);
	in = open_file(name);
	if (!in)
		return NULL;
	text = read_up_to(in, size, most);
	error = errno;
	fclose(in);
	errno = error;
	return text;
}

char *read_file(const char *name, size_t *size)
{
	return read_large_file(name, size, MAX_FILE);
}

const char *read_error(int error)
{
	switch (error) {
	case EFBIG:
		return "too large for a litmus test";
	case EISDIR:
		return "a directory without litmus tests";
	default:
		return strerror(error);
	}
}
