// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Threads that are alike: with the same paths, and with no register in the condition. Exchanging
 * two of them turns an execution into one with the same answer, so the search takes them in one
 * order only.
 */
#include "model/engine/query.h"

/*
 * A value that is passed on as it was read may be out of thin air, and its name distinguishes
 * threads.
 */
static bool copies(const struct sym *s)
{
	while (s && s->kind == SYM_CAST)
		s = s->a;
	return s && s->kind == SYM_READ;
}

static bool same_path(const struct path *a, const struct path *b)
{
	if (a->nevents != b->nevents || a->nfacts != b->nfacts)
		return false;
	for (int i = 0; i < a->nevents; i++)
		if (!lkmm_same_event(&a->event[i], &b->event[i]) || copies(a->event[i].value))
			return false;
	for (int i = 0; i < a->nfacts; i++)
		if (!lkmm_sym_same(a->fact[i].sym, b->fact[i].sym) ||
		    a->fact[i].truth != b->fact[i].truth)
			return false;
	return true;
}

static bool same_paths(const struct paths *a, const struct paths *b)
{
	if (a->n != b->n)
		return false;
	for (int i = 0; i < a->n; i++)
		if (!same_path(a->path[i], b->path[i]))
			return false;
	return true;
}

static bool is_of_thread(const struct lkmm_atom *a, int thread)
{
	return a->kind == LKMM_FINAL_REGISTER && a->reg.thread == thread;
}

static bool names_thread(const struct lkmm_cond *c, int thread)
{
	return c && ((c->kind == LKMM_SAME &&
		      (is_of_thread(&c->left, thread) || is_of_thread(&c->right, thread))) ||
		     names_thread(c->a, thread) || names_thread(c->b, thread));
}

static bool asked_for(const struct lkmm_test *t, int thread)
{
	for (int i = 0; i < t->nobserved; i++)
		if (is_of_thread(&t->observed[i], thread))
			return true;
	return names_thread(t->cond, thread) || names_thread(t->filter, thread);
}

/* Finds for each thread the next one that is like it. */
void lkmm_find_alike(struct query *q)
{
	for (int t = 0; t < q->test->nthreads; t++) {
		q->like[t] = -1;
		if (asked_for(q->test, t))
			continue;
		for (int u = t + 1; u < q->test->nthreads && q->like[t] < 0; u++)
			if (!asked_for(q->test, u) && same_paths(&q->paths[t], &q->paths[u]))
				q->like[t] = u;
	}
}
