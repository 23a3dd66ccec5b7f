// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Paths on demand. The paths of a thread form a tree: they begin alike, and part where something is
 * decided. The search goes down the trees of all threads, one step in one of them at a time. If the
 * model allows nothing that begins as the paths do that are left of each thread, no choice of these
 * has an execution, and all are skipped.
 *
 * What begins: the events that all paths left of a thread have in common from the start, and what
 * is known of their values. Such an event is in each execution of these paths, with the same po,
 * address, value and dependencies as expressions over the reads. Take such an execution, and leave
 * out all other events. What is left of rf and co breaks no rule that only grows, since the
 * equations of these only lose pairs. A read may have lost the write that it read from: that is in
 * another thread, since no thread reads from its own later writes. So each read whose location some
 * other thread may still write to reads from the event .outside. It has no location and no value,
 * is part of no relation, and allows the read whatever any write would allow.
 */
#include "search.h"

#include <stdlib.h>

/* ---- what is left of each thread ---- */

/*
 * With more events than this in all paths together, it takes too long to look at all of them; and
 * so many threads may write to so many variables that a table of that fits into 10 MB.
 */
enum { MOST_EVENTS = 1 << 17, MOST_WRITTEN = 1 << 16 };

static bool is_small(const struct query *q)
{
	long n = 0;

	if ((long)q->test->nthreads * q->test->nlocs > MOST_WRITTEN)
		return false;
	for (int t = 0; t < q->test->nthreads; t++)
		for (int i = 0; i < q->paths[t].n; i++)
			n += q->paths[t].path[i]->nevents;
	return n <= MOST_EVENTS;
}

/* Memory for the choice of paths. */
static bool choice_open(struct graph *g)
{
	size_t threads = (size_t)g->q->test->nthreads, n = 0;
	struct demand *d = &g->demand;
	struct common *next;

	for (size_t t = 0; t < threads; t++)
		n += (size_t)g->q->paths[t].n;
	d->span = calloc(threads + 1, sizeof(*d->span));
	d->level = calloc(threads + 1, sizeof(*d->level));
	d->next = calloc(threads + 1, sizeof(*d->next));
	next = calloc(n + 1, sizeof(*next));
	if (!d->span || !d->level || !d->next || !next) {
		free(next);
		g->q->status = LKMM_NO_MEMORY;
		return false;
	}
	for (size_t t = 0; t <= threads; t++) {
		d->next[t] = next;
		next += t < threads ? g->q->paths[t].n : 0;
	}
	return true;
}

/* Memory for where threads begin, and what they may write. */
static bool starts_open(struct graph *g)
{
	size_t threads = (size_t)g->q->test->nthreads, nlocs = (size_t)g->nlocs;
	struct demand *d = &g->demand;

	if (d->start)
		return true;
	d->start = calloc(threads + 1, sizeof(*d->start));
	d->started = calloc(threads + 1, sizeof(*d->started));
	d->later = calloc(threads * nlocs + 1, sizeof(*d->later));
	d->holds = (struct holds){ .test = g->q->test,
				   .at = calloc(nlocs + 1, sizeof(*d->holds.at)) };
	d->arena = lkmm_arena_new();
	d->effect = calloc(threads + 1, sizeof(*d->effect));
	d->scratch = calloc(nlocs + 1, sizeof(*d->scratch));
	if (!d->start || !d->started || !d->later || !d->holds.at || !d->arena || !d->effect ||
	    !d->scratch || !feed_open(g)) {
		g->q->status = LKMM_NO_MEMORY;
		return false;
	}
	for (size_t t = 0; t < threads; t++)
		d->started[t] = (struct span){ -1, -1 };
	lkmm_find_holds(&d->holds, g->q->paths);
	return true;
}

static bool is_less(struct common a, struct common b)
{
	return a.nevents != b.nevents ? a.nevents < b.nevents : a.nfacts < b.nfacts;
}

