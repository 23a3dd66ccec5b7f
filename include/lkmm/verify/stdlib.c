// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Functions of <stdlib.h>, <ctype.h> and <errno.h>, for programs that lkmm verify reads. The file
 * is compiled beside those of a program that calls one of them.
 */
#include <stdbool.h>
#include <stddef.h>

int abs(int n)
{
	return n < 0 ? -n : n;
}

long labs(long n)
{
	return n < 0 ? -n : n;
}

long long llabs(long long n)
{
	return n < 0 ? -n : n;
}

int isdigit(int c)
{
	return c >= '0' && c <= '9';
}

int isupper(int c)
{
	return c >= 'A' && c <= 'Z';
}

int islower(int c)
{
	return c >= 'a' && c <= 'z';
}

int isalpha(int c)
{
	return isupper(c) || islower(c);
}

int isalnum(int c)
{
	return isalpha(c) || isdigit(c);
}

int isxdigit(int c)
{
	return isdigit(c) || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

int isprint(int c)
{
	return c >= ' ' && c <= '~';
}

int ispunct(int c)
{
	return isprint(c) && c != ' ' && !isalnum(c);
}

int isspace(int c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

int tolower(int c)
{
	return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

int toupper(int c)
{
	return c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c;
}

/* C11, 7.22.1.4, without what does not fit. */
long strtol(const char *s, char **end, int base)
{
	const char *from = s;
	bool minus;
	long n = 0;

	while (isspace(*s))
		s++;
	minus = *s == '-';
	s += *s == '-' || *s == '+';
	if ((base == 0 || base == 16) && s[0] == '0' && tolower(s[1]) == 'x') {
		base = 16;
		s += 2;
	} else if (base == 0) {
		base = *s == '0' ? 8 : 10;
	}
	for (;; s++) {
		int digit = isdigit(*s) ? *s - '0' :
			    toupper(*s) >= 'A' && toupper(*s) <= 'Z' ? toupper(*s) - 'A' + 10 :
			    base;

		if (digit >= base)
			break;
		n = n * base + digit;
		from = s + 1;
	}
	if (end)
		*end = (char *)from;
	return minus ? -n : n;
}

long long strtoll(const char *s, char **end, int base)
{
	return strtol(s, end, base);
}

unsigned long strtoul(const char *s, char **end, int base)
{
	return strtol(s, end, base);
}

unsigned long long strtoull(const char *s, char **end, int base)
{
	return strtol(s, end, base);
}

int atoi(const char *s)
{
	return strtol(s, NULL, 10);
}

long atol(const char *s)
{
	return strtol(s, NULL, 10);
}

static void exchange(char *a, char *b, size_t size)
{
	for (size_t k = 0; k < size; k++) {
		char c = a[k];

		a[k] = b[k];
		b[k] = c;
	}
}

/* By insertion. */
void qsort(void *base, size_t n, size_t size, int (*compare)(const void *, const void *))
{
	char *at = base;

	for (size_t i = 1; i < n; i++)
		for (size_t k = i; k && compare(at + (k - 1) * size, at + k * size) > 0; k--)
			exchange(at + (k - 1) * size, at + k * size, size);
}

/* Each thread has its own (C11, 7.5). */
static _Thread_local int number;

int *__errno_location(void)
{
	return &number;
}
