// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Executions that do not end: each thread has ended or waits for ever, and one waits. A thread may
 *
 *	stand before a spin_lock(), and the lock is taken at the end;
 *	stand before an LKMM_AWAIT, and the variable has the value that it must not have;
 *	stand before a grace period, and a thread that waits is in a critical section of it;
 *	wait in a loop: it stands at the end of a turn that has written nothing, or only what was
 *	there, or polled a lock, and that has read, from each variable, the value which that has at
 *	the end.
 *
 * Such a turn can go on for ever if it assigns nothing that the next one uses, or the same: the
 * turns that follow read from the last write to each variable, which no rule of the model forbids.
 * Where loops wait, as loop.c puts it, the turns before it can be taken away: the first is enough.
 *
 * What is counted are choices of paths, not executions: each has one or it has none.
 */
#include "blocked.h"

#include <stdlib.h>
#include <string.h>

/* What a search may take, whatever the test: a tenth of a second or so; with .patient only if one
 * has been found. */
enum { MAX_POLLS = 1000 };

/* The choices of paths of so many threads that are alike can be counted in 64 bits. */
enum { MAX_ALIKE = 20 };

struct standing {
	struct query *q;
	struct paths *all;		/* of each thread: those that end, then those that do not */
	int *nends;			/* of each thread, how many end */
	int *like;			/* threads that are alike, with all these; or NULL, */
	bool *moves;			/* and locations that are exchanged with them */
	const struct path **path;	/* of each thread, the one that is chosen */
	const struct query *on;		/* the search that runs */
	bool found;			/* an execution that blocks */
	bool patient;
	int polls;
};

static bool stands(const struct path *p)
{
	return p->wait || p->waits;
}

/* ---- what can be seen of a choice without a search ---- */

