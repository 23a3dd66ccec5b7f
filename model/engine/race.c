// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The races and misuses that are still possible in an incomplete execution: the model decides.
 */
#include "search.h"

/* The races still possible. */
static rel_t open_races(struct graph *g)
{
	struct execution *m = g->m;
	rel_t memory, all;

	if (m->placed)
		return g->equations->possible_races(m, m->loc);
	memory = rel_either(&m->pool, (const rel_t[]){ m->reads, m->writes, NULL });
	all = rel_set_of(&m->pool, memory);
	return g->equations->possible_races(m, rel_product(&m->pool, all, all));
}

/* The pairs that may still raise one of the flags that are looked for. */
static rel_t open_pairs(struct graph *g)
{
	unsigned int wanted = g->q->wanted_flags & ~g->q->flags;
	rel_t pairs = g->m->pool.none;

	if (wanted >> LKMM_DATA_RACE & 1)
		pairs = open_races(g);
	for (int flag = LKMM_USE_AFTER_FREE; flag <= LKMM_UNINITIALIZED; flag++)
		if (wanted >> flag & 1)
			pairs = rel_either(&g->m->pool, (const rel_t[]){
				pairs, g->equations->possible_misuses(g->m, flag), NULL });
	return pairs;
}

/*
 * Finds a pair of accesses of the two threads in question that may still race, in the execution
 * whose relations have just been computed.
 */
static bool may_race(struct graph *g)
{
	rel_t races = open_pairs(g);

	if (g->m->pool.full) {
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
