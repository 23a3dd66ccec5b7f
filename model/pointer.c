// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Accesses through bad pointers. Such an access ends its thread, and the execution has no final
 * state. It is found in an incomplete execution: each thread stops anywhere, the one in question
 * just before the access; the model allows the executed events; and the address, computed from the
 * reads up to there, is not that of an object.
 *
 * An assertion that fails is found in the same way: such an execution ends at it. So is an operator
 * whose operands leave it without a value: see path/defined.c.
 *
 * So is an access that is refused: one to a part of a location that is not modelled. All other
 * searches leave out what comes to one, and what is behind it; so one must be found here if there
 * is any. Of all that an execution has, take one that no other comes before. Then each thread stops
 * before its first, or earlier, and the model allows the events up to there.
 *
 * A filter is about final states; here, it applies to the registers that have been assigned.
 *
 * It is enough that other threads stop at their ends, before they take a lock, before an access
 * that may be bad, or where a loop is cut: anywhere else they can continue and read the last
 * written value, which no rule of the model can forbid. With a filter, they may stop before any
 * access. Where a thread may stop in a critical section of RCU or SRCU, others may also stop before
 * a grace period: that waits for the section, which ends after all that have come to an end.
 */
#include "model/engine/query.h"

#include <stdlib.h>

enum { MAX_BAD = 64 };

static void no_memory(struct query *q)
{
	q->status = LKMM_NO_MEMORY;
}

/* The path @p, which stops, with the ends of the critical sections that it is in then. */
static struct path *stopped(struct query *q, struct path *p)
{
	struct path *own = p;

	if (!lkmm_open_sections(p))
		return p;
	own = lkmm_alloc(q->arena, sizeof(*own));
	if (own)
		*own = *p;
	if (!own || !lkmm_end_sections(q->arena, own)) {
		no_memory(q);
		return p;
	}
	return own;
}

/* Whether a thread may stop in a critical section, where grace periods wait for it. */
static bool may_delay(const struct query *q)
{
	for (int t = 0; t < q->test->nthreads; t++)
		for (int i = 0; i < q->paths[t].nstops; i++)
			if (lkmm_open_sections(q->paths[t].stop[i]))
				return true;
	return false;
}

struct paths lkmm_with_stops(struct query *q, const struct paths *p)
{
	struct paths all = *p;
	int n = p->n + p->nstops;
	bool delayed = may_delay(q);

	all.n = 0;
	all.path = lkmm_alloc(q->arena, sizeof(*all.path) * ((size_t)n + 1));
	if (!all.path)
		no_memory(q);
	for (int i = 0; all.path && i < n; i++)
		if (i < p->n)
			all.path[all.n++] = p->path[i];
		else if (delayed || !lkmm_waits_for_readers(p->stop[i - p->n]))
			all.path[all.n++] = stopped(q, p->stop[i - p->n]);
	return all;
}

/* The paths of a thread that stop before the access @e, if that may be bad. */
static struct paths paths_before(struct query *q, const struct paths *p, const struct lkmm_expr *e)
{
	struct paths some = { .names = p->names };

	some.path = lkmm_alloc(q->arena, sizeof(*some.path) * ((size_t)p->nstops + 1));
	if (!some.path)
		no_memory(q);
	for (int i = 0; some.path && i < p->nstops; i++)
		if (p->stop[i]->bad && p->stop[i]->stop == e)
			some.path[some.n++] = stopped(q, p->stop[i]);
	return some;
}

/* One more in *@list. */
static void add_bad(struct query *q, struct lkmm_bad_access **list, int *n)
{
	struct lkmm_bad_access *p = *list;

	if (!(*n & (*n - 1))) {
		p = realloc(p, sizeof(*p) * (*n ? 2 * (size_t)*n : 1));
		if (!p) {
			no_memory(q);
			return;
		}
		*list = p;
	}
	p[(*n)++] = q->bad;
}

static void found_bad(struct query *q, struct lkmm_answer *answer)
{
	enum lkmm_flag flag = lkmm_flag_of_stop(q->bad.access);

	answer->flags |= 1U << flag;
	if (flag == LKMM_ASSERTION)
		add_bad(q, &answer->failed, &answer->nfailed);
	else if (flag == LKMM_UNDEFINED_ARITHMETIC)
		add_bad(q, &answer->undefined, &answer->nundefined);
	else
		add_bad(q, &answer->bad, &answer->nbad);
}

