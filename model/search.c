// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The search. What is asked for is decided first, value by value rather than write by write; once
 * the answer is settled, any one way of completing the execution will do, and once a final state
 * has been seen nothing that leads only to it is tried again.
 */
#include "search.h"

#include <stdlib.h>

enum { POLL_INTERVAL = 64 };

/* After this many incomplete executions in a row that broke no rule, only complete ones are
 * checked, until one does. */
enum { PATIENCE = 16 };

enum choice_kind { CHOOSE_VALUE, CHOOSE_WRITE, CHOOSE_LAST, CHOOSE_ORDER, CHOOSE_NOTHING };

struct choice {
	enum choice_kind kind;
	int read;			/* CHOOSE_VALUE, CHOOSE_WRITE */
	int loc;			/* CHOOSE_LAST */
	int first, second;		/* CHOOSE_ORDER */
};

static bool stopped(struct graph *g)
{
	struct query *q = g->q;

	if (q->status != LKMM_OK)
		return true;
	if (q->options->stop && ++q->polls % POLL_INTERVAL == 0 &&
	    q->options->stop(q->options->stop_arg))
		q->status = LKMM_STOPPED;
	return q->status != LKMM_OK;
}

static struct state *level(struct graph *g, int depth)
{
	while (depth >= g->nlevels) {
		struct state **p = realloc(g->level, sizeof(*p) * ((size_t)g->nlevels + 1));

		if (p)
			g->level = p;
		if (p && (p[g->nlevels] = malloc(sizeof(struct state)))) {
			g->nlevels++;
			continue;
		}
		g->q->status = LKMM_NO_MEMORY;
		return NULL;
	}
	return g->level[depth];
}

/* ---- what to decide next ---- */

/* The read to decide so that @reads become known: those that they read from first. */
static int read_to_decide(const struct graph *g, const struct state *st, struct set reads)
{
	struct set seen = { { 0 } };
	int best = -1, r;

	while ((r = set_next(&reads, 0)) >= 0) {
		set_del(&reads, r);
		if (has(&seen, r))
			continue;
		set_add(&seen, r);
		if (st->rf[r] < 0) {
			if (best < 0 || set_size(&st->dom[r]) < set_size(&st->dom[best]))
				best = r;
		} else if (g->event[st->rf[r]]) {
			const struct event *e = g->event[st->rf[r]];
			int base = g->base[g->thread[st->rf[r]]];

			open_reads(st, base, e->value, &reads);
			open_reads(st, base, e->address, &reads);
		}
	}
	return best;
}

static bool choose_loc(const struct graph *g, const struct state *st, int loc, struct choice *c)
{
	int last = 0;

	for_each(w, &g->writes)
		last += st->loc[w] == loc && set_empty(&st->co[w]);
	if (last < 2)
		return false;
	*c = (struct choice){ .kind = CHOOSE_LAST, .loc = loc };
	return true;
}

/* Decides something that the atom @a depends on. */
static bool choose_for_atom(const struct graph *g, const struct state *st,
			    const struct lkmm_atom *a, struct choice *c)
{
	struct set reads = { { 0 } };
	int64_t v;
	int r;

	if (atom_value(g, st, a, &v))
		return false;
	if (a->thread >= 0) {
		open_reads_of_atom(g, st, a, &reads);
	} else {
		for_each(w, &g->writes) {
			const struct event *e = g->event[w];

			if (e && (has(&st->no_loc, w) ||
				  (st->loc[w] == a->index && !has(&st->known, w)))) {
				open_reads(st, g->base[g->thread[w]], e->address, &reads);
				open_reads(st, g->base[g->thread[w]], e->value, &reads);
			}
		}
	}
	r = read_to_decide(g, st, reads);
	if (r >= 0) {
		*c = (struct choice){ .kind = CHOOSE_VALUE, .read = r };
		return true;
	}
	return a->thread == -1 && choose_loc(g, st, a->index, c);
}

static bool choose_for_cond(const struct graph *g, const struct state *st,
			    const struct lkmm_cond *k, struct choice *c)
{
	if (cond_value(g, st, k) != OPEN)
		return false;
	if (k->kind == LKMM_SAME)
		return choose_for_atom(g, st, &k->left, c) || choose_for_atom(g, st, &k->right, c);
	return (k->a && choose_for_cond(g, st, k->a, c)) ||
	       (k->b && choose_for_cond(g, st, k->b, c));
}

