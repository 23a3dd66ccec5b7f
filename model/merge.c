// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The answers for shares of the executions, put together. */
#include "model/engine/query.h"

#include <stdlib.h>
#include <string.h>

/* Adds the final states of @from to those of @q. */
static void add_states(struct query *q, const struct lkmm_answer *from)
{
	for (size_t i = 0; i < from->nstates && q->status == LKMM_OK; i++)
		lkmm_add_state(q, from->state + i * (size_t)q->test->nobserved);
}

static bool merge_states(const struct lkmm_test *t, struct lkmm_answer *to,
			 const struct lkmm_answer *from)
{
	struct query q = { .test = t };

	add_states(&q, to);
	add_states(&q, from);
	free(q.bucket);
	if (q.status != LKMM_OK) {
		free(q.state);
		return false;
	}
	free(to->state);
	to->state = q.state;
	to->nstates = q.nstates;
	to->positive = to->negative = 0;
	for (size_t i = 0; i < q.nstates; i++)
		if (lkmm_satisfies(t, t->cond, q.state + i * (size_t)t->nobserved))
			to->positive++;
		else
			to->negative++;
	return true;
}

/* In the order of threads and lines. */
static int by_access(const void *a, const void *b)
{
	const struct lkmm_bad_access *x = a, *y = b;

	if (x->thread != y->thread)
		return x->thread - y->thread;
	return x->at.line != y->at.line ? x->at.line - y->at.line : x->at.column - y->at.column;
}

static bool has_access(const struct lkmm_bad_access *list, int n, const struct lkmm_bad_access *b)
{
	for (int i = 0; i < n; i++)
		if (list[i].access == b->access && !by_access(&list[i], b))
			return true;
	return false;
}

static bool merge_bad(struct lkmm_bad_access **to, int *n, const struct lkmm_bad_access *from,
		      int nfrom)
{
	struct lkmm_bad_access *all;

	if (!nfrom)
		return true;
	all = realloc(*to, sizeof(*all) * (size_t)(*n + nfrom));
	if (!all)
		return false;
	*to = all;
	for (int i = 0; i < nfrom; i++)
		if (!has_access(all, *n, &from[i]))
			all[(*n)++] = from[i];
	qsort(all, (size_t)*n, sizeof(*all), by_access);
	return true;
}

static bool has_misuse(const struct lkmm_answer *a, enum lkmm_flag flag)
{
	for (int i = 0; i < a->nmisuses; i++)
		if (a->misuse[i].flag == flag)
			return true;
	return false;
}

static bool has_flagged(const struct lkmm_answer *a, enum lkmm_flag flag)
{
	for (int i = 0; i < a->nflagged; i++)
		if (a->flagged[i].flag == flag)
			return true;
	return false;
}

/* One of the shares looks for executions that do not end, for all. */
static void merge_blocked(struct lkmm_answer *to, struct lkmm_answer *from)
{
	to->ends += from->ends;
	to->blocks += from->blocks;
	to->blocks_cut |= from->blocks_cut;
	if (to->nstanding || !from->nstanding)
		return;
	free(to->standing);
	to->standing = from->standing;
	to->nstanding = from->nstanding;
	from->standing = NULL;
	from->nstanding = 0;
}

/* What the answer says, from what was found. */
static void conclude(const struct lkmm_test *t, struct lkmm_answer *a)
{
	bool trivial = !t->cond || t->cond->kind == LKMM_TRUE;

	a->undecided = a->ncut && (!a->positive || (!a->negative && !trivial));
	a->observation = !a->positive  ? LKMM_NEVER
			 : a->negative ? LKMM_SOMETIMES
				       : LKMM_ALWAYS;
}

bool lkmm_answer_merge(const struct lkmm_test *t, struct lkmm_answer *to,
		       struct lkmm_answer *from)
{
	bool states = to->nstates || from->nstates;

	if (states && !merge_states(t, to, from))
		return false;
	if (!states) {
		to->positive |= from->positive;
		to->negative |= from->negative;
	}
	to->flags |= from->flags;
	to->cut_short |= from->cut_short;
	for (int i = 0; i < from->nmisuses; i++)
		if (!has_misuse(to, from->misuse[i].flag))
			to->misuse[to->nmisuses++] = from->misuse[i];
	for (int i = 0; i < from->nflagged; i++)
		if (!has_flagged(to, from->flagged[i].flag))
			to->flagged[to->nflagged++] = from->flagged[i];
	merge_blocked(to, from);
	conclude(t, to);
	return merge_bad(&to->bad, &to->nbad, from->bad, from->nbad) &&
	       merge_bad(&to->failed, &to->nfailed, from->failed, from->nfailed) &&
	       merge_bad(&to->undefined, &to->nundefined, from->undefined, from->nundefined);
}