/* Whether it is one of those that the search @q is about. */
static bool is_asked(const struct query *q, const struct path *stop)
{
	const struct lkmm_expr *e = stop->stop;

	return stop->bad && (!q->refusing || (e->kind == LKMM_ACCESS &&
					      !lkmm_is_assertion(e->access)));
}

static int count_found(const struct lkmm_answer *a)
{
	return a->nbad + a->nfailed + a->nundefined;
}

/*
 * Asks of each access of thread @t. @all: all paths of each thread. The others stay alike, since an
 * exchange of them turns each path of this thread into itself.
 */
static void search_thread(struct query *q, const struct paths *own, struct paths *all, int t,
			  struct lkmm_answer *answer)
{
	struct paths saved = all[t];
	int *alike = q->like, *like = lkmm_alloc(q->arena, sizeof(*like) *
							   ((size_t)q->test->nthreads + 1));

	if (!like) {
		no_memory(q);
		return;
	}
	lkmm_is_unlike(q, t, like);
	q->like = like;
	for (int i = 0; i < own->nstops && count_found(answer) < MAX_BAD; i++) {
		const struct lkmm_expr *e = own->stop[i]->stop;
		bool again = !is_asked(q, own->stop[i]);

		for (int k = 0; k < i && !again; k++)
			again = own->stop[k]->bad && own->stop[k]->stop == e;
		if (again)
			continue;
		all[t] = paths_before(q, own, e);
		q->trapped = t;
		q->found = false;
		lkmm_run_search(q);
		if (q->status != LKMM_OK)
			break;
		if (!q->found)
			continue;
		if (q->refusing) {
			q->refused = lkmm_refuse(q->test, e, q->bad.address);
			q->status = LKMM_TWO_SIZES;
			break;
		}
		found_bad(q, answer);
		if (q->options->show)
			q->options->show(q->options->show_arg, &q->simplest);
	}
	all[t] = saved;
	q->like = alike;
}

static bool any_may_be_bad(const struct query *q)
{
	for (int t = 0; t < q->test->nthreads; t++)
		for (int i = 0; i < q->paths[t].nstops; i++)
			if (q->paths[t].stop[i]->bad)
				return true;
	return false;
}

static void search_stops(struct query *q, struct query search, struct lkmm_answer *answer)
{
	int n = q->test->nthreads;
	/* Nothing was found: so a thread that is like one before has nothing, either. */
	bool none = true;

	if (q->status != LKMM_OK || !any_may_be_bad(q))
		return;
	lkmm_begin_stage(q, LKMM_STAGE_POINTERS);
	search.paths = lkmm_alloc(q->arena, sizeof(*search.paths) * ((size_t)n + 1));
	if (!search.paths)
		no_memory(&search);
	for (int t = 0; t < n && search.paths; t++)
		search.paths[t] = lkmm_with_stops(&search, &q->paths[t]);
	search.goal = NULL;
	search.wanted_flags = 0;
	search.states = search.forbidden = search.incoherent = false;
	search.trapping = true;
	if (answer->cut_short)
		lkmm_bound(&search);
	if (search.status == LKMM_OK)
		lkmm_find_alike(&search);
	for (int t = 0; t < n && search.status == LKMM_OK; t++) {
		int before = count_found(answer);

		if (none && lkmm_is_like_another(&search, t))
			continue;
		search_thread(&search, &q->paths[t], search.paths, t, answer);
		none &= count_found(answer) == before;
	}
	lkmm_reached_bound(&search);
	q->status = search.status;
	q->refused = search.refused;
	q->work = search.work;
	q->limit = search.limit;
}

void lkmm_search_bad_pointers(struct query *q, struct lkmm_answer *answer)
{
	search_stops(q, *q, answer);
}

void lkmm_search_refused(struct query *q)
{
	struct lkmm_options o = lkmm_quiet(q->options);
	struct lkmm_answer none = { .cut_short = false };
	struct query search = *q;

	search.options = &o;
	search.refusing = true;
	search_stops(q, search, &none);
}
