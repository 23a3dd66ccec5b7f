// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Which races are still possible in an incomplete execution. */
#include "search.h"

/*
 * The pairs that may race in an execution that the present one can become: lkmm_races(), asked with
 * what coherence and reads-from may still come to instead of what they are, which no rule has ruled
 * out yet. What orders accesses only grows. @same relates accesses that may be to one variable.
 */
static rel_t possible_races(struct model *m, rel_t same)
{
	struct pool *p = &m->pool;
	rel_t R = m->reads, W = m->writes;
	rel_t later = rel_compose(p, rel_opt(p, m->co), m->rf);
	rel_t co = rel_seq(p, (const rel_t[]){ W, same, W, NULL });
	rel_t wr = rel_seq(p, (const rel_t[]){ W, same, R, NULL });
	rel_t fr = rel_seq(p, (const rel_t[]){ R, same, W, NULL });
	struct model may;
	rel_t first;

	co = rel_minus(p, rel_minus(p, co, rel_inverse(p, m->co)), rel_inverse(p, m->ww_vis));
	wr = rel_minus(p, wr, rel_inverse(p, m->fr));
	fr = rel_minus(p, rel_minus(p, fr, rel_inverse(p, later)), rel_inverse(p, m->wr_vis));
	/* lkmm_races() takes what @wr has from co and rf: that is asked by itself. */
	may = *m;
	may.co = co;
	may.rf = p->none;
	may.fr = fr;
	lkmm_races(&may);
	first = may.race;
	may.co = may.fr = p->none;
	may.rf = wr;
	lkmm_races(&may);
	*p = may.pool;
	return rel_either(p, (const rel_t[]){ first, may.race, NULL });
}

/*
 * Finds a pair of accesses of the two threads in question that may still race, in the execution
 * whose relations have just been computed.
 */
static bool may_race(struct graph *g, const struct state *st)
{
	struct model *m = &g->m;
	rel_t races = possible_races(m, set_empty(&st->no_loc) ?
						m->loc :
						rel_product(&m->pool, m->memory, m->memory));

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
