// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Registers that the answer names and no statement assigns: they count as 0. */
#include "model/engine/query.h"

#include <stdlib.h>

/* How many of the paths of @p leave @reg unassigned. */
static int count_paths(const struct paths *p, int reg)
{
	int n = 0;

	for (int i = 0; i < p->n; i++)
		n += !p->path[i]->assigned[reg];
	return n;
}

/* Notes whether the register @a may be unassigned; false if it never is. */
static bool look(const struct query *q, const struct lkmm_atom *a, struct lkmm_unassigned *u)
{
	const struct paths *p = &q->paths[a->reg.thread];
	int n = count_paths(p, a->reg.index);

	if (q->test->thread[a->reg.thread].reg[a->reg.index].given || !n)
		return false;
	*u = (struct lkmm_unassigned){ .thread = a->reg.thread, .reg = a->reg.index,
				       .always = n == p->n };
	u->shown = q->witness && q->witness[a->reg.thread] &&
		   !q->witness[a->reg.thread]->assigned[a->reg.index];
	return u->always || u->shown || q->options->states;
}

void lkmm_find_unassigned(struct query *q, struct lkmm_answer *answer)
{
	const struct lkmm_test *t = q->test;

	answer->unassigned = calloc((size_t)t->nobserved + 1, sizeof(*answer->unassigned));
	if (!answer->unassigned) {
		q->status = LKMM_NO_MEMORY;
		return;
	}
	for (int i = 0; i < t->nobserved; i++)
		if (t->observed[i].kind == LKMM_FINAL_REGISTER &&
		    look(q, &t->observed[i], &answer->unassigned[answer->nunassigned]))
			answer->nunassigned++;
}
