// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Executions that do not end: each thread has ended or waits for ever, and one waits. A thread may
 *
 *	stand before a spin_lock(), and the lock is taken at the end;
 *	stand before a grace period, and a thread that waits is in a critical section of it;
 *	wait in a loop: it stands at the end of a turn that has written nothing, and that has read,
 *	from each variable, the value which that has at the end.
 *
 * Such a turn can go on for ever if it assigns nothing that the next one uses, or the same: the
 * turns that follow read from the last write to each variable, which no rule of the model forbids.
 * Where loops wait, as loop.c puts it, the turns before it can be taken away: the first is enough.
 *
 * It counts choices of paths, not executions: a choice has an execution or not.
 */
#include "blocked.h"

#include <stdlib.h>
#include <string.h>

/* The bound of the work for any test: a tenth of a second or so. */
enum { MAX_CHOICES = 1 << 14, MAX_SEARCHES = 256, MAX_POLLS = 1000 };

struct standing {
	struct query *q;
	struct paths *all;		/* of each thread: those that end, then those that do not */
	int *which;
	int searches, polls;
};

static const struct path *chosen(const struct standing *s, int t)
{
	return s->all[t].path[s->which[t]];
}

static bool stands(const struct path *p)
{
	return p->wait || p->waits;
}

static bool all_end(const struct standing *s)
{
	for (int t = 0; t < s->q->test->nthreads; t++)
		if (stands(chosen(s, t)))
			return false;
	return true;
}

/* ---- choices that need no search ---- */

/* On the path @p the lock @loc is taken, and not given back. */
static bool keeps(const struct query *q, const struct path *p, int loc)
{
	bool held = false;

	for (int i = 0; i < p->nevents; i++)
		if (lkmm_fixed_location(q->test, &p->event[i]) == loc)
			held = p->event[i].tag == TAG_LKW || (held && p->event[i].tag != TAG_UL);
	return held;
}

/* The path @p waits in a critical section that the grace period before which @by stands is for. */
static bool delays(const struct path *p, const struct path *by)
{
	bool srcu = by->stop->access->kind == LKMM_SYNC_SRCU;
	enum event_tag tag = srcu ? TAG_SRCU_UNLOCK : TAG_RCU_UNLOCK;

	for (int i = 0; i < p->nevents; i++)
		if (p->event[i].endless && p->event[i].tag == tag &&
		    (!srcu || p->event[i].address->kind != SYM_NUMBER ||
		     by->waits->kind != SYM_NUMBER ||
		     lkmm_sym_same(p->event[i].address, by->waits)))
			return true;
	return false;
}

/* The value of @loc at the end, if all that write to it write one number: or nobody does. */
static bool obvious_value(const struct standing *s, int loc, int64_t *v)
{
	const struct lkmm_test *test = s->q->test;
	bool any = false;

	*v = test->loc[loc].init;
	for (int t = 0; t < test->nthreads; t++) {
		const struct path *p = chosen(s, t);

		for (int i = 0; i < p->nevents; i++) {
			const struct event *e = &p->event[i];
			int at = e->type == EVENT_WRITE ? lkmm_fixed_location(test, e) : loc - 1;

			if (e->type != EVENT_WRITE || (at >= 0 && at != loc))
				continue;
			if (at < 0 || e->value->kind != SYM_NUMBER ||
			    (any && *v != lkmm_truncate(e->value->number, test->loc[loc].integer)))
				return false;
			*v = lkmm_truncate(e->value->number, test->loc[loc].integer);
			any = true;
		}
	}
	return true;
}

/* The value of @sym, if the reads of the turn of the path @p are obvious. */
static bool sym_in_turn(const struct standing *s, const struct path *p, const struct sym *sym,
			int64_t *v)
{
	int64_t a, b;
	int loc;

	switch (sym->kind) {
	case SYM_NUMBER:
		*v = sym->number;
		return true;
	case SYM_READ:
		loc = sym->read < p->wait->first ?
			      -1 : lkmm_fixed_location(s->q->test, &p->event[sym->read]);
		return loc >= 0 && obvious_value(s, loc, v);
	case SYM_UNARY:
		if (!sym_in_turn(s, p, sym->a, &a))
			return false;
		*v = lkmm_unary(sym->op, a);
		return true;
	case SYM_BINARY:
		return sym_in_turn(s, p, sym->a, &a) && sym_in_turn(s, p, sym->b, &b) &&
		       lkmm_binary(sym->op, sym->is_unsigned, a, b, v);
	case SYM_CAST:
		if (!sym_in_turn(s, p, sym->a, &a))
			return false;
		*v = lkmm_truncate(a, sym->to);
		return true;
	case SYM_KNOWN:
	case SYM_CONDITIONAL:
		break;
	}
	return false;
}

/* The reads of the turn of the path @p do not contradict the obvious final values. */
static bool may_go_on(const struct standing *s, const struct path *p)
{
	int64_t v;

	for (int i = p->wait->nfacts; i < p->nfacts; i++)
		if (sym_in_turn(s, p, p->fact[i].sym, &v) && !v == p->fact[i].truth)
			return false;
	return true;
}

/* Some thread keeps the thread of the path @p waiting. */
static bool is_kept_waiting(const struct standing *s, const struct path *p)
{
	bool period = lkmm_waits_for_readers(p);
	int loc = p->waits->kind == SYM_NUMBER ? lkmm_pointee(s->q->test, p->waits->number) : -1;

	if (!period && loc < 0)
		return true;
	for (int u = 0; u < s->q->test->nthreads; u++)
		if (period ? delays(chosen(s, u), p) : keeps(s->q, chosen(s, u), loc))
			return true;
	return false;
}