/* Leaves the paths @s of thread @t, and finds where they part. */
static void leave(struct graph *g, int t, struct span s)
{
	struct demand *d = &g->demand;
	const struct common *next = d->next[t];

	d->span[t] = s;
	for (int i = s.first; i + 1 < s.end; i++)
		if (i == s.first || is_less(next[i], d->level[t]))
			d->level[t] = next[i];
}

/* All paths of all threads. */
static void leave_all(struct graph *g)
{
	for (int t = 0; t < g->q->test->nthreads; t++) {
		const struct paths *p = &g->q->paths[t];

		for (int i = 0; i + 1 < p->n; i++)
			g->demand.next[t][i] = lkmm_common(p->path[i], p->path[i + 1]);
		leave(g, t, (struct span){ 0, p->n });
	}
}

/* What the paths left of thread @t may write after their first @n events. */
static void find_later(struct graph *g, int t, int n)
{
	struct demand *d = &g->demand;
	struct held *later = d->later + t * g->nlocs;
	struct span s = d->span[t];

	memset(later, 0, sizeof(*later) * (size_t)g->nlocs);
	for (int i = s.first; i < s.end; i++) {
		const struct path *p = g->q->paths[t].path[i];

		for (int k = n; k < p->nevents; k++)
			if (p->event[k].type == EVENT_WRITE)
				add_effect(g, t, i, k, later);
		g->q->work += (unsigned long)p->nevents;
	}
}

/* The events, and what is known of them, that all paths left of thread @t begin with. */
static void find_start(struct graph *g, int t)
{
	struct demand *d = &g->demand;
	struct span s = d->span[t];
	struct path *start = &d->start[t];
	struct common c;

	if (d->started[t].first == s.first && d->started[t].end == s.end)
		return;
	d->started[t] = s;
	*start = *g->q->paths[t].path[s.first];
	c = (struct common){ start->nevents, start->nfacts };
	for (int i = s.first; i + 1 < s.end; i++) {
		const struct common *next = &d->next[t][i];

		c.nevents = next->nevents < c.nevents ? next->nevents : c.nevents;
		c.nfacts = next->nfacts < c.nfacts ? next->nfacts : c.nfacts;
	}
	start->nevents = c.nevents;
	start->nfacts = lkmm_facts_about(start, c);
	start->cond = NULL;
	if (d->feed)
		feed_thread(g, t);
	else
		find_later(g, t, c.nevents);
}

/* Whether some path is left of each thread that the condition leaves as well. */
static bool any_possible(const struct graph *g)
{
	for (int t = 0; t < g->q->test->nthreads; t++) {
		struct span s = g->demand.span[t];
		int like = g->q->like ? g->q->like[t] : -1;

		if (like >= 0)
			s = in_order(g->q, t, s, g->demand.span[like]);
		while (s.first < s.end && !g->possible[t][s.first])
			s.first++;
		if (s.first >= s.end)
			return false;
	}
	return true;
}

/* ---- whether the model allows it ---- */

/* Whether some execution begins as all the paths do that are left. */
static bool can_begin(struct graph *g)
{
	struct probe p;

	probe_begin(g, &p);
	g->outside = 0;
	g->demand.asked = 0;
	for (int t = 0; t < g->q->test->nthreads; t++)
		g->path[t] = &g->demand.start[t];
	if (build_graph(g) && first_state(g, g->first) && settle(g, g->first))
		explore(g, true);
	g->outside = -1;
	return probe_end(g, &p);
}

static uint64_t work_of(const struct query *q)
{
	return q->done + q->work;
}

/* How many choices are left. */
static double count_choices(const struct graph *g)
{
	double choices = 1;

	for (int t = 0; t < g->q->test->nthreads; t++)
		choices *= g->demand.span[t].end - g->demand.span[t].first;
	return choices;
}

/*
 * Whether to ask if the paths that are left can begin: if looking at each choice of them would take
 * longer.
 */
static bool is_worth_it(const struct graph *g, double choices)
{
	const struct demand *d = &g->demand;

	return g->q->options->search == LKMM_SEARCH_EAGER ||
	       (d->whole && choices * (double)d->whole_work * (double)(d->starts + 1) >=
				   (double)d->starts_work * (double)d->whole);
}