static bool choose_for_needs(const struct graph *g, const struct state *st, struct choice *c)
{
	for (int i = 0; i < g->nneeds; i++) {
		struct set reads = { { 0 } };
		int r;

		if (st->met[i / 64] >> (i % 64) & 1)
			continue;
		if (g->need[i].cond) {
			if (choose_for_cond(g, st, g->need[i].cond, c))
				return true;
			continue;
		}
		open_reads(st, g->need[i].base, g->need[i].sym, &reads);
		r = read_to_decide(g, st, reads);
		if (r < 0)
			continue;
		*c = (struct choice){ .kind = CHOOSE_VALUE, .read = r };
		return true;
	}
	return false;
}

static bool choose_for_state(const struct graph *g, const struct state *st, struct choice *c)
{
	const struct lkmm_test *t = g->q->test;

	if (!g->q->states)
		return false;
	for (int i = 0; i < t->nobserved; i++)
		if (choose_for_atom(g, st, &t->observed[i], c))
			return true;
	return false;
}

static bool unordered(const struct state *st, int a, int b)
{
	return a != b && st->loc[a] >= 0 && st->loc[a] == st->loc[b] && !has(&st->co[a], b) &&
	       !has(&st->co[b], a);
}

/* The order of critical sections of the two threads between which a race is looked for. */
static bool choose_racing_sections(const struct graph *g, const struct state *st, struct choice *c)
{
	for_each(a, &g->of_thread[g->racer[0]]) {
		if (st->section_end[a] < 0)
			continue;
		for_each(b, &g->of_thread[g->racer[1]]) {
			if (st->section_end[b] < 0 || !unordered(st, a, b))
				continue;
			*c = (struct choice){ .kind = CHOOSE_ORDER, .first = a, .second = b };
			return true;
		}
	}
	return false;
}

/* Which of the two suspects comes first. */
static bool choose_for_race(const struct graph *g, const struct state *st, struct choice *c)
{
	int a = g->suspect[0], b = g->suspect[1];

	if (choose_racing_sections(g, st, c))
		return true;
	for (int k = 0; k < 2; k++) {
		int r = g->suspect[k];

		if (!has(&g->reads, r))
			continue;
		if (st->rf[r] < 0) {
			*c = (struct choice){ .kind = CHOOSE_WRITE, .read = r };
			return true;
		}
		*(k ? &b : &a) = st->rf[r];
	}
	if (!unordered(st, a, b))
		return false;
	*c = (struct choice){ .kind = CHOOSE_ORDER, .first = a, .second = b };
	return true;
}

static bool choose_read(const struct state *st, struct choice *c)
{
	int best = -1;

	for_each(r, &st->unread)
		if (best < 0 || set_size(&st->dom[r]) < set_size(&st->dom[best]))
			best = r;
	if (best < 0)
		return false;
	*c = (struct choice){ .kind = CHOOSE_WRITE, .read = best };
	return true;
}

/* Two writes to one location whose order is open, the first of them @a: -1 if there are none. With
 * @next, no other write that could be in question lies between their numbers. */
static int unordered_with(const struct graph *g, const struct state *st, int a, bool next)
{
	for (int b = set_next(&g->writes, a + 1); b >= 0; b = set_next(&g->writes, b + 1)) {
		if (unordered(st, a, b))
			return b;
		if (next && st->loc[b] == st->loc[a] && st->section_end[a] >= 0 &&
		    st->section_end[b] >= 0)
			return -1;
	}
	return -1;
}

/*
 * The order of two writes to one location, or with @locks of two critical sections. Neighbours come
 * first: when these are ordered the others mostly are as well.
 */
static bool choose_order(const struct graph *g, const struct state *st, bool locks,
			 struct choice *c)
{
	for (int next = 1; next >= 0; next--) {
		for_each(a, &g->writes) {
			int b;

			if (locks && (st->loc[a] < 0 || !has(&st->locks, st->loc[a])))
				continue;
			b = unordered_with(g, st, a, next);
			if (b < 0)
				continue;
			*c = (struct choice){ .kind = CHOOSE_ORDER, .first = a, .second = b };
			return true;
		}
	}
	return false;
}

static struct choice choose(const struct graph *g, const struct state *st)
{
	struct choice c = { .kind = CHOOSE_NOTHING };

	if (choose_for_needs(g, st, &c) || choose_for_state(g, st, &c) ||
	    choose_order(g, st, true, &c) || choose_read(st, &c))
		return c;
	choose_order(g, st, false, &c);
	return c;
}

/* ---- complete executions ---- */

/* The read at the end of the chain of copies that @r got its value by, or -1 if something is
 * computed on the way. */