static bool is_likely(const struct standing *s)
{
	for (int t = 0; t < s->q->test->nthreads; t++) {
		const struct path *p = chosen(s, t);

		if (p->wait ? !may_go_on(s, p) : stands(p) && !is_kept_waiting(s, p))
			return false;
	}
	return true;
}

/* ---- one choice of paths ---- */

static bool out_of_time(void *arg)
{
	struct standing *s = arg;
	const struct lkmm_options *o = s->q->options;

	return s->polls++ >= MAX_POLLS || (o->stop && o->stop(o->stop_arg));
}

static void show_nothing(void *arg, const struct lkmm_execution *x)
{
	(void)arg;
	(void)x;
}

/*
 * Whether the paths that are chosen have an execution; OPEN if that takes too long. With @shown it
 * is described there.
 */
static enum tri has_execution(struct standing *s, bool filtered, struct lkmm_execution *shown)
{
	struct lkmm_options o = { .stop = out_of_time, .stop_arg = s,
				  .show = shown ? show_nothing : NULL };
	struct lkmm_test test = *s->q->test;
	struct query on = { .test = &test, .model = s->q->model, .options = &o,
			    .arena = s->q->arena, .blocking = true };

	if (s->searches++ == MAX_SEARCHES)
		return OPEN;
	test.cond = NULL;
	if (!filtered)
		test.filter = NULL;
	on.paths = lkmm_alloc(on.arena, sizeof(*on.paths) * ((size_t)test.nthreads + 1));
	if (!on.paths)
		return OPEN;
	for (int t = 0; t < test.nthreads; t++)
		on.paths[t] = (struct paths){ .path = &s->all[t].path[s->which[t]], .n = 1,
					      .names = s->all[t].names };
	lkmm_run_search(&on);
	free(on.state);
	free(on.bucket);
	if (shown)
		*shown = on.simplest;
	return on.status != LKMM_OK ? OPEN : on.found ? YES : NO;
}

static void note_standing(const struct standing *s, struct lkmm_answer *answer)
{
	int n = s->q->test->nthreads;

	answer->standing = calloc((size_t)n, sizeof(*answer->standing));
	if (!answer->standing) {
		s->q->status = LKMM_NO_MEMORY;
		return;
	}
	for (int t = 0; t < n; t++) {
		const struct path *p = chosen(s, t);

		if (stands(p))
			answer->standing[answer->nstanding++] =
				(struct lkmm_standing){ t, p->wait ? p->wait->at : p->stop->at };
	}
}

static void show_blocked(struct standing *s, const struct lkmm_answer *answer)
{
	const struct lkmm_options *o = s->q->options;
	struct lkmm_execution x;

	s->polls = s->searches = 0;
	if (!o->show || has_execution(s, true, &x) != YES)
		return;
	x.standing = answer->standing;
	x.nstanding = answer->nstanding;
	o->show(o->show_arg, &x);
}

/* False if that is enough. @ends: counts executions that end, else those that block. */
static bool look_at_choice(struct standing *s, bool ends, bool filtered, struct lkmm_answer *answer)
{
	enum tri found;

	if (all_end(s) != ends || !is_likely(s))
		return true;
	found = has_execution(s, filtered, NULL);
	if (found == YES && ends) {
		answer->ends++;
	} else if (found == YES && !answer->blocks++) {
		note_standing(s, answer);
		if (s->q->status == LKMM_OK)
			show_blocked(s, answer);
	}
	return found != OPEN && s->q->status == LKMM_OK;
}

static bool next_choice(struct standing *s, bool ends)
{
	for (int t = 0; t < s->q->test->nthreads; t++) {
		if (++s->which[t] < s->all[t].n && !(ends && stands(chosen(s, t))))
			return true;
		s->which[t] = 0;
	}
	return false;
}

static void look_at_all(struct standing *s, bool ends, bool filtered, struct lkmm_answer *answer)
{
	s->searches = s->polls = 0;
	memset(s->which, 0, sizeof(*s->which) * (size_t)s->q->test->nthreads);
	for (int i = 0; look_at_choice(s, ends, filtered, answer); i++) {
		if (!next_choice(s, ends))
			return;
		if (i == MAX_CHOICES)
			break;
	}
	answer->blocks_cut = true;
}

void lkmm_find_blocked(struct query *q, struct lkmm_answer *answer)
{
	size_t n = (size_t)q->test->nthreads;
	bool none = !answer->positive && !answer->negative && !answer->undecided;
	struct standing s = { .q = q };
	bool ok = true;

	if (q->status != LKMM_OK || !(none || lkmm_any_may_block(q)))
		return;
	s.all = lkmm_alloc(q->arena, n * sizeof(*s.all) + 1);
	s.which = lkmm_alloc(q->arena, n * sizeof(*s.which) + 1);
	if (!s.all || !s.which) {
		q->status = LKMM_NO_MEMORY;
		return;
	}
	for (int t = 0; t < q->test->nthreads && ok; t++)
		ok = lkmm_list_standing(q, &s.all[t], t) && s.all[t].n;
	if (!ok) {
		answer->blocks_cut = q->status == LKMM_OK;
		return;
	}
	look_at_all(&s, false, true, answer);
	if (q->status == LKMM_OK && (none || answer->blocks))
		look_at_all(&s, true, !none, answer);
}
