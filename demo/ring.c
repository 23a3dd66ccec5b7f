// SPDX-License-Identifier: GPL-2.0 OR MIT
/* A ring with one producer and one consumer, for every pair of variants. */
#include "demo.h"

#include <stdio.h>

enum { ITEMS = 100000 };

bool demo_ring(void)
{
	bool good = true;

	for (size_t from = 0; from < VARIANTS; from++) {
		uint64_t each[VARIANTS], total = 0;
		char what[64];

		for (size_t to = 0; to < VARIANTS; to++) {
			struct ring ring = { 0 };
			struct demo_thread threads[] = {
				{ demo_variants[from]->produce, &ring, ITEMS, 0 },
				{ demo_variants[to]->consume, &ring, ITEMS, 0 },
			};

			demo_run(threads, 2);
			each[to] = threads[1].result;
			total += each[to];
		}
		snprintf(what, sizeof(what), "ring: items from %s", demo_variant_names[from]);
		good &= demo_report(what, each, total, (uint64_t)ITEMS * VARIANTS, NULL);
	}
	return good;
}
