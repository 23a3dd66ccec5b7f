// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The author's expectations of a test, in comments. */
#include "part.h"

#include <lkmm/check/check.h>
#include <string.h>

/* The text after @key, at *@start, on its line, up to @eol; NULL if @key does not occur. */
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
	struct lkmm_place at = { .line = 1, .column = 1 };

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

/* "Result: Never" in a comment is the author's expectation. */
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
	for (; p < eol; p++) {
		e->race |= starts_with(p, eol, "DATARACE");
		e->deadlock |= starts_with(p, eol, "DEADLOCK");
	}
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

void find_expectation(struct litmus_expectation *e, const char *text, size_t size)
{
	find_result(e, text, size);
	find_flags(e, text, size);
}
