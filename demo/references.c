// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Objects that live as long as somebody has a reference: the thread that drops the last one frees
 * it, once.
 */
#include "demo.h"

enum { OBJECTS = 10000, TIMES = 8 };

static const char *look_for_mistakes(const struct pool *pool)
{
	uint32_t i;

	if (pool->misuses)
		return "an object was used after it had been freed";
	for (i = 0; i < pool->count; i++) {
		const struct counted *object = &pool->objects[i];

		if (object->frees > 1)
			return "an object was freed twice";
		if (object->frees == 0 || object->alive || lkmm_atomic_read(&object->references))
			return "an object is left over";
	}
	return NULL;
}

bool demo_references(void)
{
	static struct counted objects[OBJECTS];
	struct pool pool = { .objects = objects, .count = OBJECTS };
	uint64_t each[VARIANTS], freed = 0;
	uint32_t i;

	for (i = 0; i < OBJECTS; i++) {
		lkmm_atomic_set(&objects[i].references, THREADS_EACH * VARIANTS);
		objects[i].alive = 1;
	}
	demo_run_all(offsetof(struct demo_variant, refer), &pool, TIMES, each);
	for (i = 0; i < VARIANTS; i++)
		freed += each[i];
	return demo_report("references: objects freed", each, freed, OBJECTS,
			   look_for_mistakes(&pool));
}
