// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The final states of an answer. Those that another lacks are found by a hash table: a test can
 * have a hundred thousand.
 */
#include "check.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

bool has_state(const struct lkmm_answer *a, const int64_t *state, size_t width)
{
	for (size_t i = 0; i < a->nstates; i++)
		if (!memcmp(a->state + i * width, state, width * sizeof(*state)))
			return true;
	return false;
}

struct table {
	const int64_t **bucket;
	size_t mask, width;
};

/* The bucket where @state is, or would be. */
static size_t bucket_of(const struct table *t, const int64_t *state)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);
	size_t b;

	for (size_t i = 0; i < t->width; i++) {
		h = (h ^ (uint64_t)state[i]) * UINT64_C(0x9e3779b97f4a7c15);
		h ^= h >> 29;
	}
	for (b = h & t->mask; t->bucket[b]; b = (b + 1) & t->mask)
		if (!memcmp(t->bucket[b], state, t->width * sizeof(*state)))
			break;
	return b;
}

static bool fill(struct table *t, const struct lkmm_answer *a)
{
	size_t room = 1;

	while (room < 2 * a->nstates + 1)
		room *= 2;
	t->mask = room - 1;
	t->bucket = calloc(room, sizeof(*t->bucket));
	for (size_t i = 0; t->bucket && i < a->nstates; i++) {
		const int64_t *state = a->state + i * t->width;

		t->bucket[bucket_of(t, state)] = state;
	}
	return t->bucket;
}

const int64_t **states_beyond(const struct lkmm_answer *a, const struct lkmm_answer *b,
			      size_t width, int *n)
{
	struct table t = { .width = width };
	const int64_t **beyond = calloc(a->nstates + 1, sizeof(*beyond));

	*n = 0;
	if (!beyond || !fill(&t, b)) {
		free(beyond);
		return NULL;
	}
	for (size_t i = 0; i < a->nstates; i++) {
		const int64_t *state = a->state + i * width;

		if (!t.bucket[bucket_of(&t, state)])
			beyond[(*n)++] = state;
	}
	free(t.bucket);
	return beyond;
}
