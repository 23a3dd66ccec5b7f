// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The way from the first state to the present one: a frame for each decision, and for each state on
 * the way the words that the next one has changed. Knowledge only grows, so all changes together
 * are not many more than the bits of a state, for any number of decisions.
 * .now is the present state, .before that of the innermost decision, to which an alternative is
 *
 * applied.
 */
#include "search.h"

#include <stdlib.h>

/* 256 MB of either; nothing that has been tried comes near. */
enum { MAX_FRAMES = 1 << 22, MAX_CHANGES = 1 << 24 };

static uint64_t word_of(const struct state *st, size_t i)
{
	uint64_t w;

	memcpy(&w, (const char *)st + i * sizeof(w), sizeof(w));
	return w;
}

/* Room for one more than @n elements, of which there may be @most. */
static void *room_for(struct query *q, void *array, size_t n, size_t *room, size_t size,
		      size_t most)
{
	size_t more = *room ? 2 * *room : 64;
	void *p;

	if (n < *room)
		return array;
	if (n >= most) {
		lkmm_exceed(q, LKMM_LIMIT_MEMORY);
		return NULL;
	}
	p = realloc(array, more * size);
	if (p)
		*room = more;
	else
		q->status = LKMM_NO_MEMORY;
	return p;
}

static bool note_change(struct query *q, struct trail *t, size_t word, uint64_t old)
{
	struct change *p = room_for(q, t->change, t->nchanges, &t->change_room, sizeof(*p),
				    MAX_CHANGES);

	if (!p)
		return false;
	t->change = p;
	p[t->nchanges++] = (struct change){ word, old };
	return true;
}

/* Notes how to get from .now back to .before. */
static bool note_changes(struct query *q, struct trail *t)
{
	enum { BLOCK = 8 };
	_Static_assert(sizeof(struct state) % sizeof(uint64_t) == 0,
		       "states are compared by words");
	size_t n = sizeof(struct state) / sizeof(uint64_t);

	for (size_t i = 0; i < n; i++) {
		if (i % BLOCK == 0 && i + BLOCK <= n &&
		    !memcmp((const char *)t->now + i * sizeof(uint64_t),
			    (const char *)t->before + i * sizeof(uint64_t),
			    BLOCK * sizeof(uint64_t))) {
			i += BLOCK - 1;
			continue;
		}
		if (word_of(t->now, i) != word_of(t->before, i) &&
		    !note_change(q, t, i, word_of(t->before, i)))
			return false;
	}
	return true;
}

/* Begins the decision @c in the present state. False without room. */
static bool trail_push(struct query *q, struct trail *t, const struct choice *c, bool any_will_do)
{
	struct frame *p = room_for(q, t->frame, t->nframes, &t->frame_room, sizeof(*p),
				   MAX_FRAMES);
	size_t mark = t->nchanges;

	if (!p)
		return false;
	t->frame = p;
	if (t->nframes && !note_changes(q, t))
		return false;
	p[t->nframes++] = (struct frame){
		.choice = *c, .next = -1, .any_will_do = any_will_do, .mark = mark,
	};
	memcpy(t->before, t->now, sizeof(*t->now));
	return true;
}

/* Ends the innermost decision: .before is the state of the one around it. */
static void trail_pop(struct trail *t)
{
	size_t mark = t->frame[--t->nframes].mark;

	while (t->nchanges > mark) {
		const struct change *c = &t->change[--t->nchanges];

		memcpy((char *)t->before + c->word * sizeof(c->old), &c->old, sizeof(c->old));
	}
}

static struct frame *trail_top(struct trail *t)
{
	return t->nframes ? &t->frame[t->nframes - 1] : NULL;
}

/* Ends all decisions. */
static void trail_clear(struct trail *t)
{
	t->nframes = 0;
	t->nchanges = 0;
}

static bool trail_open(struct trail *t)
{
	t->now = calloc(1, sizeof(*t->now));
	t->before = calloc(1, sizeof(*t->before));
	return t->now && t->before;
}

static void trail_close(struct trail *t)
{
	free(t->now);
	free(t->before);
	free(t->frame);
	free(t->change);
}
