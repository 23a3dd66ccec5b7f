// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Turns of a loop that take a lock, look, and give it back, as those of
 *
 *	spin_lock(&lock);
 *	while (!ready) {
 *		spin_unlock(&lock);
 *		spin_lock(&lock);
 *	}
 *
 * or that do so within the turn. docs/search.md shows why most of them can be removed.
 */
#include "loop.h"

/* Neither an access to a lock nor anything that has an effect. */
static bool only_looks(const struct event *e)
{
	if (e->type == EVENT_READ)
		return !e->rmw && (e->tag <= TAG_ACQUIRE || e->tag == TAG_MB);
	return e->type == EVENT_FENCE && e->tag != TAG_RCU_LOCK && e->tag != TAG_RCU_UNLOCK &&
	       e->tag != TAG_SYNC_RCU;
}

int lkmm_polled_lock(const struct lkmm_test *test, const struct path *p, int first)
{
	int take = -1, give = -1, lock;

	for (int i = first; i < p->nevents; i++) {
		const struct event *e = &p->event[i];

		if (e->tag == TAG_LKW && take < 0 && e->source->access->kind == LKMM_LOCK)
			take = i;
		else if (e->tag == TAG_UL && give < 0)
			give = i;
		else if (e->tag != TAG_LKR && !only_looks(e))
			return -1;
	}
	if (take <= first || give < first || (give < take && take != p->nevents - 1))
		return -1;
	lock = lkmm_known_location(test, &p->event[take]);
	return lock == lkmm_known_location(test, &p->event[give]) ? lock : -1;
}

bool lkmm_takes_lock(const struct lkmm_test *test, const struct path *p, int i, int lock)
{
	return i >= 0 && p->event[i].tag == TAG_LKW &&
	       lkmm_known_location(test, &p->event[i]) == lock;
}

/* Some event of @p reads whether @lock is taken, but does not take it. */
static bool looks_at(const struct lkmm_test *test, const struct path *p, int lock)
{
	for (int i = 0; i < p->nevents; i++) {
		enum event_tag tag = p->event[i].tag;
		int at = tag == TAG_LF || tag == TAG_RL || tag == TAG_RU ?
			 lkmm_known_location(test, &p->event[i]) : lock + 1;

		if (at < 0 || at == lock)
			return true;
	}
	return false;
}

bool lkmm_is_looked_at(const struct lkmm_test *test, const struct paths *all, int lock)
{
	for (int t = 0; t < test->nthreads; t++) {
		for (int i = 0; i < all[t].n; i++)
			if (looks_at(test, all[t].path[i], lock))
				return true;
		for (int i = 0; i < all[t].ncut; i++)
			if (looks_at(test, all[t].cut[i], lock))
				return true;
	}
	return false;
}
