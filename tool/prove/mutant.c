// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Sequences that are weaker than one of the table: its instructions at another ordering, or without
 * one that has no operand, such as a fence.
 */
#include "prove.h"

#include <stdio.h>
#include <string.h>

typedef void use_mutant(void *arg, const struct asm_sequence *mutant, const char *how);

static bool same(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

/* Whether a sequence of ordering @a promises what one of @b does, and more. */
static bool is_stronger(enum lkmm_order a, enum lkmm_order b)
{
	return a != b && (a == LKMM_FULL || b == LKMM_RELAXED);
}

static void other_orders(const struct asm_sequence *row, use_mutant *use, void *arg)
{
	for (int i = 0; i < asm_nr_sequences; i++) {
		const struct asm_sequence *s = &asm_sequences[i];
		struct asm_sequence mutant = *row;
		char how[64];

		if (!same(s->arch, row->arch) || !same(s->name, row->name) ||
		    s->bits != row->bits || !same(s->feature, row->feature) ||
		    !is_stronger(row->order, s->order) || same(s->text, row->text))
			continue;
		mutant.text = s->text;
		snprintf(how, sizeof(how), "as if %s", order_word(s));
		use(arg, &mutant, how);
	}
}

/* Whether the line of @len bytes at @line has neither operands nor a label: a fence. */
static bool is_fence(const char *line, size_t len)
{
	size_t last = len;

	if (!len || memchr(line, '{', len) || memchr(line, ':', len))
		return false;
	while (last && line[last - 1] != ' ')
		last--;
	return !(line[last] >= '0' && line[last] <= '9');
}

static void drop_fences(const struct asm_sequence *row, use_mutant *use, void *arg)
{
	char text[1024], how[80];
	size_t size = strlen(row->text);

	for (const char *p = row->text; *p && size < sizeof(text); ) {
		size_t len = strcspn(p, "\n"), before = (size_t)(p - row->text);
		struct asm_sequence mutant = *row;

		if (is_fence(p, len) && !asm_does_nothing(asm_isa_of(row->arch), p, len)) {
			memcpy(text, row->text, before);
			strcpy(text + before, p + len + 1);
			mutant.text = text;
			snprintf(how, sizeof(how), "without %.*s", (int)len, p);
			use(arg, &mutant, how);
		}
		p += len + 1;
	}
}

void for_each_mutant(const struct asm_sequence *row, use_mutant *use, void *arg)
{
	other_orders(row, use, arg);
	drop_fences(row, use, arg);
}
