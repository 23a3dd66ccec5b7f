// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Loops that are cut: whether an execution is lost by that.
 *
 * Most loops wait: their turns, up to the last, write nothing. Of an execution with many turns take
 * one away, its events and all. What is left is a way through the code, if the turns that follow do
 * not use what it assigned (or would have been given the same by the turn before), and the end of
 * the loop uses nothing that the last turns did not assign anew. The model allows it: an execution
 * is forbidden by relations that only lose pairs here; no other event reads from what is gone. Its
 * final state is the same, and it raises the flags that the longer one raises on the events they
 * share: two accesses that nothing orders in the longer one are not ordered in the shorter one
 * either. Flags relate one turn at most with what is outside of the loop. So all is found with
 * one turn for a flag and one that was the last to assign what the turn that leaves does not. A
 * turn that leaves the loop in its middle is one more, so there are two at least.
 *
 * Where a turn uses what the one before assigned, turns cannot be taken away. But a loop may need
 * that another thread writes something each time, as one around cmpxchg() does: if each turn but
 * the last finds a variable to be other than it was when last read, and does not write to it, then
 * there is no execution with more turns than others write to these variables, and one. They are
 * counted, if no loop of theirs that is cut writes to one.
 */
#include "loop.h"

#include <string.h>

/* Turns that are worth trying. */
enum { MAX_TURNS = 16 };

/* The most writes to @loc on a path of @p. */
static int count_writes(const struct paths *p, int loc, const struct lkmm_test *test)
{
	int most = 0;

	for (int i = 0; i < p->n; i++) {
		int64_t at;
		int n = 0;

		for (int k = 0; k < p->path[i]->nevents; k++) {
			const struct event *e = &p->path[i]->event[k];

			n += e->type == EVENT_WRITE &&
			     (!lkmm_sym_is_known(e->address, &at) || lkmm_pointee(test, at) == loc);
		}
		most = n > most ? n : most;
	}
	return most;
}

/* Whether some loop of @p writes to @loc the more often the more turns it has. */
static bool writes_in_loops(const struct paths *p, int loc, const struct lkmm_test *test)
{
	for (const struct loop *l = p->loops; l; l = l->next)
		if (l->cut && (l->wrote[loc] || l->wrote[test->nlocs]))
			return true;
	return false;
}

/*
 * Whether what @p does after a loop that is cut may depend on how many turns it had. What a turn
 * has just read does not tell: with two turns, paths have had both that and what was there before.
 */
static bool counts_turns(const struct paths *p, const struct lkmm_thread *thread)
{
	const int carried = USED | ASSIGNED | USED_OUTSIDE;

	for (const struct loop *l = p->loops; l; l = l->next)
		for (int i = 0; l->cut && i < thread->nregs; i++)
			if ((l->reg[i] & carried) == carried &&
			    (l->reg[i] & COUNTS || l->limit < 2))
				return true;
	return false;
}

/* How often threads other than @thread may write to @loc, or -1: any number of times. */
static int count_changes(const struct lkmm_test *test, const struct paths *all, int thread, int loc)
{
	int n = 0;

	if (writes_in_loops(&all[thread], loc, test))
		return -1;
	for (int t = 0; t < test->nthreads; t++) {
		if (t == thread)
			continue;
		if (writes_in_loops(&all[t], loc, test) ||
		    counts_turns(&all[t], &test->thread[t]))
			return -1;
		n += count_writes(&all[t], loc, test);
	}
	return n;
}

/*
 * How many turns others let the loop @l of @thread have if each needs a location to change, or -1:
 * any number.
 */
static int count_retries(const struct lkmm_test *test, const struct paths *all, int thread,
			 const struct loop *l)
{
	int n = 1;

	if (l->unchanged || (l->quiet_unchanged && !l->passes_quiet))
		return -1;
	for (int loc = 0; loc < test->nlocs; loc++) {
		int more = l->changed[loc] ? count_changes(test, all, thread, loc) : 0;

		if (more < 0)
			return -1;
		n += more;
	}
	return n;
}

static bool is_temporary(const struct lkmm_register *reg)
{
	return reg->hidden || strchr(reg->name, '\'');
}

/*
 * How many turns before the one that leaves are enough of those that can be removed, as far as
 * registers tell, or -1 if they cannot.
 */
static int count_removable(const struct lkmm_thread *thread, const struct loop *l)
{
	int n = 1;

	for (int i = 0; i < thread->nregs; i++) {
		if (!(l->reg[i] & ASSIGNED))
			continue;
		if (l->reg[i] & USED)
			return -1;
		if (!(l->reg[i] & NOT_LAST) ||
		    (is_temporary(&thread->reg[i]) && !(l->reg[i] & USED_OUTSIDE)))
			continue;
		if (l->reg[i] & NOT_ALWAYS)
			return -1;
		n = 2;
	}
	return n;
}

