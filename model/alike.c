// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Threads that are alike: they can be exchanged, perhaps with variables of their own (exchange.c),
 * and the condition names no register of them, and stays as true. That turns an execution into one
 * with the same answer, so the search takes such threads in one order only.
 */
#include "exchange.h"

/* Whether @test() holds of an atom of @c. */
static bool any_atom_of(const struct lkmm_cond *c, bool (*test)(void *, const struct lkmm_atom *),
			void *arg)
{
	return c && ((c->kind == LKMM_SAME && (test(arg, &c->left) || test(arg, &c->right))) ||
		     any_atom_of(c->a, test, arg) || any_atom_of(c->b, test, arg));
}

/* Whether it holds of one that the answer depends on. */
static bool any_atom(const struct query *q, bool (*test)(void *, const struct lkmm_atom *),
		     void *arg)
{
	const struct lkmm_test *t = q->test;

	for (int i = 0; q->options->states && i < t->nobserved; i++)
		if (test(arg, &t->observed[i]))
			return true;
	return any_atom_of(t->cond, test, arg) || any_atom_of(t->filter, test, arg);
}

static bool is_of(void *thread, const struct lkmm_atom *a)
{
	return a->kind == LKMM_FINAL_REGISTER && a->reg.thread == *(const int *)thread;
}

static bool changes(void *x, const struct lkmm_atom *a)
{
	return !lkmm_stays(x, a);
}

/* Whether all equalities of @c hold as before. */
static bool holds_as_before(struct exchange *x, const struct lkmm_cond *c)
{
	return !c || ((c->kind != LKMM_SAME || lkmm_equal_as_before(x, c)) &&
		      holds_as_before(x, c->a) && holds_as_before(x, c->b));
}

/* Final states are listed with all their values; for the verdict, the condition is enough. */
static bool keeps_answer(const struct query *q, struct exchange *x)
{
	return q->options->states ? !any_atom(q, changes, x) :
	       holds_as_before(x, q->test->cond) && holds_as_before(x, q->test->filter);
}

/* With so few choices of paths, to search two threads twice takes less than to compare them. */
enum { FEW_CHOICES = 1 << 12 };

static bool is_worth_while(const struct query *q)
{
	double choices = 1;
	int open = 0;

	for (int t = 0; t < q->test->nthreads; t++) {
		choices *= q->paths[t].n;
		open += !any_atom(q, is_of, &t);
	}
	return open > 2 || choices > FEW_CHOICES;
}

/* Whether the thread @u is like @t. Notes the variables that are exchanged with them. */
static bool is_like(struct query *q, struct exchange *x, int t, int u)
{
	if (lkmm_are_same(x, t, u))
		return true;
	if (x->still_only || !lkmm_can_exchange(x, t, u) || !keeps_answer(q, x))
		return false;
	x->failures--;
	for (int l = 0; l < q->test->nlocs; l++)
		q->moves[l] |= x->to[l] != l;
	return true;
}

void lkmm_find_alike(struct query *q)
{
	int n = q->test->nthreads;
	struct exchange x = { .q = q, .still_only = !is_worth_while(q) };

	q->like = lkmm_alloc(q->arena, sizeof(*q->like) * ((size_t)n + 1));
	q->moves = lkmm_alloc(q->arena, sizeof(*q->moves) * ((size_t)q->test->nlocs + 1));
	if (!q->like || !q->moves) {
		q->status = LKMM_NO_MEMORY;
		return;
	}
	for (int t = 0; t < n; t++) {
		q->like[t] = -1;
		if (any_atom(q, is_of, &t))
			continue;
		for (int u = t + 1; u < n && q->like[t] < 0; u++)
			if (!any_atom(q, is_of, &u) && is_like(q, &x, t, u))
				q->like[t] = u;
	}
	if (x.no_memory)
		q->status = LKMM_NO_MEMORY;
}

void lkmm_is_unlike(const struct query *q, int t, int *like)
{
	for (int u = 0; u < q->test->nthreads; u++)
		like[u] = u == t ? -1 : q->like[u] == t ? q->like[t] : q->like[u];
}

bool lkmm_is_like_another(const struct query *q, int t)
{
	for (int u = 0; u < t; u++)
		if (q->like[u] == t)
			return true;
	return false;
}
