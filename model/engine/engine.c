// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The engine, whole: compiled once for each LKMM_WORDS, so that sets are of a fixed size and
 * everything about them is inlined.
 */
#include "rel.c"
#include "model/lkmm/lkmm.c"
#include "lock.c"
#include "trail.c"
#include "graph.c"
#include "state.c"
#include "coherence.c"
#include "begin.c"
#include "flags.c"
#include "race.c"
#include "why.c"
#include "witness.c"
#include "choose.c"
#include "complete.c"
#include "explore.c"
#include "search.c"

#define PASTE(a, b)	a##b
#define SIZED(a, b)	PASTE(a, b)

void SIZED(lkmm_search_, LKMM_WORDS)(struct query *q);

void SIZED(lkmm_search_, LKMM_WORDS)(struct query *q)
{
	search(q);
}
