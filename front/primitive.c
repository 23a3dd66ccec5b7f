// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Finds a function by its name. The atomics, marked accesses and barriers are the rows of
 * defs/ops.tbl, by way of model/program/ops.c; the rest are those of defs/kernel.tbl, by way of
 * words.c.
 */
#include "words.h"
#include "base/nearest.h"

#include <stdlib.h>
#include <string.h>

/* A word that is looked for: @before, and then the @len characters at @text. */
struct wanted {
	const char *before, *text;
	int len;
};

static int compare_word(const void *wanted, const void *word)
{
	const struct wanted *a = wanted;
	const char *b = ((const struct word *)word)->p.name;

	for (const char *p = a->before; *p; p++, b++)
		if (*p != *b)
			return (unsigned char)*p - (unsigned char)*b;
	for (int i = 0; i < a->len; i++, b++)
		if (a->text[i] != *b)
			return (unsigned char)a->text[i] - (unsigned char)*b;
	return *b ? -1 : 0;
}

const struct word *find_word_behind(const char *before, const struct token *t, bool is_type)
{
	const struct wanted wanted = { before, t ? t->text : "", t ? t->len : 0 };
	const struct word *w = bsearch(&wanted, kernel_words, (size_t)nr_kernel_words,
				       sizeof(kernel_words[0]), compare_word);

	return w && w->is_type == is_type ? w : NULL;
}

const struct word *find_word(const char *name, bool is_type)
{
	return find_word_behind(name, NULL, is_type);
}

const struct primitive *find_primitive(const char *name)
{
	const struct word *w = find_word(name, false);

	if (w && w->is == WORD_SAME && !w->dropped)
		w = find_word(w->other, false);
	return w && w->is == WORD_MODEL ? &w->p : NULL;
}

void try_primitives(struct nearest *n)
{
	for (int i = 0; i < nr_kernel_words; i++)
		if (kernel_words[i].is == WORD_MODEL && !kernel_words[i].is_type)
			nearest_try(n, kernel_words[i].p.name);
}

const struct lkmm_barrier *find_barrier(const char *name)
{
	for (int i = 0; i < lkmm_nr_barriers; i++)
		if (!strcmp(lkmm_barriers[i].name, name))
			return &lkmm_barriers[i];
	return NULL;
}

const char *barrier_name(enum lkmm_fence fence)
{
	for (int i = 0; i < lkmm_nr_barriers; i++)
		if (lkmm_barriers[i].fence == fence)
			return lkmm_barriers[i].name;
	return NULL;
}

const char *fence_name(enum lkmm_fence fence)
{
	if (barrier_name(fence))
		return barrier_name(fence);
	for (int i = 0; i < nr_kernel_words; i++)
		if (kernel_words[i].is == WORD_MODEL && kernel_words[i].p.kind == LKMM_FENCE &&
		    kernel_words[i].p.fence == fence)
			return kernel_words[i].p.name;
	return NULL;
}

const struct lkmm_op *find_row(bool atomic, enum lkmm_shape shape, enum lkmm_order order)
{
	for (int i = 0; i < lkmm_nr_ops; i++)
		if (lkmm_ops[i].atomic == atomic && lkmm_ops[i].shape == shape &&
		    lkmm_ops[i].orders >> order & 1)
			return &lkmm_ops[i];
	return NULL;
}

/* The rest of @name after @prefix, or NULL. */
static const char *after(const char *name, const char *prefix)
{
	size_t n = strlen(prefix);

	return strncmp(name, prefix, n) ? NULL : name + n;
}

const char *order_suffix(const struct lkmm_op *op, enum lkmm_order order)
{
	static const char *const suffix[LKMM_NR_ORDERS] = {
		[LKMM_RELAXED] = "_relaxed", [LKMM_ACQUIRE] = "_acquire",
		[LKMM_RELEASE] = "_release", [LKMM_FULL] = "", [LKMM_STORE_MB] = "",
	};

	return order == op->bare ? "" : suffix[order];
}

static bool order_of_suffix(const struct lkmm_op *op, const char *suffix, enum lkmm_order *order)
{
	*order = op->bare;
	if (!*suffix)
		return true;
	for (int i = 0; i < LKMM_NR_ORDERS; i++) {
		*order = (enum lkmm_order)i;
		if (!strcmp(suffix, order_suffix(op, *order)))
			return op->orders >> i & 1;
	}
	return false;
}

bool find_op(const char *name, struct spelling *s)
{
	static const struct {
		const char *prefix;
		int bits;
	} types[] = { { "atomic_long_", 64 }, { "atomic64_", 64 }, { "atomic_", 32 }, { "", 0 } };
	const char *rest, *suffix;

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		if (!(rest = after(name, types[i].prefix)))
			continue;
		for (int k = 0; k < lkmm_nr_ops; k++) {
			s->op = &lkmm_ops[k];
			s->bits = types[i].bits;
			if (s->op->atomic == !!types[i].bits &&
			    (suffix = after(rest, s->op->name)) &&
			    order_of_suffix(s->op, suffix, &s->order))
				return true;
		}
	}
	return false;
}
