/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The number of times each outcome was seen: a hash table. */
#ifndef LKMM_RUN_TABLE_H
#define LKMM_RUN_TABLE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { TABLE_SLICES = 24 };		/* parts of a run, for a timeline */

struct entry {
	uint64_t count, form;
	uint64_t slice[TABLE_SLICES];	/* the count, by the part in which it was seen */
	/* the batch that has shown it last, and how often */
	uint64_t batch, in_batch;
	/* the seed of the batches that have shown it most often in their time, and how often */
	unsigned int seed;
	double rate;
	int64_t value[];
};

struct table {
	char *memory;
	size_t size, used, entry;	/* entries, entries in use, bytes of one */
	int nvalues;
	uint64_t batch;
	int slice;			/* the part of the run that is now */
};

static inline struct entry *table_entry(const struct table *t, size_t i)
{
	return (struct entry *)(void *)(t->memory + i * t->entry);
}

static inline bool table_open(struct table *t, int nvalues)
{
	t->size = 256;
	t->used = 0;
	t->nvalues = nvalues;
	t->entry = sizeof(struct entry) + (size_t)nvalues * sizeof(int64_t);
	t->memory = calloc(t->size, t->entry);
	return t->memory;
}

/* The entry of @value, or the empty one where it belongs. */
static inline struct entry *table_find(const struct table *t, uint64_t form, const int64_t *value)
{
	uint64_t h = form * UINT64_C(0x9e3779b97f4a7c15);

	for (int i = 0; i < t->nvalues; i++)
		h = (h ^ (uint64_t)value[i]) * UINT64_C(0x9e3779b97f4a7c15), h ^= h >> 29;
	for (size_t i = h & (t->size - 1);; i = (i + 1) & (t->size - 1)) {
		struct entry *e = table_entry(t, i);

		if (!e->count || (e->form == form &&
				  !memcmp(e->value, value, (size_t)t->nvalues * sizeof(*value))))
			return e;
	}
}

static inline void table_grow(struct table *t)
{
	struct table old = *t;

	t->size *= 2;
	t->memory = calloc(t->size, t->entry);
	if (!t->memory)
		abort();
	for (size_t i = 0; i < old.size; i++) {
		const struct entry *e = table_entry(&old, i);

		if (e->count)
			memcpy(table_find(t, e->form, e->value), e, t->entry);
	}
	free(old.memory);
}

/* @value was seen another @times, in the batch @t->batch. */
static inline void table_count(struct table *t, uint64_t form, const int64_t *value, uint64_t times)
{
	struct entry *e = table_find(t, form, value);

	if (!e->count) {
		if (2 * ++t->used > t->size) {
			table_grow(t);
			e = table_find(t, form, value);
		}
		e->form = form;
		memcpy(e->value, value, (size_t)t->nvalues * sizeof(*value));
	}
	e->count += times;
	e->slice[t->slice] += times;
	e->in_batch = e->batch == t->batch ? e->in_batch + times : times;
	e->batch = t->batch;
}

#endif
