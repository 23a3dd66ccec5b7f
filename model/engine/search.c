// SPDX-License-Identifier: GPL-2.0 OR MIT
/* One path for each thread, and the searches over the executions of these. */
#include "search.h"

/* The least work of a choice of paths, in words of relations. */
enum { PATHS_WORK = 256 };

/* Finds the locations that events of the paths may be to, and those that are observed. */
static void find_used(struct graph *g)
{
	memset(g->used, g->nlocs <= LKMM_FEW_LOCATIONS, (size_t)g->nlocs);
	lkmm_note_observed(g->q->test, g->used);
	for (int t = 0; t < g->q->test->nthreads && g->nlocs > LKMM_FEW_LOCATIONS; t++)
		lkmm_note_used(g->q->test, g->path[t], g->used);
}

static bool build_graph(struct graph *g)
{
	g->n = 0;
	g->fixed = false;
	g->patience = g->waiting = 0;
	memset(&g->reads, 0, sizeof(g->reads));
	memset(&g->writes, 0, sizeof(g->writes));
	memset(&g->frees, 0, sizeof(g->frees));
	memset(&g->cookies, 0, sizeof(g->cookies));
	memset(&g->wholes, 0, sizeof(g->wholes));
	memset(g->of_thread, 0, sizeof(*g->of_thread) * (size_t)g->q->test->nthreads);
	find_used(g);
	for (int l = 0; l < g->nlocs; l++) {
		g->init[l] = -1;
		if (!g->used[l])
			continue;
		g->init[l] = (short)add_event_node(g, -1, NULL);
		set_add(&g->writes, g->init[l]);
	}
	if (g->outside >= 0)
		g->outside = add_event_node(g, -1, NULL);
	for (int t = 0; t < g->q->test->nthreads; t++)
		add_thread(g, t);
	return add_needs(g);
}

static bool on_demand(const struct query *q)
{
	return q->options->search != LKMM_SEARCH_PATHS;
}

/* ---- any execution ---- */

/* A search for any execution of the graph. */
struct probe {
	struct query *asked, query;
	struct lkmm_options options;
};

static void probe_begin(struct graph *g, struct probe *p)
{
	p->asked = g->q;
	p->options = lkmm_quiet(g->q->options);
	p->query = (struct query){
		.test = g->q->test, .model = g->q->model, .options = &p->options,
		.arena = g->q->arena, .paths = g->q->paths, .work = g->q->work, .done = g->q->done,
		.most = g->q->most, .splits = g->q->splits,
		.met_refused = g->q->met_refused,
	};
	g->q = &p->query;
	g->probing = true;
}

/* False if there is none. */
static bool probe_end(struct graph *g, struct probe *p)
{
	struct query *q = p->asked;

	g->q = q;
	g->probing = false;
	q->work = p->query.work;
	q->done = p->query.done;
	if (p->query.status == LKMM_NO_MEMORY || p->query.status == LKMM_STOPPED)
		q->status = p->query.status;
	return p->query.found || p->query.status != LKMM_OK;
}

/* Whether there is an execution of the paths of the graph. */
static bool has_execution(struct graph *g)
{
	struct probe p;

	probe_begin(g, &p);
	explore(g, true);
	return probe_end(g, &p);
}

/* ---- flags ---- */

/*
 * The accesses that may be the first of a pair of one thread: a thread may use an object that it
 * has freed, or read one that it has not written to.
 */
static struct set first_of_one_thread(struct graph *g)
{
	struct set first = { { 0 } };
	rel_t pairs;

	if (check_rules(g, g->first, false))
		return first;
	pairs = open_pairs(g);
	for (int t = 0; t < g->q->test->nthreads; t++)
		for_each(a, &g->of_thread[t])
			if (set_meets(&pairs->row[a], &g->of_thread[t]))
				set_add(&first, a);
	return first;
}

/* Looks for flaws of two accesses, of any two threads, or of one. */
static void search_pairs(struct graph *g)
{
	struct query *q = g->q;
	struct set alone = first_of_one_thread(g);

	g->racing = true;
	for (int t = 0; t < q->test->nthreads; t++) {
		int last = set_meets(&alone, &g->of_thread[t]) ? t : t - 1;

		for (int u = 0; u <= last && !stopped(g) && q->wanted_flags & ~q->flags; u++) {
			g->racer[0] = u;
			g->racer[1] = t;
			explore(g, false);
		}
	}
	g->racing = false;
}

