// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "nearest.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A letter in the wrong case is half a slip. */
enum { LETTER = 2 };

void nearest_open(struct nearest *n, const char *word, int len)
{
	memset(n, 0, sizeof(*n));
	n->word = word;
	n->len = len;
}

static int of_letters(char a, char b)
{
	if (a == b)
		return 0;
	return tolower((unsigned char)a) == tolower((unsigned char)b) ? LETTER / 2 : LETTER;
}

static int least(int a, int b)
{
	return a < b ? a : b;
}

/* The number of edits between @a and @b: inserted, removed, changed or exchanged letters. */
static int distance(const char *a, int la, const char *b, int lb)
{
	int rows[3][NEAREST_TEXT + 1], *before = rows[0], *last = rows[1], *row = rows[2];

	for (int k = 0; k <= lb; k++)
		last[k] = k * LETTER;
	for (int i = 1; i <= la; i++) {
		int *free_row = before;

		row[0] = i * LETTER;
		for (int k = 1; k <= lb; k++) {
			row[k] = least(last[k - 1] + of_letters(a[i - 1], b[k - 1]),
				       least(last[k], row[k - 1]) + LETTER);
			if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
				row[k] = least(row[k], before[k - 2] + LETTER);
		}
		before = last;
		last = row;
		row = free_row;
	}
	return last[lb];
}

/* At most a third of the letters may be wrong; in a word of two, none: r1 is not a misspelt r0. */
static int limit(int a, int b)
{
	return (a > b ? a : b) / 3 * LETTER;
}

void nearest_try(struct nearest *n, const char *known)
{
	int len = (int)strlen(known), cost;

	if (n->len >= NEAREST_TEXT || len >= NEAREST_TEXT ||
	    abs(n->len - len) * LETTER > limit(n->len, len))
		return;
	cost = distance(n->word, n->len, known, len);
	/* READ_ONCE for read_once, however long it is */
	if (n->len == len && cost <= len * LETTER / 2 && !strncasecmp(n->word, known, (size_t)len))
		cost = LETTER / 2;
	if (!cost || cost > limit(n->len, len) || (n->best[0] && cost >= n->cost))
		return;
	n->cost = cost;
	memcpy(n->best, known, (size_t)len + 1);
}

const char *nearest_hint(const struct nearest *n, char text[2 * NEAREST_TEXT])
{
	text[0] = '\0';
	if (n->best[0])
		snprintf(text, 2 * NEAREST_TEXT, " (did you mean '%s'?)", n->best);
	return text;
}
