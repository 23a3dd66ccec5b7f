// SPDX-License-Identifier: GPL-2.0 OR MIT
/* A litmus test: what its names are kept in, what it says of itself, and its parts in turn. */
#include "front/rust/rust.h"

#include <lkmm/check/check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *litmus_alloc(struct litmus *l, size_t size)
{
	void *p;

	if (l->nodes++ == LITMUS_MAX_NODES) {
		lex_fatal(&l->x, l->x.tok.at, "the test is too large");
		l->nodes--;
		return NULL;
	}
	p = lkmm_alloc(l->arena, size);
	if (!p) {
		l->no_memory = true;
		lex_fatal(&l->x, l->x.tok.at, "out of memory");
	}
	return p;
}

char *litmus_text(struct litmus *l, const char *text, int len)
{
	char *s = litmus_alloc(l, (size_t)len + 1);

	if (s)
		memcpy(s, text, (size_t)len);
	return s;
}

char *litmus_name(struct litmus *l)
{
	return litmus_text(l, l->x.tok.text, l->x.tok.len);
}

/* Levels take very different amounts of stack, so that is what counts in the end. */
#ifndef __has_feature
#define __has_feature(x) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
enum { MAX_STACK = 1 << 20 };
#else
enum { MAX_STACK = 80 << 10 };
#endif

bool too_deep(struct litmus *l)
{
	uintptr_t here = (uintptr_t)__builtin_frame_address(0);
	uintptr_t used = here < l->stack ? l->stack - here : here - l->stack;

	if (l->depth < LITMUS_MAX_DEPTH && used < MAX_STACK)
		return false;
	lex_fatal(&l->x, l->x.tok.at, "nested too deeply");
	return true;
}

/* ---- names ---- */

static bool same_name(const char *s, const char *name, int len)
{
	return strlen(s) == (size_t)len && !memcmp(s, name, (size_t)len);
}

void *litmus_grow(struct litmus *l, void *array, int n, size_t size)
{
	void *p;

	if (n & (n - 1))
		return array;
	p = litmus_alloc(l, size * (n ? 2 * (size_t)n : 1));
	if (p && n)
		memcpy(p, array, size * (size_t)n);
	return p;
}

/* An array is called x, and its first element x[0]. */
bool is_location(const struct lkmm_location *p, const char *name, int len)
{
	return same_name(p->name, name, len) ||
	       (p->elements && strcspn(p->name, "[") == (size_t)len &&
		!memcmp(p->name, name, (size_t)len));
}

int find_location(const struct lkmm_test *t, const char *name, int len)
{
	for (int i = 0; i < t->nlocs; i++)
		if (is_location(&t->loc[i], name, len))
			return i;
	return -1;
}

int add_location(struct litmus *l, const char *name, int len)
{
	int i = find_location(l->test, name, len);
	struct lkmm_location *p;

	if (i >= 0)
		return i;
	p = litmus_grow(l, l->test->loc, l->test->nlocs, sizeof(*p));
	if (!p)
		return 0;
	l->test->loc = p;
	p[l->test->nlocs].name = litmus_text(l, name, len);
	return p[l->test->nlocs].name ? l->test->nlocs++ : 0;
}

int find_register(const struct lkmm_thread *t, const char *name, int len)
{
	for (int i = 0; i < t->nregs; i++)
		if (same_name(t->reg[i].name, name, len))
			return i;
	return -1;
}

int new_register(struct litmus *l, struct lkmm_thread *t, const char *name, int len, int width)
{
	struct lkmm_register *p = litmus_grow(l, t->reg, t->nregs, sizeof(*p));

	if (!p)
		return -1;
	t->reg = p;
	p[t->nregs].name = litmus_text(l, name, len);
	p[t->nregs].width = width;
	p[t->nregs].at = l->x.tok.at;
	return p[t->nregs].name ? t->nregs++ : -1;
}

int add_register(struct litmus *l, struct lkmm_thread *t, const char *name, int len, int width)
{
	int i = find_register(t, name, len);

	return i >= 0 ? i : new_register(l, t, name, len, width);
}