/* Relates the accesses that may be to one variable. */
static rel_t accesses_that_meet(struct graph *g, const struct state *st)
{
	struct set accesses = g->reads;
	struct rel *meet;

	if (g->m->placed)
		return g->m->loc;
	set_or(&accesses, &g->writes);
	meet = rel_new(&g->m->pool);
	for_each(i, &accesses)
		for_each(k, &accesses)
			if (may_meet(g, st, i, k))
				set_add(&meet->row[i], k);
	return rel_done(&g->m->pool, meet);
}

/* The accesses that may be to a variable of the final state. */
static rel_t possibly_observed(struct graph *g, const struct state *st)
{
	const struct lkmm_test *t = g->q->test;
	struct set s = g->m->observed->domain;

	for (int k = 0; k < t->nobserved; k++)
		for_each(i, &st->no_loc)
			if (t->observed[k].kind == LKMM_FINAL_LOCATION &&
			    lkmm_may_reach(t, g->event[i], t->observed[k].loc))
				set_add(&s, i);
	return rel_set(&g->m->pool, &s);
}

/* The flags that executions of these paths could raise. */
static unsigned int possible_flags(struct graph *g)
{
	if (check_rules(g, g->first, false))
		return 0;
	g->m->meet = accesses_that_meet(g, g->first);
	g->m->observed = possibly_observed(g, g->first);
	return g->equations->possible_flags(g->m);
}

static bool search_flags(struct graph *g)
{
	struct query *q = g->q;
	const unsigned int pairs =
		g->equations->possible_races ? 1U << LKMM_DATA_RACE | FLAGS_OF_LIFE : 0;
	unsigned int wanted = possible_flags(g) & q->model->flags & ~q->flags;

	if (!wanted)
		return false;
	q->wanted_flags = wanted & ~pairs;
	if (q->wanted_flags)
		explore(g, false);
	q->wanted_flags = wanted;
	if (wanted & pairs & ~q->flags && (!on_demand(q) || has_execution(g)))
		search_pairs(g);
	return q->status != LKMM_OK;
}

static bool are_alike(const struct query *q, int t, int u)
{
	while (q->like && t >= 0 && t < u)
		t = q->like[t];
	return t == u;
}

/* How many choices of paths this one stands for: exchanging threads that are alike gives these. */
static size_t choices_like_this(const struct graph *g)
{
	size_t n = 1;

	for (int u = 0; u < g->q->test->nthreads; u++) {
		size_t alike = 1, same = 1;

		for (int t = 0; t < u; t++)
			if (are_alike(g->q, t, u)) {
				alike++;
				same += place_of(g->q, t, g->which[t]) ==
					place_of(g->q, u, g->which[u]);
			}
		n = n * alike / same;
	}
	return n;
}

/* True if the search is over. */
static bool search_paths(struct graph *g)
{
	struct query *q = g->q;

	if (!build_graph(g))
		return true;
	if (!first_state(g, g->first) || !settle(g, g->first)) {
		count_execution(g);
		return q->status != LKMM_OK;
	}
	if (q->wanted_flags)
		return search_flags(g);
	explore(g, !q->states);
	if (q->counting && q->found) {
		q->counted += choices_like_this(g);
		q->found = false;
		q->witness = NULL;
	}
	return q->status != LKMM_OK || (is_comparing(q) ? compared_enough(q) : q->found) ||
	       considered_enough(q);
}

/* The read of the path @p whose value @s is, or -1. A cast to the type of the variable changes
 * nothing. */
static int read_of(const struct graph *g, const struct path *p, const struct sym *s)
{
	const struct sym *read = s->kind == SYM_CAST ? s->a : s;
	const struct lkmm_location *l;
	int loc;

	if (read->kind != SYM_READ)
		return -1;
	if (s == read)
		return read->read;
	loc = lkmm_known_location(g->q->test, &p->event[read->read]);
	if (loc < 0)
		return -1;
	l = &g->q->test->loc[loc];
	return lkmm_same_integer(l->integer, s->to) &&
	       lkmm_truncate(l->init, l->integer) == l->init ? read->read : -1;
}