/* How many turns of a loop that waits are enough, or -1 if it is none. */
static int count_waiting(const struct lkmm_thread *thread, const struct loop *l)
{
	if (l->writes || (l->exchanges && !l->idle) || count_removable(thread, l) < 0)
		return -1;
	return l->single ? 1 : 2;
}

/* Finds how many turns of @l are enough of those that poll a lock. True if that is news. */
static bool judge_polls(const struct lkmm_test *test, const struct paths *all, int thread,
			struct loop *l)
{
	int n = count_removable(&test->thread[thread], l);

	if (l->lock < 0 || l->counts_polls)
		return false;
	if (n < 0 || l->mixed || lkmm_is_looked_at(test, all, l->lock)) {
		l->counts_polls = true;
		return true;
	}
	n += l->late;
	if (n <= l->polls)
		return false;
	l->polls = n;
	return true;
}

/*
 * Whether turns of @l that only read need not count any more: others write, and find a location
 * changed.
 */
static bool judge_quiet(const struct lkmm_thread *thread, struct loop *l)
{
	if (l->passes_quiet || !l->quiet_unchanged || l->unchanged ||
	    count_removable(thread, l) < 0)
		return false;
	l->passes_quiet = true;
	return true;
}

bool lkmm_judge_loops(const struct lkmm_test *test, const struct lkmm_model *model,
		      const struct paths *all, int thread)
{
	bool again = false;

	for (struct loop *l = all[thread].loops; l; l = l->next) {
		int n;

		l->lost = l->waits = false;
		if (judge_polls(test, all, thread, l)) {
			again = true;
			continue;
		}
		if (!l->cut)
			continue;
		if (l->lock >= 0 && !l->counts_polls && !l->others)
			continue;
		l->idle = model->leaves_out_turns && l->exchanges && !l->writes &&
			  lkmm_turns_are_idle(test, all, thread, l);
		n = count_waiting(&test->thread[thread], l);
		l->waits = n >= 0 && count_removable(&test->thread[thread], l) == 1;
		if (n < 0)
			n = count_retries(test, all, thread, l);
		if (n < 0 && judge_quiet(&test->thread[thread], l)) {
			again = true;
		} else if (n < 0 || n > MAX_TURNS) {
			l->lost = true;
		} else if (n > l->limit) {
			l->limit = n;
			again = true;
		}
	}
	return again;
}

bool lkmm_more_turns(struct paths *p)
{
	for (struct loop *l = p->loops; l; l = l->next) {
		if (!l->lost)
			continue;
		if (l->limit >= MAX_TURNS)
			return false;
		if (!l->asked)
			l->asked = l->limit;
		l->limit++;
		l->cut = l->lost = false;
	}
	return true;
}

bool lkmm_count_free_turns(struct lkmm_arena *a, struct paths *p, const struct counted_loop **list,
			   bool *no_memory)
{
	bool more = false;

	for (struct loop *l = p->loops; l; l = l->next) {
		struct counted_loop *c;

		/* A small number is the bound that is meant: no turn of those is left out. */
		if (l->counts_free || l->free <= MAX_TURNS)
			continue;
		c = lkmm_alloc(a, sizeof(*c));
		*no_memory = !c;
		if (!c)
			return false;
		*c = (struct counted_loop){ *list, l->stmt };
		*list = c;
		l->counts_free = more = true;
	}
	return more;
}

void lkmm_fewer_turns(struct paths *p)
{
	for (struct loop *l = p->loops; l; l = l->next) {
		if (!l->asked)
			continue;
		l->limit = l->asked;
		l->cut = l->lost = false;
	}
}

bool lkmm_has_cut_loop(const struct paths *p)
{
	for (const struct loop *l = p->loops; l; l = l->next)
		if (l->cut)
			return true;
	return false;
}

bool lkmm_only_reads_on(const struct paths *p)
{
	for (const struct loop *l = p->loops; l; l = l->next)
		if (l->lost && l->followed)
			return false;
	return true;
}

void lkmm_excuse_loops(struct paths *p)
{
	for (struct loop *l = p->loops; l; l = l->next)
		l->lost = false;
}

int lkmm_cut_loops(const struct paths *p, struct lkmm_place *at)
{
	int n = 0;

	for (const struct loop *l = p->loops; l; l = l->next) {
		if (!l->lost)
			continue;
		if (at)
			at[n] = l->stmt->at;
		n++;
	}
	return n;
}

/* ---- turns that may go on for ever ---- */

bool lkmm_is_carried(const struct wait *w, const struct carried *c)
{
	return w->loop->reg[c->reg] & USED;
}

bool lkmm_may_repeat(const struct wait *w)
{
	bool first = !w->turns;

	if (!w->polls && !w->only_reads && w->loop->exchanges &&
	    (w->loop->writes || !w->loop->idle))
		return false;
	for (int i = 0; i < w->ncarried; i++) {
		const struct carried *c = &w->carried[i];

		if (!lkmm_is_carried(w, c))
			continue;
		if (c->then->kind == SYM_NUMBER && c->now->kind == SYM_NUMBER)
			return false;
		first = true;
	}
	return first;
}
