/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Text that grows. */
#ifndef LKMM_TEXT_H
#define LKMM_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
	char *s;
	size_t len, size;
	bool failed;			/* out of memory */
};

void text_add(struct text *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void text_put(struct text *t, const char *s, size_t n);
void text_puts(struct text *t, const char *s);
void text_number(struct text *t, int64_t v);
/*
 * For a comment in a program: replaces text that could end or begin a comment by "_".
 */
void text_comment(struct text *t, const char *s);
/* For HTML and XML: "<" as "&lt;" and so on. */
void text_html(struct text *t, const char *s);
/*
 * Writes @t to @file, which has nothing else then; NULL: to standard output. NULL, or an error
 * message.
 */
const char *text_write(const struct text *t, const char *file);
void text_free(struct text *t);

#endif
