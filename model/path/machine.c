// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The accesses of instructions: their marks, and stores that belong to a linked load. */
#include "run.h"

uint64_t lkmm_marks_of(const struct lkmm_access *a, enum event_type type)
{
	uint64_t marks = 0;

	for (int i = 0; a && a->marks >> i; i++) {
		const struct lkmm_mark *m = &lkmm_marks[i];

		if (type == EVENT_READ ? m->reads : type == EVENT_WRITE ? m->writes : m->fences)
			marks |= a->marks & UINT64_C(1) << i;
	}
	return marks;
}

/*
 * It may fail for no reason. Other writes may come between the load and the store, where the model
 * allows that: so the two are not each other's .partner.
 */
const struct sym *lkmm_run_store_linked(struct run *r, const struct lkmm_expr *e,
					const struct sym *address, const struct sym *v)
{
	int load = r->linked, store;
	const struct sym *same;

	r->linked = -1;
	if (load < 0 || !lkmm_run_decide(r))
		return lkmm_sym_number(r, 1);
	same = lkmm_sym_binary(r, LKMM_EQ, r->path->event[load].address, address);
	if (!lkmm_run_truth(r, same)) {
		/* The same as failing for no reason. */
		r->flow = FLOW_SAME;
		return &lkmm_nothing;
	}
	store = lkmm_run_store(r, address, v, e);
	if (r->flow != FLOW_FAILED)
		r->path->event[store].linked = load;
	return lkmm_sym_number(r, 0);
}