/* With fewer choices, it takes as long to look for facts that need each other. */
enum { MANY_CHOICES = 64 };

static bool may_begin(struct graph *g)
{
	struct demand *d = &g->demand;
	double choices = count_choices(g);
	bool whole = is_worth_it(g, choices), can;
	uint64_t before = work_of(g->q);

	if (!whole && choices < MANY_CHOICES)
		return true;
	if (!starts_open(g))
		return false;
	for (int t = 0; t < g->q->test->nthreads; t++)
		find_start(g, t);
	if ((choices >= MANY_CHOICES || g->q->options->search == LKMM_SEARCH_EAGER) &&
	    feed_each_other(g))
		return false;
	if (!whole)
		return true;
	can = can_begin(g);
	d->starts++;
	d->starts_work += work_of(g->q) - before;
	return can;
}

/* ---- the search ---- */

/* The thread to go on with, the one whose paths part first; or -1 if one path is left of each. */
static int thread_to_fork(const struct graph *g)
{
	const struct demand *d = &g->demand;
	int best = -1;

	for (int t = 0; t < g->q->test->nthreads; t++)
		if (d->span[t].end - d->span[t].first > 1 &&
		    (best < 0 || d->level[t].nevents < d->level[best].nevents))
			best = t;
	return best;
}

static bool fork_thread(struct graph *g, int t)
{
	struct demand *d = &g->demand;
	struct span *s = &d->span[t];
	struct fork *p = room_for(g->q, d->fork, d->nforks, &d->room, sizeof(*p), MAX_FRAMES);

	if (!p)
		return false;
	d->fork = p;
	p[d->nforks++] = (struct fork){ t, *s, *s, d->level[t] };
	s->end = s->first;
	return true;
}

/* Leaves the next group of paths of the innermost fork that has one. False if there is none. */
static bool next_choice(struct graph *g)
{
	struct demand *d = &g->demand;

	while (d->nforks) {
		struct fork *f = &d->fork[d->nforks - 1];
		struct span s = d->span[f->thread];

		if (s.end < f->whole.end) {
			s.first = s.end++;
			while (s.end < f->whole.end &&
			       is_less(f->level, d->next[f->thread][s.end - 1]))
				s.end++;
			f->now = s;
			leave(g, f->thread, s);
			return true;
		}
		d->span[f->thread] = f->whole;
		d->level[f->thread] = f->level;
		d->nforks--;
	}
	return false;
}

/* Searches the choice that is left. True if the search is over. */
static bool search_choice(struct graph *g)
{
	struct demand *d = &g->demand;
	uint64_t before = work_of(g->q);
	bool over;

	for (int t = 0; t < g->q->test->nthreads; t++)
		g->which[t] = d->span[t].first;
	over = search_which(g);
	d->whole++;
	d->whole_work += work_of(g->q) - before;
	return over;
}

static void search_on_demand(struct graph *g)
{
	if (!find_possible_paths(g) || !choice_open(g))
		return;
	leave_all(g);
	do {
		int t;

		if (stopped(g))
			return;
		if (!any_possible(g) || !is_our_place(g))
			continue;
		t = thread_to_fork(g);
		if (t < 0 ? search_choice(g) : may_begin(g) && !fork_thread(g, t))
			return;
	} while (next_choice(g));
}

/*
 * The execution that comes closest to being allowed is forbidden. And there must be room for one
 * more event.
 */
static void search_choices(struct graph *g)
{
	if (on_demand(g->q) && !g->q->forbidden && lkmm_most_events(g->q) < MAX_SET &&
	    is_small(g->q))
		search_on_demand(g);
	else
		search_all(g);
}

static void search(struct query *q, const struct equations *equations)
{
	struct graph *g = calloc(1, sizeof(*g));

	if (!g) {
		q->status = LKMM_NO_MEMORY;
		return;
	}
	if (graph_open(g, q, equations))
		search_choices(g);
	else
		q->status = LKMM_NO_MEMORY;
	graph_close(g);
	free(g);
}
