// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * What would remove a data race: stronger orderings are put in place of weak ones, first one at a
 * time, then two, and the test is decided again. What is said is therefore so.
 */
#include "why.h"

#include <string.h>

enum { MAX_WEAK = 24 };

/* The weak accesses of a test that could be stronger. */
struct weak {
	struct lkmm_expr *access[MAX_WEAK];
	int n;
};

static bool is_load(const struct lkmm_access *a)
{
	return !a->op->becomes;
}

static bool is_store(const struct lkmm_access *a)
{
	return a->op->becomes && !a->op->when && !a->op->returns;
}

static enum lkmm_order stronger(const struct lkmm_access *a)
{
	return is_load(a) ? LKMM_ACQUIRE : is_store(a) ? LKMM_RELEASE : LKMM_FULL;
}

/* @e takes part in the execution, in one of the threads that race. */
static bool takes_part(const struct lkmm_execution *x, const struct lkmm_expr *e)
{
	for (int i = 0; i < x->nevents; i++)
		if (x->event[i].access == e->access &&
		    (x->event[i].thread == x->event[x->race[0]].thread ||
		     x->event[i].thread == x->event[x->race[1]].thread))
			return true;
	return false;
}

static void find_weak(const struct litmus *l, const struct lkmm_execution *x, struct weak *weak)
{
	for (int i = 0; i < l->naccesses && weak->n < MAX_WEAK; i++) {
		struct lkmm_expr *e = l->access[i];

		if (e->access->kind == LKMM_OP && e->access->order == LKMM_RELAXED &&
		    takes_part(x, e))
			weak->access[weak->n++] = e;
	}
}

static bool races(const struct litmus *l, const struct lkmm_options *options)
{
	struct lkmm_options o = *options;
	struct lkmm_answer answer;
	bool races;

	o.show = NULL;
	o.states = false;
	races = lkmm_check(&l->test, &o, &answer) != LKMM_OK || answer.flags >> LKMM_DATA_RACE & 1;
	lkmm_answer_free(&answer);
	return races;
}

/* Whether the test still races when both are stronger; they may be the same. */
static bool races_with(const struct litmus *l, const struct lkmm_options *options,
		       struct lkmm_expr *a, struct lkmm_expr *b)
{
	bool still;

	a->access->order = stronger(a->access);
	b->access->order = stronger(b->access);
	still = races(l, options);
	a->access->order = b->access->order = LKMM_RELAXED;
	return still;
}

static void put_stronger(struct text *out, const struct lkmm_expr *e)
{
	const struct lkmm_access *a = e->access;

	text_add(out, "%s on line %d",
		 is_load(a) ? "an acquire load" : is_store(a) ? "a release store" :
								"a fully ordered operation",
		 e->at.line);
}

void report_remedy(struct text *out, struct litmus *l, const struct lkmm_execution *x,
		   const struct lkmm_options *options)
{
	struct weak weak = { .n = 0 };

	find_weak(l, x, &weak);
	for (int apart = 0; apart < weak.n; apart++) {
		for (int i = 0; i + apart < weak.n; i++) {
			struct lkmm_expr *a = weak.access[i], *b = weak.access[i + apart];

			if (races_with(l, options, a, b))
				continue;
			text_puts(out, "\n    With ");
			put_stronger(out, a);
			if (a != b) {
				text_puts(out, " and ");
				put_stronger(out, b);
			}
			text_puts(out, " there is no data race.\n");
			return;
		}
	}
	text_puts(out, "\n    Stronger orderings alone do not help: make both accesses marked ones, or "
		       "put a lock\n    around them.\n");
}