/* On the path @p the lock @loc may be taken, and not given back. */
static bool keeps(const struct query *q, const struct path *p, int loc)
{
	bool held = false;

	for (int i = 0; i < p->nevents; i++) {
		int at = lkmm_known_location(q->test, &p->event[i]);

		/* it may be at an address that the search finds */
		if (at < 0 && p->event[i].tag == TAG_LKW)
			return true;
		if (at == loc)
			held = p->event[i].tag == TAG_LKW || (held && p->event[i].tag != TAG_UL);
	}
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
		const struct path *p = s->path[t];

		for (int i = 0; i < p->nevents; i++) {
			const struct event *e = &p->event[i];
			int at = e->type == EVENT_WRITE ? lkmm_known_location(test, e) : loc - 1;

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

/* A turn whose reads are looked at. */
struct in_turn {
	const struct standing *s;
	const struct path *path;
};

/* The value of event @event of the path, if that is in its turn and obvious. */
static bool read_in_turn(void *arg, int event, int64_t *v)
{
	const struct in_turn *in = arg;
	int loc = -1;

	if (event >= in->path->wait->first)
		loc = lkmm_known_location(in->s->q->test, &in->path->event[event]);
	return loc >= 0 && obvious_value(in->s, loc, v);
}

/* Nothing that the turn of the path @p has found contradicts what is obvious of the end. */
static bool may_go_on(const struct standing *s, const struct path *p)
{
	struct in_turn in = { s, p };
	int64_t v;

	for (int i = p->wait->nfacts; i < p->nfacts; i++)
		if (lkmm_sym_value(p->fact[i].sym, read_in_turn, &in, &v) &&
		    !v == p->fact[i].truth)
			return false;
	return true;
}

/* Some thread keeps the thread of the path @p waiting. */
static bool is_kept_waiting(const struct standing *s, const struct path *p)
{
	bool period = lkmm_waits_for_readers(p);
	int loc = p->waits->kind == SYM_NUMBER ? lkmm_pointee(s->q->test, p->waits->number) : -1;

	if (lkmm_awaits(p) || (!period && loc < 0))
		return true;
	for (int u = 0; u < s->q->test->nthreads; u++)
		if (period ? delays(s->path[u], p) : keeps(s->q, s->path[u], loc))
			return true;
	return false;
}

static bool is_likely(void *arg, const struct path **path)
{
	struct standing *s = arg;

	s->path = path;
	for (int t = 0; t < s->q->test->nthreads; t++) {
		const struct path *p = path[t];

		if (p->wait ? !may_go_on(s, p) : stands(p) && !is_kept_waiting(s, p))
			return false;
	}
	return true;
}

/* ---- searches ---- */

static bool out_of_time(void *arg)
{
	struct standing *s = arg;
	const struct lkmm_options *o = s->q->options;
	bool patient = s->patient && !s->found && !s->on->counted;

	return (s->polls++ >= MAX_POLLS && !patient) || (o->stop && o->stop(o->stop_arg));
}

static void show_nothing(void *arg, const struct lkmm_execution *x)
{
	(void)arg;
	(void)x;
}

/* A search among the choices of @paths. */
static struct query search_for(struct standing *s, struct lkmm_test *test, struct lkmm_options *o,
			       struct paths *paths)
{
	*o = lkmm_quiet(s->q->options);
	o->stop = out_of_time;
	o->stop_arg = s;
	*test = *s->q->test;
	test->cond = NULL;
	s->polls = 0;
	return (struct query){ .test = test, .model = s->q->model, .options = o,
			       .arena = s->q->arena, .paths = paths, .blocking = true,
			       .likely = is_likely, .likely_arg = s,
			       .met_refused = s->q->met_refused };
}

/* Finds threads that are alike, with those of their paths that end and those that do not. */
static void find_alike(struct standing *s)
{
	struct lkmm_options o;
	struct lkmm_test test;
	struct query on = search_for(s, &test, &o, s->all);

	if (test.nthreads > MAX_ALIKE)
		return;
	lkmm_find_alike(&on);
	s->q->status = on.status;
	for (int t = 0; t < test.nthreads && on.status == LKMM_OK; t++)
		if (on.like[t] >= 0) {
			s->like = on.like;
			s->moves = on.moves;
		}
}

/*
 * Counts the choices of @paths that have an execution; the first is @first. Of each thread,
 * @skipped are not among them, which come before; or NULL.
 */
static size_t count(struct standing *s, struct paths *paths, const int *skipped, bool filtered,
		    const struct path **first, struct lkmm_answer *answer)
{
	struct lkmm_options o;
	struct lkmm_test test;
	struct query on = search_for(s, &test, &o, paths);

	s->on = &on;
	if (!filtered)
		test.filter = NULL;
	on.counting = true;
	on.witness = first;
	if (s->like && skipped) {
		on.like = s->like;
		on.moves = s->moves;
		on.downwards = true;
		on.skipped = skipped;
	} else if (test.nthreads <= MAX_ALIKE) {
		lkmm_find_alike(&on);
	}
	lkmm_run_search(&on);
	free(on.state);
	free(on.bucket);
	answer->blocks_cut |= on.status != LKMM_OK;
	if (on.status == LKMM_NO_MEMORY)
		s->q->status = on.status;
	return on.counted;
}

/* ---- where a thread stands ---- */

static bool find_call(const struct lkmm_stmt *s, const struct lkmm_call **call);

/* Whether some access of @e tells in which function it is: that is *@call. */
static bool find_call_of(const struct lkmm_expr *e, const struct lkmm_call **call)
{
	if (!e)
		return false;
	if (e->kind == LKMM_ACCESS) {
		*call = e->access->call;
		return true;
	}
	if (e->kind == LKMM_BODY && find_call(e->body, call)) {
		/* It calls that function. */
		if (*call && (*call)->at.line == e->at.line && (*call)->at.column == e->at.column)
			*call = (*call)->outer;
		return true;
	}
	return find_call_of(e->a, call) || find_call_of(e->b, call) || find_call_of(e->c, call);
}

static bool find_call(const struct lkmm_stmt *s, const struct lkmm_call **call)
{
	for (; s; s = s->next)
		if (find_call_of(s->expr, call) || find_call_of(s->step, call) ||
		    find_call(s->body, call) || find_call(s->orelse, call))
			return true;
	return false;
}

static struct lkmm_standing where(int t, const struct path *p)
{
	const struct lkmm_stmt *loop = p->wait ? p->wait->stmt : NULL;
	struct lkmm_standing s = { .thread = t };

	if (!loop) {
		s.at = p->stop->at;
		s.call = p->stop->access->call;
		return s;
	}
	s.at = loop->at;
	if (!find_call_of(loop->expr, &s.call))
		find_call(loop->body, &s.call);
	return s;
}

static void note_standing(const struct standing *s, struct lkmm_answer *answer)
{
	int n = s->q->test->nthreads;

	answer->standing = calloc((size_t)n, sizeof(*answer->standing));
	if (!answer->standing) {
		s->q->status = LKMM_NO_MEMORY;
		return;
	}
	for (int t = 0; t < n; t++)
		if (stands(s->path[t]))
			answer->standing[answer->nstanding++] = where(t, s->path[t]);
}

/* The execution of the paths @first, as the library shows it. */
static void show_blocked(struct standing *s, const struct path **first,
			 const struct lkmm_answer *answer)
{
	const struct lkmm_options *asked = s->q->options;
	int n = s->q->test->nthreads;
	struct paths *paths = lkmm_alloc(s->q->arena, sizeof(*paths) * ((size_t)n + 1));
	struct lkmm_options o;
	struct lkmm_test test;
	struct query on;

	if (!asked->show || !paths)
		return;
	for (int t = 0; t < n; t++)
		paths[t] = (struct paths){ .path = (struct path **)&first[t], .n = 1,
					   .names = s->all[t].names };
	on = search_for(s, &test, &o, paths);
	s->on = &on;
	o.show = show_nothing;
	lkmm_run_search(&on);
	free(on.state);
	free(on.bucket);
	if (!on.found)
		return;
	on.simplest.standing = answer->standing;
	on.simplest.nstanding = answer->nstanding;
	asked->show(asked->show_arg, &on.simplest);
}

/*
 * Thread @last waits, those before it end. Exchanging threads that are alike makes one of these of
 * each choice in which some thread waits: of threads that are alike the first ones wait.
 */
static void count_blocked(struct standing *s, struct paths *some, int *skipped, int last,
			  const struct path **first, struct lkmm_answer *answer)
{
	bool none = !answer->blocks;

	for (int t = 0; t < s->q->test->nthreads; t++) {
		skipped[t] = t == last ? s->nends[t] : 0;
		some[t] = s->all[t];
		if (t < last)
			some[t].n = s->nends[t];
	}
	some[last].path += s->nends[last];
	some[last].n -= s->nends[last];
	answer->blocks += count(s, some, skipped, true, first, answer);
	s->found = answer->blocks;
	if (!none || !answer->blocks)
		return;
	s->path = first;
	note_standing(s, answer);
	if (s->q->status == LKMM_OK)
		show_blocked(s, first, answer);
}

static void count_all(struct standing *s, bool none, struct lkmm_answer *answer)
{
	int n = s->q->test->nthreads;
	struct paths *some = lkmm_alloc(s->q->arena, sizeof(*some) * ((size_t)n + 1));
	const struct path **first = lkmm_alloc(s->q->arena, sizeof(*first) * ((size_t)n + 1));

	int *skipped = lkmm_alloc(s->q->arena, sizeof(*skipped) * ((size_t)n + 1));

	if (!some || !first || !skipped) {
		s->q->status = LKMM_NO_MEMORY;
		return;
	}
	find_alike(s);
	for (int t = 0; t < n && s->q->status == LKMM_OK; t++)
		if (s->all[t].n > s->nends[t])
			count_blocked(s, some, skipped, t, first, answer);
	if (s->q->status != LKMM_OK || !(none || answer->blocks))
		return;
	for (int t = 0; t < n; t++) {
		some[t] = s->all[t];
		some[t].n = s->nends[t];
	}
	answer->ends = count(s, some, NULL, !none, NULL, answer);
}

/* Whether any execution ends, in shares of others as well. */
static bool any_ends(struct query *q, const struct lkmm_answer *answer)
{
	struct lkmm_options o = lkmm_quiet(q->options);
	struct lkmm_test test = *q->test;
	struct query on = { .test = &test, .model = q->model, .options = &o, .arena = q->arena,
			    .paths = q->paths, .like = q->like, .moves = q->moves,
			    .met_refused = q->met_refused };

	if (answer->positive || answer->negative || !lkmm_is_shared(q))
		return answer->positive || answer->negative;
	test.cond = NULL;
	lkmm_run_search(&on);
	free(on.state);
	free(on.bucket);
	q->status = on.status;
	q->limit = on.limit;
	return on.found;
}

/* It is bounded, and counts: the first share does it for all. */
void lkmm_find_blocked(struct query *q, struct lkmm_answer *answer)
{
	size_t n = (size_t)q->test->nthreads;
	bool none = !q->options->share && !answer->undecided && !any_ends(q, answer);
	struct standing s = { .q = q, .patient = q->options->patient && !answer->cut_short };
	bool ok = true;

	if (q->options->share || q->status != LKMM_OK || !(none || lkmm_any_may_block(q)))
		return;
	lkmm_begin_stage(q, LKMM_STAGE_BLOCKED);
	s.all = lkmm_alloc(q->arena, n * sizeof(*s.all) + 1);
	s.nends = lkmm_alloc(q->arena, n * sizeof(*s.nends) + 1);
	if (!s.all || !s.nends) {
		q->status = LKMM_NO_MEMORY;
		return;
	}
	for (int t = 0; t < q->test->nthreads && ok; t++) {
		ok = lkmm_list_standing(q, &s.all[t], t) && s.all[t].n;
		s.nends[t] = q->paths[t].n;
	}
	if (ok)
		count_all(&s, none, answer);
	else
		answer->blocks_cut = true;
}
