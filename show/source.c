// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The source text of an event. */
#include "front/test.h"
#include "place.h"
#include "why.h"

#include <ctype.h>
#include <string.h>

enum { MAX_STATEMENT = 60, MAX_SCAN = 400 };

/* The text that a place is in. */
struct area {
	const char *text, *end;
};

/* Where @at is in the text. */
static const char *find_place(const struct area *in, struct lkmm_place at)
{
	const char *p = in->text, *end = in->end;

	for (int line = 1; line < at.line && p < end; p++)
		line += *p == '\n';
	return p + at.column - 1 < end ? p + at.column - 1 : end;
}

static bool is_word(char c)
{
	return c == '_' || isalnum((unsigned char)c);
}

/* Whether "if" or another word that a condition in parentheses follows stands before @p. */
static bool heads_statement(const char *text, const char *p)
{
	static const char *const words[] = { "if", "for", "while", "switch" };

	while (p > text && p[-1] == ' ')
		p--;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t n = strlen(words[i]);

		if ((size_t)(p - text) >= n && !strncmp(p - n, words[i], n) &&
		    ((size_t)(p - text) == n || !is_word(*(p - n - 1))))
			return true;
	}
	return false;
}

/*
 * Where the statement or the condition begins that @p is in the middle of, in its line: after the
 * parentheses of an if or a loop that are closed before @p.
 */
static const char *find_start(const struct area *in, const char *p)
{
	const char *text = in->text, *close = NULL;
	int open = 0;

	for (; p > text && (open ? p[-1] != '\n' : !strchr(";{}\n", p[-1])); p--) {
		if (p[-1] == ')' && !open++)
			close = p;
		if (p[-1] == '(' && open && !--open && heads_statement(text, p - 1)) {
			p = close;
			break;
		}
	}
	while (isspace((unsigned char)*p))
		p++;
	return p;
}

static bool is_comment(const char *p, const char *end)
{
	return end - p > 1 && p[0] == '/' && (p[1] == '/' || p[1] == '*');
}

/* Where it ends: not before the parentheses are closed that it opens. */
static const char *find_end(const struct area *in, const char *start, const char *p)
{
	const char *end = in->end;
	int open = 0;

	for (const char *q = start; q < p; q++)
		open += (*q == '(') - (*q == ')');
	for (; p < end && p - start < MAX_SCAN; p++) {
		open += (*p == '(') - (*p == ')');
		if (open < 0 || is_comment(p, end) || strchr("{}", *p) ||
		    (open == 0 && strchr(";\n", *p)))
			break;
	}
	return p;
}

void put_source(struct text *out, const struct litmus_test *l, struct lkmm_place at)
{
	size_t size, begin = out->len;
	const char *text = place_text_of(l, at, &size);
	struct area in = { text, text + size };
	const char *place = find_place(&in, at);
	const char *p = find_start(&in, place < in.end && *place == ')' ? place + 1 : place);
	const char *end = find_end(&in, p, place);

	for (; p < end && out->len - begin < MAX_STATEMENT; p++) {
		if (!isspace((unsigned char)*p))
			text_put(out, p, 1);
		else if (p + 1 < end && !isspace((unsigned char)p[1]))
			text_puts(out, " ");
	}
	if (p < end)
		text_puts(out, "...");
	/* a guard of Rust's is dropped where its block ends */
	if (out->len == begin && place < in.end && *place == '}')
		text_puts(out, "}");
}

bool is_callback(const struct litmus_test *l, int thread)
{
	return l->program.thread[thread].callback.line;
}

void put_thread(struct text *out, const struct litmus_test *l, int thread)
{
	if (is_callback(l, thread))
		text_add(out, "the callback of line %d", l->program.thread[thread].callback.line);
	else
		text_add(out, "P%d", thread);
}
