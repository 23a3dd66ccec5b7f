// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Debug information: lines of text that refer to one another by number. */
#include "ir.h"
#include "text.h"

#include <string.h>

const struct ir_note *ir_find_note(const struct ir_module *m, int number)
{
	int low = 0, high = m->nnotes, guess = high ? number - m->note[0].number : -1;

	/* files count them without a gap, as a rule */
	if (guess >= 0 && guess < high && m->note[guess].number == number)
		return &m->note[guess];
	while (low < high && number >= 0) {
		int middle = (low + high) / 2;

		if (m->note[middle].number == number)
			return &m->note[middle];
		if (m->note[middle].number < number)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

bool ir_note_is(const struct ir_note *n, const char *kind)
{
	return n && !strncmp(n->text, kind, strlen(kind));
}

/* What comes behind @key, as a word of its own; or NULL. */
static const char *behind(const struct ir_note *n, const char *key)
{
	size_t len = strlen(key);

	for (const char *p = n ? n->text : ""; *p && *p != '\n'; p++)
		if ((*p == ' ' || *p == '(') && !strncmp(p + 1, key, len))
			return p + 1 + len;
	return NULL;
}

int ir_note_number(const struct ir_note *n, const char *key, int otherwise)
{
	const char *p = behind(n, key);

	return p ? ir_int(p) : otherwise;
}

const struct ir_note *ir_note_of(const struct ir_module *m, const struct ir_note *n,
				 const char *key)
{
	const char *p = behind(n, key);

	return p && *p == '!' ? ir_find_note(m, ir_int(p + 1) + n->base) : NULL;
}

const char *ir_note_text(const struct ir_note *n, const char *key, int *len)
{
	const char *p = behind(n, key);

	*len = 0;
	if (!p || *p != '"')
		return "";
	p++;
	while (p[*len] && p[*len] != '"' && p[*len] != '\n')
		++*len;
	return p;
}

const struct ir_note *ir_note_element(const struct ir_module *m, const struct ir_note *n, int i)
{
	const char *p = n && n->text[0] == '!' && n->text[1] == '{' ? n->text + 2 : "";

	for (; *p && *p != '\n' && *p != '}'; p++)
		if (*p == '!' && !i--)
			return ir_find_note(m, ir_int(p + 1) + n->base);
	return NULL;
}