/* The values that, by the condition, thread @t has read on the path @p. */
static void learn_from_cond(const struct graph *g, struct state *st, int t, const struct path *p)
{
	memset(&st->known, 0, sizeof(st->known));
	for (int i = 0; i < g->nneeds; i++) {
		const struct lkmm_cond *c = g->need[i].cond;
		int r;

		if (!c || c->kind != LKMM_SAME || !g->need[i].truth ||
		    c->left.kind != LKMM_FINAL_REGISTER || c->left.reg.thread != t ||
		    c->right.kind != LKMM_CONSTANT || c->left.part.bits)
			continue;
		r = p->reg[c->left.reg.index] ? read_of(g, p, p->reg[c->left.reg.index]) : -1;
		if (r < 0)
			continue;
		st->val[r] = c->right.value;
		set_add(&st->known, r);
	}
}

/* Whether the condition leaves the path @p to thread @t, as far as can be seen from these alone. */
static bool possible_path(const struct graph *g, struct state *st, int t, const struct path *p)
{
	int64_t v;

	learn_from_cond(g, st, t, p);
	for (int i = 0; i < p->nfacts; i++)
		if (sym_value(st, 0, p->fact[i].sym, &v) && !v == p->fact[i].truth)
			return false;
	return true;
}

/* The possible paths of each thread. False without room. */
static bool find_possible_paths(struct graph *g)
{
	struct query *q = g->q;

	g->nneeds = 0;
	if (!add_conditions(g))
		return false;
	for (int t = 0; t < q->test->nthreads; t++) {
		bool *possible = lkmm_alloc(q->arena, (size_t)q->paths[t].n + 1);

		if (!possible) {
			q->status = LKMM_NO_MEMORY;
			return false;
		}
		for (int i = 0; i < q->paths[t].n; i++)
			possible[i] = possible_path(g, g->first, t, q->paths[t].path[i]);
		g->possible[t] = possible;
	}
	return true;
}

/* Leaves those paths of thread @t that come before some path @like of the next thread like it, or
 * behind it if they are taken downwards: that order is taken only. */
static struct span in_order(const struct query *q, int t, struct span s, struct span like)
{
	int shift = place_of(q, q->like[t], 0) - place_of(q, t, 0);

	if (!q->downwards && s.end > like.end + shift)
		s.end = like.end + shift;
	if (q->downwards && s.first < like.first + shift)
		s.first = like.first + shift;
	return s;
}

/* The first possible path of thread @t from @from on, or -1. */
static int possible_from(const struct graph *g, int t, int from)
{
	int like = g->q->like ? g->q->like[t] : -1;
	struct span s = { from, g->q->paths[t].n };

	if (like >= 0)
		s = in_order(g->q, t, s, (struct span){ g->which[like], g->which[like] + 1 });
	while (s.first < s.end && g->possible[t] && !g->possible[t][s.first])
		s.first++;
	return s.first < s.end ? s.first : -1;
}

/* Takes the first paths of the threads before @t. If one has none, returns the next one; or 0. */
static int take_first(struct graph *g, int t)
{
	while (t--)
		if ((g->which[t] = possible_from(g, t, 0)) < 0)
			return t + 1;
	return 0;
}

/* Takes the next choice of paths, with another one of thread @t or behind it. False after the
 * last. */
static bool next_paths(struct graph *g, int t)
{
	while (t < g->q->test->nthreads) {
		int next = possible_from(g, t, g->which[t] + 1);

		if (next < 0) {
			t++;
			continue;
		}
		g->which[t] = next;
		t = take_first(g, t);
		if (!t)
			return true;
	}
	return false;
}

static bool first_paths(struct graph *g)
{
	int t = take_first(g, g->q->test->nthreads);

	return !t || (g->q->downwards && next_paths(g, t));
}

/* The paths that have been chosen are those of the graph. */
static void take_paths(struct graph *g)
{
	for (int t = 0; t < g->q->test->nthreads; t++)
		g->path[t] = g->q->paths[t].path[g->which[t]];
}

static bool is_likely(const struct graph *g)
{
	return !g->q->likely || g->q->likely(g->q->likely_arg, g->path);
}

/* Searches the choice .which. True if the search is over. */
static bool search_which(struct graph *g)
{
	take_paths(g);
	g->q->work += PATHS_WORK;
	return stopped(g) || (is_likely(g) && search_paths(g));
}

static void search_all(struct graph *g)
{
	if (!find_possible_paths(g) || !first_paths(g))
		return;
	do {
		if (is_our_choice(g) && search_which(g))
			return;
	} while (next_paths(g, 0));
}
