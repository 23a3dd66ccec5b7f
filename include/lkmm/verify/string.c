// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Functions of <string.h> and <strings.h>, for programs that lkmm verify reads: byte by byte, by
 * plain accesses, so that they race where the C library's do. The file is compiled beside those of
 * a program that calls one of them. What a loop here cannot tell from constants is followed for as
 * many turns as any loop: a text that another thread writes at the same time is one of a race.
 */
#include <stddef.h>

void *malloc(size_t size);

size_t strnlen(const char *s, size_t most)
{
	size_t n = 0;

	while (n < most && s[n])
		n++;
	return n;
}

size_t strlen(const char *s)
{
	size_t n = 0;

	while (s[n])
		n++;
	return n;
}

int memcmp(const void *a, const void *b, size_t size)
{
	const unsigned char *p = a, *q = b;

	for (size_t k = 0; k < size; k++)
		if (p[k] != q[k])
			return p[k] < q[k] ? -1 : 1;
	return 0;
}

/* rustc and clang call it where only equality counts. */
int bcmp(const void *a, const void *b, size_t size)
{
	return memcmp(a, b, size);
}

void *memchr(const void *s, int byte, size_t size)
{
	const unsigned char *p = s;

	for (size_t k = 0; k < size; k++)
		if (p[k] == (unsigned char)byte)
			return (void *)(p + k);
	return NULL;
}

int strncmp(const char *a, const char *b, size_t most)
{
	for (size_t k = 0; k < most; k++) {
		unsigned char c = a[k], d = b[k];

		if (c != d)
			return c < d ? -1 : 1;
		if (!c)
			break;
	}
	return 0;
}

int strcmp(const char *a, const char *b)
{
	return strncmp(a, b, -1);
}

char *strchr(const char *s, int c)
{
	for (; *s != (char)c; s++)
		if (!*s)
			return NULL;
	return (char *)s;
}

char *strrchr(const char *s, int c)
{
	const char *last = NULL;

	for (;; s++) {
		if (*s == (char)c)
			last = s;
		if (!*s)
			return (char *)last;
	}
}

char *strcpy(char *to, const char *from)
{
	size_t k = 0;

	while ((to[k] = from[k]))
		k++;
	return to;
}

/* What is left of @to becomes 0 (C11, 7.24.2.4). */
char *strncpy(char *to, const char *from, size_t size)
{
	size_t k = 0;

	for (; k < size && from[k]; k++)
		to[k] = from[k];
	for (; k < size; k++)
		to[k] = 0;
	return to;
}

char *strcat(char *to, const char *from)
{
	strcpy(to + strlen(to), from);
	return to;
}

char *stpcpy(char *to, const char *from)
{
	strcpy(to, from);
	return to + strlen(from);
}

char *strncat(char *to, const char *from, size_t most)
{
	char *end = to + strlen(to);
	size_t n = strnlen(from, most);

	for (size_t k = 0; k < n; k++)
		end[k] = from[k];
	end[n] = 0;
	return to;
}

static int lower(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

int strncasecmp(const char *a, const char *b, size_t most)
{
	for (size_t k = 0; k < most; k++) {
		int c = lower(a[k]), d = lower(b[k]);

		if (c != d || !c)
			return c - d;
	}
	return 0;
}

int strcasecmp(const char *a, const char *b)
{
	return strncasecmp(a, b, -1);
}

/* How many characters at the start of @s are of @set, or are not. */
static size_t span(const char *s, const char *set, int are)
{
	size_t n = 0;

	while (s[n] && !strchr(set, s[n]) != are)
		n++;
	return n;
}

size_t strspn(const char *s, const char *set)
{
	return span(s, set, 1);
}

size_t strcspn(const char *s, const char *set)
{
	return span(s, set, 0);
}

char *strpbrk(const char *s, const char *set)
{
	s += strcspn(s, set);
	return *s ? (char *)s : NULL;
}

char *strstr(const char *s, const char *part)
{
	size_t n = strlen(part);

	for (; strncmp(s, part, n); s++)
		if (!*s)
			return NULL;
	return (char *)s;
}

char *strtok_r(char *s, const char *set, char **rest)
{
	char *end;

	s = s ? s : *rest;
	s += strspn(s, set);
	end = s + strcspn(s, set);
	*rest = *end ? end + 1 : end;
	if (end == s)
		return NULL;
	*end = 0;
	return s;
}

/* Whatever the number is. */
char *strerror(int number)
{
	static char text[] = "error";

	(void)number;
	return text;
}

char *strdup(const char *s)
{
	char *copy = malloc(strlen(s) + 1);

	return copy ? strcpy(copy, s) : NULL;
}
