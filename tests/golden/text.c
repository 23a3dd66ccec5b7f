// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Strings, files, and the end. The program lives for a second: what it allocates it keeps. */
#include "golden.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

noreturn void fail(const char *fmt, ...)
{
	va_list ap;

	fputs("golden: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(2);
}

char *format(const char *fmt, ...)
{
	va_list ap;
	char *s;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	s = malloc((size_t)n + 1);
	if (!s)
		fail("out of memory");
	va_start(ap, fmt);
	vsnprintf(s, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return s;
}

/* Arrays double whenever their length is a power of two. */
void *grow(void *array, int n, size_t size)
{
	if (n & (n - 1))
		return array;
	array = realloc(array, (n ? 2 * (size_t)n : 1) * size);
	if (!array)
		fail("out of memory");
	return array;
}

char *read_file(const char *path)
{
	FILE *f = fopen(path, "r");
	size_t len = 0, room = 1 << 16, n;
	char *text = malloc(room);

	if (!f)
		fail("%s: %s", path, strerror(errno));
	while (text && (n = fread(text + len, 1, room - len - 1, f)) > 0) {
		len += n;
		if (room - len < 2)
			text = realloc(text, room *= 2);
	}
	if (!text || ferror(f))
		fail("%s: cannot be read", path);
	fclose(f);
	text[len] = '\0';
	return text;
}

char *next_line(char **text)
{
	char *line = *text, *end;

	if (!*line)
		return NULL;
	end = strchr(line, '\n');
	*text = end ? end + 1 : line + strlen(line);
	if (end)
		*end = '\0';
	return line;
}

bool starts(const char *s, const char *prefix)
{
	return !strncmp(s, prefix, strlen(prefix));
}

bool is_one_of(const char *s, const char *words)
{
	size_t len = strlen(s);

	for (const char *p = words; (p = strstr(p, s)); p += len)
		if ((p == words || p[-1] == ' ') && (p[len] == ' ' || !p[len]))
			return true;
	return false;
}
