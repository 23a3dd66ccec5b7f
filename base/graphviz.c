// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "graphviz.h"
#include "files.h"
#include "spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *ending(const char *file)
{
	const char *dot = strrchr(file, '.');

	return dot && !strchr(dot, '/') ? dot + 1 : "";
}

bool is_drawing(const char *file)
{
	const char *type = ending(file);

	return !strcmp(type, "dot") || !strcmp(type, "svg") || !strcmp(type, "png");
}

static bool write_all(int fd, const char *s, size_t n)
{
	while (n) {
		ssize_t done = write(fd, s, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		s += done;
		n -= (size_t)done;
	}
	return true;
}

enum { MOST = 1 << 28 };		/* bytes of a drawing */

/*
 * A reader who prefers a dark page gets a dark drawing: light becomes dark, and each color stays of
 * its hue. Graphviz has no word for that, so it is added behind its "<svg ...>".
 */
static const char *follow_reader(const char *file)
{
	static const char style[] =
		"\n<style>@media (prefers-color-scheme: dark) "
		"{ svg { filter: invert(0.9) hue-rotate(180deg); } }</style>";
	struct text svg = { 0 };
	const char *begin, *end, *error;
	size_t size;
	char *s = read_large_file(file, &size, MOST);

	if (!s)
		return strerror(errno);
	begin = strstr(s, "<svg");
	end = begin ? strchr(begin, '>') : NULL;
	end = end ? end + 1 : s;
	text_put(&svg, s, (size_t)(end - s));
	if (begin)
		text_puts(&svg, style);
	text_puts(&svg, end);
	error = text_write(&svg, file);
	text_free(&svg);
	free(s);
	return error;
}

const char *write_drawing(const char *file, const struct text *dot)
{
	char type[8], command[] = "neato", fixed[] = "-n", to[] = "-o", name[4096];
	char *const argv[] = { command, fixed, type, to, name, NULL };
	int error, ends[2];
	bool ok = false;
	pid_t pid;

	if (!strcmp(ending(file), "dot"))
		return text_write(dot, file);
	if (strlen(file) >= sizeof(name))
		return strerror(ENAMETOOLONG);
	snprintf(type, sizeof(type), "-T%s", ending(file));
	strcpy(name, file);
	if (pipe2(ends, O_CLOEXEC))
		return strerror(errno);
	error = spawn(argv, ends[0], -1, NULL, &pid);
	close(ends[0]);
	if (!error) {
		/* If neato ends early, that is seen by its status. */
		signal(SIGPIPE, SIG_IGN);
		ok = write_all(ends[1], dot->s, dot->len);
	}
	close(ends[1]);
	if (error == ENOENT)
		return "Graphviz is needed to draw: 'neato' is not installed";
	if (error)
		return strerror(error);
	if (!spawned_well(pid) || !ok)
		return "Graphviz could not write the drawing";
	return strcmp(type, "-Tsvg") ? NULL : follow_reader(file);
}
