// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Instructions: the marks of their accesses, stores that belong to a linked load, and values that
 * an instruction chooses. Such a value depends in another way on what the choice was made by (Arm
 * calls that a pick dependency): those reads are below a cast that is .weak, and changes nothing.
 */
#include "run.h"

const struct sym *lkmm_sym_weak(struct run *r, const struct sym *a)
{
	if (a->kind == SYM_NUMBER)
		return a;
	return lkmm_sym_new(r, (struct sym){ .kind = SYM_CAST, .to = LKMM_SIGNED(64), .weak = true,
					     .a = a });
}

const struct sym *lkmm_sym_chosen(struct run *r, const struct sym *cond, const struct sym *v)
{
	if (cond->kind == SYM_NUMBER)
		return v;
	return lkmm_sym_new(r, (struct sym){ .kind = SYM_CONDITIONAL, .a = cond, .b = v, .c = v });
}

const struct sym *lkmm_sym_narrow(struct run *r, const struct lkmm_access *a, const struct sym *v)
{
	return r->test->architecture && a->integer.bits <= 32 ? lkmm_sym_cast(r, v, a->integer) : v;
}

/*
 * The register may get the value that was read; or keep its own, which is the same, once the
 * comparison has shown that.
 */
void lkmm_run_compared(struct run *r, const struct sym *equal, const struct sym *const *arg,
		       const struct sym **old, const struct sym **w)
{
	*w = lkmm_sym_chosen(r, lkmm_sym_weak(r, equal), *w);
	if (!lkmm_run_decide(r))
		*old = lkmm_sym_chosen(r, lkmm_sym_weak(r, *old), arg[1]);
}

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
 * It may fail for no reason, but not for ever: see keep_wait(). Other writes may come between the
 * load and the store, where the model allows that: so the two are not each other's .partner.
 */
const struct sym *lkmm_run_store_linked(struct run *r, const struct lkmm_expr *e,
					const struct sym *address, const struct sym *v)
{
	int load = r->linked, store;
	const struct sym *same;

	r->linked = -1;
	if (load < 0)
		return lkmm_sym_number(r, 1);
	if (!lkmm_run_decide(r)) {
		r->failed = load;
		return lkmm_sym_number(r, 1);
	}
	same = lkmm_sym_binary(r, LKMM_EQ, r->path->event[load].address, address);
	if (!lkmm_run_truth(r, same)) {
		/* The same as failing for no reason. */
		r->flow = FLOW_SAME;
		return &lkmm_nothing;
	}
	store = lkmm_run_store(r, address, v, e);
	if (r->flow != FLOW_FAILED)
		r->path->event[store].linked = load;
	if (!e->access->linked)
		return lkmm_sym_number(r, 0);
	/* What uses it depends on the write. */
	return lkmm_sym_new(r, (struct sym){ .kind = SYM_KNOWN, .read = store });
}