static int copied_from(const struct graph *g, const struct state *st, int r)
{
	const struct sym *s;
	int w = st->rf[r];

	if (!g->event[w])
		return -1;
	for (s = g->event[w]->value; s->kind == SYM_CAST; s = s->a)
		;
	return s->kind == SYM_READ ? g->base[g->thread[w]] + s->read : -1;
}

/* The name of the value that the write @w hands on. */
static int64_t value_name(const struct graph *g, int w)
{
	int64_t name = g->event[w]->name;

	for (int t = 0; t < g->thread[w]; t++)
		name += g->q->paths[t].names;
	return name;
}

/* The name of the value that goes round in the cycle of copies that @r is part of, or -1 if there
 * is none. */
static int64_t cycle_name(const struct graph *g, const struct state *st, int r)
{
	int64_t name = -1;
	int k = r;

	for (int steps = 0; steps <= g->n; steps++) {
		int w = st->rf[k];

		k = copied_from(g, st, k);
		if (k < 0)
			return -1;
		if (value_name(g, w) > name)
			name = value_name(g, w);
		if (k == r)
			return name;
	}
	return -1;
}

/*
 * Reads that copy one another's values in a cycle have a value out of thin air: which one cannot be
 * known. False if there are other values that cannot be known: such executions are left out.
 */
static bool name_unknowables(struct graph *g, struct state *st)
{
	for_each(r, &g->reads) {
		int64_t name;

		if (has(&st->known, r) || (name = cycle_name(g, st, r)) < 0)
			continue;
		st->val[r] = lkmm_unknowable_value(name);
		set_add(&st->known, r);
		if (!resolve(g, st))
			return false;
	}
	for_each(r, &g->reads)
		if (!has(&st->known, r))
			return false;
	return set_empty(&st->no_loc);
}

static bool all_known(const struct graph *g, const struct state *st)
{
	for_each(i, &g->reads)
		if (!has(&st->known, i))
			return false;
	return set_empty(&st->no_loc);
}

static bool needs_hold(const struct graph *g, const struct state *st)
{
	for (int i = 0; i < g->nneeds; i++)
		if (need_value(g, st, &g->need[i]) != YES)
			return false;
	return true;
}

static bool observe(struct graph *g, const struct state *st)
{
	const struct lkmm_test *t = g->q->test;

	for (int i = 0; i < t->nobserved; i++)
		if (!atom_value(g, st, &t->observed[i], &g->observed[i]))
			return false;
	return true;
}

/* An execution that the model allows. True if nothing more is to be found. */
static bool complete(struct graph *g, struct state *st)
{
	struct query *q = g->q;

	if (!all_known(g, st) && !name_unknowables(g, st))
		return false;
	if (!needs_hold(g, st))
		return false;
	if (q->forbidden)
		return consider(g, st);
	if (q->wanted_flags) {
		unsigned int flags = flags_of(g, st) & ~q->flags;

		q->flags |= flags;
		if (flags >> LKMM_DATA_RACE & 1)
			show_race(g, st);
		return !(q->wanted_flags & ~q->flags);
	}
	if (q->states && observe(g, st)) {
		lkmm_add_state(q, g->observed);
		return true;
	}
	q->found = true;
	show_witness(g, st);
	return true;
}

/* ---- decisions ---- */

static bool explore(struct graph *g, int depth, bool any_will_do);

/* A copy of the state at @depth, to decide something in. */
static struct state *branch_off(struct graph *g, int depth)
{
	struct state *st = level(g, depth + 1);

	if (st)
		memcpy(st, g->level[depth], sizeof(*st));
	return st;
}

/* The candidates in @left that have the value of @w. */
static struct set same_value(const struct state *st, const struct set *left, int w)
{
	struct set same = { { 0 } };

	set_add(&same, w);
	if (has(&st->known, w))
		for_each(v, left)
			if (has(&st->known, v) && st->val[v] == st->val[w])
				set_add(&same, v);
	return same;
}

static bool try_sources(struct graph *g, int depth, bool any_will_do, const struct choice *c)
{
	struct set left = g->level[depth]->dom[c->read];
	int w;

	while ((w = set_next(&left, 0)) >= 0) {
		struct state *st = branch_off(g, depth);
		struct set some = { { 0 } };

		if (!st)
			return true;
		set_add(&some, w);
		if (c->kind == CHOOSE_VALUE)
			some = same_value(st, &left, w);
		set_minus(&left, &some);
		st->dom[c->read] = some;
		if (explore(g, depth + 1, any_will_do))
			return true;
	}
	return false;
}

