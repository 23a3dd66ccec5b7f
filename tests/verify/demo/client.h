/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* What the demo's threads call. ONE and OTHER: the variants that two threads are of. */
#ifndef TESTS_VERIFY_DEMO_CLIENT_H
#define TESTS_VERIFY_DEMO_CLIENT_H

#include "shared.h"

#include <lkmm/verify.h>

extern const struct demo_variant ONE, OTHER;

void demo_free(struct counted *object)
{
	lkmm_assert(object->alive);
	object->alive = 0;
	object->frees++;
}

void demo_misused(struct pool *pool)
{
	(void)pool;
	lkmm_assert(0);
}

bool demo_wait(uint32_t *looks)
{
	(void)looks;
	return true;
}

void demo_let_run(void)
{
}

#endif
