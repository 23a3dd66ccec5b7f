// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The races still possible in an incomplete execution: the model decides, if it knows races. */
#include "search.h"

/*
 * Finds a pair of accesses of the two threads in question that may still race, in the execution
 * whose relations have just been computed.
 */
static bool may_race(struct graph *g)
{
	struct execution *m = g->m;
	rel_t memory = rel_either(&m->pool, (const rel_t[]){ m->reads, m->writes, NULL });
	rel_t all = rel_set_of(&m->pool, memory);
	rel_t races = g->equations->possible_races(m, m->placed ? m->loc :
								  rel_product(&m->pool, all, all));

	if (m->pool.full) {
		lkmm_exceed(g->q, LKMM_LIMIT_MEMORY);
		return false;
	}
	for (int k = 0; k < 2; k++) {
		for_each(a, &g->of_thread[g->racer[k]]) {
			struct set with = races->row[a];

			set_and(&with, &g->of_thread[g->racer[!k]]);
			if (set_empty(&with))
				continue;
			g->suspect[0] = a;
			g->suspect[1] = set_next(&with, 0);
			return true;
		}
	}
	return false;
}