static bool try_last(struct graph *g, int depth, bool any_will_do, const struct choice *c)
{
	for_each(w, &g->writes) {
		struct state *st = g->level[depth];

		if (st->loc[w] != c->loc || !set_empty(&st->co[w]))
			continue;
		st = branch_off(g, depth);
		if (!st)
			return true;
		for_each(v, &g->writes)
			if (v != w && st->loc[v] == c->loc)
				set_add(&st->co[v], w);
		set_add(&st->dirty, c->loc);
		st->changed = true;
		if (explore(g, depth + 1, any_will_do))
			return true;
	}
	return false;
}

static bool try_orders(struct graph *g, int depth, bool any_will_do, const struct choice *c)
{
	for (int swap = 0; swap < 2; swap++) {
		struct state *st = branch_off(g, depth);
		int a = swap ? c->second : c->first, b = swap ? c->first : c->second;

		if (!st)
			return true;
		set_add(&st->co[a], b);
		set_add(&st->dirty, st->loc[a]);
		st->changed = true;
		if (explore(g, depth + 1, any_will_do))
			return true;
	}
	return false;
}

/*
 * Explores the state at @depth. True if the search is over: with @any_will_do as soon as one
 * execution is found, in any case if there is nothing more to find.
 */
static bool explore(struct graph *g, int depth, bool any_will_do)
{
	struct state *st = g->level[depth];
	struct choice c;

	if (stopped(g))
		return true;
	if (g->q->forbidden && (g->q->steps++, considered_enough(g->q)))
		return true;
	if (!settle(g, st))
		return false;
	if (g->q->states && !any_will_do && observe(g, st)) {
		if (lkmm_has_state(g->q, g->observed))
			return false;
		/* The final state is settled: one execution that ends in it is enough. */
		explore(g, depth, true);
		return g->q->status != LKMM_OK;
	}
	c = choose(g, st);
	if (!g->q->forbidden && st->changed &&
	    (g->passed < PATIENCE || c.kind == CHOOSE_NOTHING || g->racing)) {
		if (check_rules(g, st) != LKMM_ALLOWED) {
			g->passed = 0;
			return g->q->status != LKMM_OK;
		}
		g->passed++;
		st->changed = false;
		if (g->racing && !may_race(g, st))
			return false;
	}
	if (g->racing)
		choose_for_race(g, st, &c);
	switch (c.kind) {
	case CHOOSE_VALUE:
	case CHOOSE_WRITE:
		return try_sources(g, depth, any_will_do, &c);
	case CHOOSE_LAST:
		return try_last(g, depth, any_will_do, &c);
	case CHOOSE_ORDER:
		return try_orders(g, depth, any_will_do, &c);
	case CHOOSE_NOTHING:
		break;
	}
	/* What flags_of() looks at are the relations of this very execution. */
	if (g->q->wanted_flags && check_rules(g, st) != LKMM_ALLOWED)
		return g->q->status != LKMM_OK;
	return complete(g, st) && (any_will_do || !g->q->states);
}

/* ---- one path for each thread ---- */

static bool build_graph(struct graph *g)
{
	g->n = 0;
	g->fixed = false;
	memset(&g->reads, 0, sizeof(g->reads));
	memset(&g->writes, 0, sizeof(g->writes));
	memset(g->of_thread, 0, sizeof(g->of_thread));
	for (int l = 0; l < g->nlocs; l++) {
		g->init[l] = (short)add_event_node(g, -1, NULL);
		set_add(&g->writes, g->init[l]);
	}
	for (int t = 0; t < g->q->test->nthreads; t++)
		add_thread(g, t);
	return add_needs(g);
}

/* Looks for a data race between any two threads. */
static void search_races(struct graph *g)
{
	struct query *q = g->q;

	g->racing = true;
	for (int t = 0; t < q->test->nthreads; t++) {
		for (int u = 0; u < t && !stopped(g) && q->wanted_flags & ~q->flags; u++) {
			g->racer[0] = u;
			g->racer[1] = t;
			g->level[0]->changed = true;
			explore(g, 0, false);
		}
	}
	g->racing = false;
}

static bool search_flags(struct graph *g)
{
	struct query *q = g->q;
	unsigned int race = 1U << LKMM_DATA_RACE;
	unsigned int wanted = possible_flags(g, g->level[0]) & ~q->flags;

	if (!wanted)
		return false;
	q->wanted_flags = wanted & ~race;
	if (q->wanted_flags)
		explore(g, 0, false);
	q->wanted_flags = wanted;
	if (wanted & race & ~q->flags)
		search_races(g);
	return q->status != LKMM_OK;
}

