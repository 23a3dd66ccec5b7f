// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The whole engine, compiled once for each LKMM_WORDS: sets have a fixed size, and their functions
 * are inlined. The equations of a model are compiled separately, as often.
 */
#include "rel.c"
#include "lock.c"
#include "trail.c"
#include "part.c"
#include "graph.c"
#include "state.c"
#include "whole.c"
#include "coherence.c"
#include "begin.c"
#include "ahead.c"
#include "race.c"
#include "why.c"
#include "witness.c"
#include "same.c"
#include "choose.c"
#include "complete.c"
#include "explore.c"
#include "share.c"
#include "search.c"
#include "feed.c"
#include "demand.c"

void SIZED(lkmm_search_)(struct query *q);

void SIZED(lkmm_search_)(struct query *q)
{
	search(q, q->model->equations->of_size[LKMM_WORDS == 1 ? 0 : LKMM_WORDS == 4 ? 1 : 2]);
}
