// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Names, by a hash: of the values and blocks of a function, of the functions and variables. */
#include "text.h"

#include <string.h>

static unsigned int hash(const char *s)
{
	unsigned int h = 5381;

	while (*s)
		h = h * 33 + (unsigned char)*s++;
	return h;
}

static struct ir_name *slot(const struct ir_names *t, const char *text)
{
	unsigned int i = hash(text) & (unsigned int)(t->room - 1);

	while (t->of[i].text && strcmp(t->of[i].text, text))
		i = (i + 1) & (unsigned int)(t->room - 1);
	return &t->of[i];
}

static bool make_room(struct ir_text *x, struct ir_names *t)
{
	struct ir_names larger = { .room = t->room ? 2 * t->room : 64, .n = t->n };

	if (2 * (t->n + 1) < t->room)
		return true;
	larger.of = ir_alloc(x, (size_t)larger.room * sizeof(*larger.of));
	if (!larger.of)
		return false;
	for (int i = 0; i < t->room; i++)
		if (t->of[i].text)
			*slot(&larger, t->of[i].text) = t->of[i];
	*t = larger;
	return true;
}

struct ir_name *ir_name_of(struct ir_text *x, struct ir_names *t, const char *text)
{
	struct ir_name *n;

	if (!t || !make_room(x, t))
		return NULL;
	n = slot(t, text);
	if (!n->text) {
		t->n++;
		*n = (struct ir_name){ .text = text, .value = -1, .block = -1, .function = -1,
				       .global = -1 };
	}
	return n;
}

const struct ir_name *ir_find_name(const struct ir_names *t, const char *text)
{
	const struct ir_name *n = t && t->room ? slot(t, text) : NULL;

	return n && n->text ? n : NULL;
}
