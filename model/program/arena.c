// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Memory that is freed all at once. */
#include <lkmm/check/program.h>

#include <stdlib.h>
#include <string.h>

enum { CHUNK = 16384 };

struct chunk {
	struct chunk *next;
	size_t used, size;
	max_align_t mem[];
};

struct lkmm_arena {
	struct chunk *chunk;
};

struct lkmm_arena *lkmm_arena_new(void)
{
	return calloc(1, sizeof(struct lkmm_arena));
}

void lkmm_arena_free(struct lkmm_arena *a)
{
	struct chunk *c, *next;

	if (!a)
		return;
	for (c = a->chunk; c; c = next) {
		next = c->next;
		free(c);
	}
	free(a);
}

void *lkmm_alloc(struct lkmm_arena *a, size_t size)
{
	struct chunk *c = a->chunk;
	size_t align = sizeof(max_align_t);
	void *p;

	if (size > SIZE_MAX / 2)
		return NULL;
	size = (size + align - 1) / align * align;
	if (!c || c->size - c->used < size) {
		size_t room = size > CHUNK ? size : CHUNK;

		/* cleared as it is used: most tests need a part of one */
		c = malloc(sizeof(*c) + room);
		if (!c)
			return NULL;
		c->size = room;
		c->used = 0;
		c->next = a->chunk;
		a->chunk = c;
	}
	p = (char *)c->mem + c->used;
	c->used += size;
	return memset(p, 0, size);
}
