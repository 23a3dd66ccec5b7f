// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Objects that are used after they were freed, or freed twice: the events, and the missing order.
 */
#include "why.h"

#include <string.h>

static void put_object(struct text *out, const struct litmus_test *l, const struct lkmm_misuse *m)
{
	const char *name = l->program.loc[m->object].name;

	text_add(out, "%.*s", (int)strcspn(name, "[."), name);
}

void put_misuse(struct text *out, const struct litmus_test *l, const struct lkmm_misuse *m)
{
	static const char *const verb[] = { "uses", "frees", "reads" };
	bool twice = m->flag == LKMM_DOUBLE_FREE;

	put_thread(out, l, m->thread[0]);
	text_add(out, " %s '", verb[m->flag - LKMM_USE_AFTER_FREE]);
	put_object(out, l, m);
	if (m->flag == LKMM_UNINITIALIZED) {
		text_puts(out, "', which may not have been written to yet");
		return;
	}
	text_puts(out, twice ? "', and " : m->after ? "' after " :
					 "', and nothing orders that before ");
	put_thread(out, l, m->thread[1]);
	text_add(out, twice ? " frees it as well, on %s" : m->after ? " freed it on %s" :
		 " frees it on %s", place_line(m->at[1]).s);
}

/* ---- the missing order ---- */

static bool is_fence(const struct lkmm_event *e, enum lkmm_fence fence)
{
	return e->access && e->access->kind == LKMM_FENCE && e->access->fence == fence;
}

/* The start of the read-side critical section of RCU that event @i is in, or -1. */
static int section_of(const struct lkmm_execution *x, int i)
{
	int depth = 0;

	for (int k = i - 1; k >= 0 && x->event[k].thread == x->event[i].thread; k--) {
		depth += is_fence(&x->event[k], LKMM_FENCE_RCU_UNLOCK);
		depth -= is_fence(&x->event[k], LKMM_FENCE_RCU_LOCK);
		if (depth < 0)
			return k;
	}
	return -1;
}

/* The last grace period that the thread of event @i waits for before it, or -1. */
static int grace_period(const struct lkmm_execution *x, int i)
{
	for (int k = i - 1; k >= 0 && x->event[k].thread == x->event[i].thread; k--)
		if (is_fence(&x->event[k], LKMM_FENCE_SYNC_RCU))
			return k;
	return -1;
}

/* The orderings that would put the access before the free. */
static void put_missing_order(struct text *out, const struct litmus_test *l,
			      const struct lkmm_execution *x)
{
	int use = x->misused[0], f = x->misused[1];
	int section = section_of(x, use), period = grace_period(x, f);
	struct lkmm_place use_at = x->event[use].at, free_at = x->event[f].at;

	if (section >= 0 && period < 0) {
		text_add(out, "%s is in an RCU read-side critical section, but ",
			 place_line_first(use_at).s);
		put_thread(out, l, x->event[f].thread);
		text_add(out, " waits for no grace\n    period before %s: synchronize_rcu() "
			      "would, and so does kfree_rcu().\n", place_line(free_at).s);
	} else if (section < 0 && period >= 0) {
		put_thread(out, l, x->event[f].thread);
		text_add(out, " waits for a grace period on %s, but %s is in no\n    "
			      "read-side critical section.\n",
			 place_line(x->event[period].at).s, place_line(use_at).s);
	} else if (section >= 0) {
		text_add(out, "The grace period of %s may be over when the critical section "
			      "of %s begins,\n    which can still find the pointer.\n",
			 place_line(x->event[period].at).s, place_line(x->event[section].at).s);
	} else {
		text_add(out, "A release or a full barrier must come after %s, and before "
			      "%s an acquire or\n"
			      "    a full barrier of a thread that waits for it.\n",
			 place_line(use_at).s, place_line(free_at).s);
	}
}

void put_misuse_story(struct text *out, const struct litmus_test *l, const struct lkmm_execution *x)
{
	static const char *const title[] = {
		"use after free", "double free", "read of memory that is not initialized",
	};
	const struct lkmm_misuse *m = x->misuse;
	struct columns c = { 5, 0 };
	int first = m->after || m->flag == LKMM_DOUBLE_FREE;
	int n = m->flag == LKMM_UNINITIALIZED ? 1 : 2;

	text_add(out, "\n  %s: ", title[m->flag - LKMM_USE_AFTER_FREE]);
	put_misuse(out, l, m);
	text_puts(out, "\n\n");
	for (int i = 0; i < 2; i++)
		widen(&c, l, &x->event[x->misused[i]]);
	for (int i = 0; i < n; i++) {
		put_event(out, l, &x->event[x->misused[i ^ first]], &c);
		text_puts(out, "\n");
	}
	if (m->flag != LKMM_USE_AFTER_FREE || x->event[x->misused[0]].thread == m->thread[1])
		return;
	text_puts(out, "\n    ");
	put_missing_order(out, l, x);
}
