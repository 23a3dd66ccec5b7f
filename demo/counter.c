// SPDX-License-Identifier: GPL-2.0 OR MIT
/* One lkmm_atomic_t that all increment. */
#include "demo.h"

enum { TIMES = 200000 };

bool demo_counter(void)
{
	lkmm_atomic_t counter = LKMM_ATOMIC_INIT(0);
	uint64_t each[VARIANTS];

	demo_run_all(offsetof(struct demo_variant, count), &counter, TIMES, each);
	return demo_report("counter: increments", each, (uint64_t)lkmm_atomic_read(&counter),
			   (uint64_t)TIMES * THREADS_EACH * VARIANTS, NULL);
}