struct lkmm_thread *thread_number(struct litmus *l, int64_t n)
{
	if (n < 0 || n > 255) {
		lex_error(&l->x, l->x.tok.at, "there cannot be a process %lld", (long long)n);
		return NULL;
	}
	while (l->test->nthreads <= n) {
		struct lkmm_thread *p =
			litmus_grow(l, l->test->thread, l->test->nthreads, sizeof(*p));

		if (!p)
			return NULL;
		l->test->thread = p;
		l->test->nthreads++;
	}
	return &l->test->thread[n];
}

/* ---- the whole ---- */

/* What follows @key, at *@start, on its line in the text, up to @eol; NULL if it is nowhere. */
static const char *find_key(const char *text, size_t size, const char *key, const char **start,
			    const char **eol)
{
	const char *end = text + size, *p = text;
	size_t n = strlen(key);

	while ((p = memchr(p, key[0], (size_t)(end - p)))) {
		if ((size_t)(end - p) < n || memcmp(p, key, n)) {
			p++;
			continue;
		}
		*eol = memchr(p, '\n', (size_t)(end - p));
		if (!*eol)
			*eol = end;
		*start = p;
		for (p += n; p < *eol && *p == ' '; p++)
			;
		return p;
	}
	return NULL;
}

static struct lkmm_place place_of(const char *text, const char *p)
{
	struct lkmm_place at = { 1, 1 };

	for (; text < p; text++) {
		at.line += *text == '\n';
		at.column = *text == '\n' ? 1 : at.column + 1;
	}
	return at;
}

static bool starts_with(const char *p, const char *eol, const char *word)
{
	size_t n = strlen(word);

	return (size_t)(eol - p) >= n && !memcmp(p, word, n);
}

/* "Result: Never" in a comment is what the author expects. */
static void find_result(struct litmus_expectation *e, const char *text, size_t size)
{
	static const char *const answers[] = { "Never", "Sometimes", "Always", "DEADLOCK" };
	const char *start, *eol, *p = find_key(text, size, "Result:", &start, &eol);

	if (!p)
		return;
	e->at = place_of(text, start);
	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++)
		if (starts_with(p, eol, answers[i]))
			e->result = answers[i];
	for (; p < eol; p++)
		e->race |= starts_with(p, eol, "DATARACE");
}

/* The flag that is the whole word at @p, or LKMM_NR_FLAGS. */
static int flag_index(const char *p, size_t len)
{
	int i = 0;

	while (i < LKMM_NR_FLAGS && !same_name(lkmm_flag_name[i], p, (int)len))
		i++;
	return i;
}

/* "Flags: mixed-accesses lock-final" in a comment: these, and no others. A line with anything else
 * on it is not meant for us. */
static void find_flags(struct litmus_expectation *e, const char *text, size_t size)
{
	const char *start, *eol, *p = find_key(text, size, "Flags:", &start, &eol);
	unsigned int flags = 0;

	if (!p)
		return;
	if (!e->at.line)
		e->at = place_of(text, start);
	while (p < eol) {
		const char *word = p;
		int i;

		while (p < eol && *p != ' ' && *p != '\r')
			p++;
		i = flag_index(word, (size_t)(p - word));
		if (i == LKMM_NR_FLAGS)
			return;
		flags |= 1U << i;
		while (p < eol && (*p == ' ' || *p == '\r'))
			p++;
	}
	e->has_flags = true;
	e->flags = flags;
}

bool litmus_parse(struct litmus_test *t, const char *text, size_t size)
{
	struct litmus l = { .out = t, .test = &t->program };

	memset(t, 0, sizeof(*t));
	t->source.text = text;
	t->source.size = size;
	l.stack = (uintptr_t)__builtin_frame_address(0);
	lex_open(&l.x, text, size);
	l.arena = t->arena = lkmm_arena_new();
	if (!l.arena) {
		l.no_memory = true;
		lex_fatal(&l.x, l.x.at, "out of memory");
		return litmus_errors_end(&l);
	}
	find_result(&t->expected, text, size);
	find_flags(&t->expected, text, size);
	parse_header(&l);
	parse_variables(&l);
	parse_processes(&l);
	parse_conditions(&l);
	return litmus_errors_end(&l);
}
