// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void text_add(struct text *t, const char *fmt, ...)
{
	va_list ap;
	int n;

	for (;;) {
		size_t room = t->size - t->len, size;
		char *s;

		va_start(ap, fmt);
		n = vsnprintf(t->s ? t->s + t->len : NULL, room, fmt, ap);
		va_end(ap);
		if (n >= 0 && (size_t)n < room) {
			t->len += (size_t)n;
			return;
		}
		size = 2 * t->size + (size_t)(n > 0 ? n : 0) + 64;
		s = n < 0 ? NULL : realloc(t->s, size);
		if (!s) {
			t->failed = true;
			return;
		}
		t->s = s;
		t->size = size;
	}
}

void text_put(struct text *t, const char *s, size_t n)
{
	if (t->size - t->len <= n) {
		size_t size = 2 * t->size + n + 64;
		char *p = realloc(t->s, size);

		if (!p) {
			t->failed = true;
			return;
		}
		t->s = p;
		t->size = size;
	}
	memcpy(t->s + t->len, s, n);
	t->len += n;
	t->s[t->len] = '\0';
}

void text_puts(struct text *t, const char *s)
{
	text_put(t, s, strlen(s));
}

void text_comment(struct text *t, const char *s)
{
	static const char harmless[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "0123456789 +-._()[],";

	for (; *s; s++)
		text_put(t, strchr(harmless, *s) ? s : "_", 1);
}

void text_number(struct text *t, int64_t v)
{
	char digits[24], *p = digits + sizeof(digits);
	uint64_t u = v < 0 ? -(uint64_t)v : (uint64_t)v;

	do
		*--p = (char)('0' + u % 10);
	while (u /= 10);
	if (v < 0)
		*--p = '-';
	text_put(t, p, (size_t)(digits + sizeof(digits) - p));
}

void text_html(struct text *t, const char *s)
{
	for (; s && *s; s++) {
		if (*s == '<')
			text_puts(t, "&lt;");
		else if (*s == '>')
			text_puts(t, "&gt;");
		else if (*s == '&')
			text_puts(t, "&amp;");
		else if (*s == '"')
			text_puts(t, "&quot;");
		else
			text_put(t, s, 1);
	}
}

const char *text_write(const struct text *t, const char *file)
{
	FILE *out;
	bool ok;

	errno = ENOMEM;
	out = t->failed ? NULL : file ? fopen(file, "w") : stdout;
	if (!out)
		return strerror(errno);
	ok = !t->len || fwrite(t->s, 1, t->len, out) == t->len;
	return (file ? fclose(out) : fflush(out)) || !ok ? strerror(errno) : NULL;
}

void text_free(struct text *t)
{
	free(t->s);
	memset(t, 0, sizeof(*t));
}
