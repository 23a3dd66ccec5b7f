// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Compares the outcomes seen with those that the model allows. */
#include "run.h"

#include <stdlib.h>
#include <string.h>

static int64_t atom_value(const struct trial *t, const struct lkmm_atom *a, const int64_t *value)
{
	for (int i = 0; i < t->emit.nvalues; i++)
		if (lkmm_same_atom(&t->emit.value[i], a))
			return value[i];
	return a->value;
}

static bool satisfies(const struct trial *t, const struct lkmm_cond *c, const int64_t *value)
{
	switch (c ? c->kind : LKMM_TRUE) {
	case LKMM_BOTH:
		return satisfies(t, c->a, value) && satisfies(t, c->b, value);
	case LKMM_EITHER:
		return satisfies(t, c->a, value) || satisfies(t, c->b, value);
	case LKMM_NEITHER:
		return !satisfies(t, c->a, value);
	case LKMM_SAME:
		return atom_value(t, &c->left, value) == atom_value(t, &c->right, value);
	case LKMM_TRUE:
		break;
	}
	return true;
}

/* The model allows this outcome. The observed values begin with those of a final state. */
static bool is_allowed(const struct trial *t, const int64_t *value)
{
	size_t n = (size_t)t->litmus.program.nobserved;

	for (size_t i = 0; i < t->answer.nstates; i++)
		if (!memcmp(t->answer.state + i * n, value, n * sizeof(*value)))
			return true;
	return false;
}

static enum run_verdict judge(const struct trial *t, const int64_t *value)
{
	if (!satisfies(t, t->litmus.program.filter, value))
		return RUN_FILTERED;
	if (is_allowed(t, value))
		return RUN_ALLOWED;
	if (t->answer.flags >> LKMM_DATA_RACE & 1)
		return RUN_RACY;
	return t->answer.unroll_reached ? RUN_BEYOND : RUN_FORBIDDEN;
}

static int by_count(const void *a, const void *b)
{
	const struct outcome *x = a, *y = b;

	return x->count < y->count ? 1 : x->count > y->count ? -1 : 0;
}

/*
 * A final state does not show values that only the filter names: it stands for one or more
 * outcomes.
 */
static bool is_seen(const struct trial *t, const int64_t *state)
{
	size_t n = (size_t)t->litmus.program.nobserved;

	for (size_t i = 0; i < t->nseen; i++)
		if (!memcmp(state, t->outcome[i].value, n * sizeof(*state)))
			return true;
	return false;
}

/* Adds the allowed outcomes that were not seen. */
static bool add_unseen(struct trial *t)
{
	size_t n = (size_t)t->litmus.program.nobserved;
	int64_t value[256] = { 0 };
	struct outcome *o;

	for (size_t i = 0; i < t->answer.nstates; i++) {
		const int64_t *state = t->answer.state + i * n;

		if (is_seen(t, state))
			continue;
		memcpy(value, state, n * sizeof(*state));
		o = run_outcome(t, value);
		if (!o)
			return false;
		o->wanted = satisfies(t, t->litmus.program.cond, value);
		o->impossible = !run_is_possible(t, value);
	}
	return true;
}

/* False without memory. */
bool run_judge(struct trial *t)
{
	if (t->noutcomes)
		qsort(t->outcome, t->noutcomes, sizeof(*t->outcome), by_count);
	t->nseen = t->noutcomes;
	for (size_t i = 0; i < t->nseen; i++) {
		struct outcome *o = &t->outcome[i];

		o->verdict = judge(t, o->value);
		o->impossible = !run_is_possible(t, o->value);
		o->wanted = satisfies(t, t->litmus.program.cond, o->value);
		t->wanted += o->wanted ? o->count : 0;
		t->forbidden += o->verdict == RUN_FORBIDDEN ? o->count : 0;
		t->all += o->count;
	}
	return add_unseen(t);
}
