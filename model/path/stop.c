// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Paths that end before the end of their thread: where it may stop for good. */
#include "run.h"

struct path *lkmm_run_keep(struct run *r, struct path ***list, int *n)
{
	const struct sym **reg;
	struct path **all, *p;

	if (r->flow != FLOW_ON || r->taken < r->ndecisions)
		return NULL;
	all = lkmm_run_grow(r, *list, *n, sizeof(*all));
	p = lkmm_run_alloc(r, sizeof(*p));
	reg = lkmm_run_alloc(r, sizeof(*reg) * ((size_t)r->thread->nregs + 1));
	if (!all || !p || !reg)
		return NULL;
	*p = *r->path;
	p->reg = reg;
	for (int i = 0; i < r->thread->nregs; i++)
		reg[i] = r->reg[i] == r->first_reg[i] ? NULL : r->reg[i];
	*list = all;
	all[(*n)++] = p;
	return p;
}

void lkmm_run_stop(struct run *r, const struct sym *bad, const struct lkmm_expr *e)
{
	struct path *p = lkmm_run_keep(r, &r->paths->stop, &r->paths->nstops);

	if (!p)
		return;
	p->stop = e;
	p->bad = bad;
}

void lkmm_run_stop_waiting(struct run *r, const struct sym *address, const struct sym *held,
			   const struct lkmm_expr *e)
{
	struct path *p = lkmm_run_keep(r, &r->paths->stop, &r->paths->nstops);

	if (!p)
		return;
	p->stop = e;
	p->waits = address ? address : &lkmm_nothing;
	p->held = held;
}
