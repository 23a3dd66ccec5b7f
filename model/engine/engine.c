// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The engine, whole: compiled once for each LKMM_WORDS, so that sets are of a fixed size and
 * everything about them is inlined. The equations of a model are compiled as often, apart from it.
 */
#include "rel.c"
#include "lock.c"
#include "trail.c"
#include "graph.c"
#include "state.c"
#include "coherence.c"
#include "begin.c"
#include "race.c"
#include "why.c"
#include "witness.c"
#include "choose.c"
#include "complete.c"
#include "explore.c"
#include "search.c"

void SIZED(lkmm_search_)(struct query *q);

void SIZED(lkmm_search_)(struct query *q)
{
	search(q, q->model->equations->of_size[LKMM_WORDS == 1 ? 0 : LKMM_WORDS == 4 ? 1 : 2]);
}