/* True if the search is over. */
static bool search_paths(struct graph *g)
{
	struct query *q = g->q;
	struct state *st = level(g, 0);

	if (!st || !build_graph(g))
		return true;
	if (!first_state(g, st) || !settle(g, st))
		return false;
	if (q->wanted_flags)
		return search_flags(g);
	explore(g, 0, !q->states);
	return q->status != LKMM_OK || q->found || considered_enough(q);
}

/* The read of the path @p whose value @s is, or -1. A cast to the type of the variable changes
 * nothing. */
static int read_of(const struct graph *g, const struct path *p, const struct sym *s)
{
	const struct sym *read = s->kind == SYM_CAST ? s->a : s, *address;
	const struct lkmm_location *l;
	int loc;

	if (read->kind != SYM_READ)
		return -1;
	if (s == read)
		return read->read;
	address = p->event[read->read].address;
	loc = address->kind == SYM_NUMBER ? lkmm_pointee(address->number, g->nlocs) : -1;
	if (loc < 0)
		return -1;
	l = &g->q->test->loc[loc];
	return l->width == s->number && lkmm_truncate(l->init, l->width) == l->init ? read->read : -1;
}

/* What the condition says that thread @t has read on the path @p. */
static void learn_from_cond(const struct graph *g, struct state *st, int t, const struct path *p)
{
	memset(&st->known, 0, sizeof(st->known));
	for (int i = 0; i < g->nneeds; i++) {
		const struct lkmm_cond *c = g->need[i].cond;
		int r;

		if (!c || c->kind != LKMM_SAME || !g->need[i].truth || c->left.thread != t ||
		    c->right.thread != -2)
			continue;
		r = read_of(g, p, p->reg[c->left.index]);
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

/* The paths that are possible, for each thread. False if there is no room. */
static bool find_possible_paths(struct graph *g)
{
	struct query *q = g->q;
	struct state *st = level(g, 0);

	g->nneeds = 0;
	if (!st || !add_conditions(g))
		return false;
	for (int t = 0; t < q->test->nthreads; t++) {
		bool *possible = lkmm_alloc(q->arena, (size_t)q->paths[t].n + 1);

		if (!possible) {
			q->status = LKMM_NO_MEMORY;
			return false;
		}
		for (int i = 0; i < q->paths[t].n; i++)
			possible[i] = possible_path(g, st, t, q->paths[t].path[i]);
		g->possible[t] = possible;
	}
	return true;
}

/* The first possible path of thread @t from @from on; or after that of the next thread like it: that
 * order is taken only. -1: none. */
static int possible_from(const struct graph *g, const int *which, int t, int from)
{
	int like = g->q->like ? g->q->like[t] : -1;
	int last = like >= 0 ? which[like] : g->q->paths[t].n - 1;

	while (from <= last && g->possible[t] && !g->possible[t][from])
		from++;
	return from <= last ? from : -1;
}

static bool first_paths(const struct graph *g, int *which)
{
	for (int t = g->q->test->nthreads - 1; t >= 0; t--)
		if ((which[t] = possible_from(g, which, t, 0)) < 0)
			return false;
	return true;
}

/* Takes the next choice of paths. False after the last. */
static bool next_paths(struct graph *g, int *which)
{
	for (int t = 0; t < g->q->test->nthreads; t++) {
		int next = possible_from(g, which, t, which[t] + 1);

		which[t] = next >= 0 ? next : possible_from(g, which, t, 0);
		if (next >= 0)
			return true;
	}
	return false;
}

static void search_all(struct graph *g)
{
	int which[256] = { 0 };

	if (!find_possible_paths(g) || !first_paths(g, which))
		return;
	do {
		for (int t = 0; t < g->q->test->nthreads; t++)
			g->path[t] = g->q->paths[t].path[which[t]];
		if (stopped(g) || search_paths(g))
			return;
	} while (next_paths(g, which));
}

static void search(struct query *q)
{
	struct graph *g = calloc(1, sizeof(*g));

	if (!g || !pool_open(&g->m.pool, lkmm_most_events(q)))
		goto no_memory;
	g->q = q;
	g->nlocs = q->test->nlocs;
	g->init = calloc((size_t)g->nlocs + 1, sizeof(*g->init));
	g->observed = calloc((size_t)q->test->nobserved + 1, sizeof(*g->observed));
	if (!g->init || !g->observed)
		goto no_memory;
	search_all(g);
	goto out;
no_memory:
	q->status = LKMM_NO_MEMORY;
out:
	if (!g)
		return;
	for (int i = 0; i < g->nlevels; i++)
		free(g->level[i]);
	free(g->level);
	free(g->init);
	free(g->observed);
	pool_close(&g->m.pool);
	free(g);
}
