// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The locations that events may be to, and those that a final state shows. Kernel code has many of
 * which an execution uses few, such as the nodes of all CPUs for all levels of interrupts: those
 * that no event may be to have no initial write in an execution, since nothing can read from it, or
 * come after it.
 */
#include "path.h"

void lkmm_note_used(const struct lkmm_test *t, const struct path *p, bool *used)
{
	for (int i = 0; i < p->nevents; i++) {
		const struct event *e = &p->event[i];
		int64_t v;
		int loc;

		if (!e->address)
			continue;
		if (lkmm_sym_is_known(e->address, &v)) {
			loc = lkmm_pointee(t, v);
			if (loc >= 0)
				used[loc] = true;
			continue;
		}
		for (int l = 0; l < t->nlocs; l++)
			if (!used[l])
				used[l] = lkmm_may_reach(t, e, l);
	}
}

void lkmm_note_observed(const struct lkmm_test *t, bool *used)
{
	for (int i = 0; i < t->nobserved; i++)
		for (int l = t->observed[i].loc; t->observed[i].kind == LKMM_FINAL_LOCATION;
		     l = t->loc[l].next_piece) {
			used[l] = true;
			if (!t->loc[l].next_piece)
				break;
		}
}
