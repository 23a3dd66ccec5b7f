// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Brute force, included after an engine: every write that a read could read from, every order of
 * the writes to each variable, and only then the equations. It uses neither
 * model/engine/search.c nor conclusions of model/engine/state.c.
 */
#include "front/test.h"
#include "tests/model/read.h"

#include <stdio.h>

extern const struct equations SIZED(lkmm_kernel_equations_);

struct naive {
	struct graph *g;
	struct query found;		/* the states that brute force finds */
	unsigned int flags;
	bool unmatched;			/* some unlock is, by the definition here */
	bool satisfied, violated;	/* the condition, by some execution */
	double limit, tried;
};

static double factorial(int n)
{
	return n < 2 ? 1 : n * factorial(n - 1);
}

/* How many executions there are to try. */
static double executions(const struct graph *g, const struct state *st)
{
	double n = 1;

	for_each(r, &g->reads)
		n *= set_size(&st->dom[r]);
	for (int l = 0; l < g->nlocs; l++) {
		int writes = 0;

		for_each(w, &g->writes)
			writes += st->loc[w] == l && g->event[w];
		n *= factorial(writes);
	}
	return n;
}

/* Nothing comes between @a and @b in the total order of the writes to their location. */
static bool adjacent(const struct graph *g, const struct state *st, int a, int b)
{
	for_each(w, &g->writes)
		if (has(&st->co[a], w) && has(&st->co[w], b))
			return false;
	return has(&st->co[a], b);
}

/* The UL that ends the critical section of the LKW @i, or -1: where all addresses are known. */
static int release_of(const struct graph *g, const struct state *st, int i)
{
	for_each(k, &g->po[i])
		if (tag_of_node(g, k) == TAG_UL && st->loc[k] >= 0 && st->loc[k] == st->loc[i])
			return k;
	return -1;
}

static bool locks_are_whole(const struct graph *g, const struct state *st)
{
	for (int i = 0; i < g->n; i++) {
		int end = tag_of_node(g, i) == TAG_LKW ? release_of(g, st, i) : -1;

		if (tag_of_node(g, i) == TAG_LKR && !adjacent(g, st, st->rf[i], g->partner[i]))
			return false;
		if (end >= 0 && !adjacent(g, st, i, end))
			return false;
	}
	return true;
}

/* Some UL ends no critical section. */
static bool is_unmatched(const struct graph *g, const struct state *st)
{
	struct set ends = { { 0 } };

	for (int i = 0; i < g->n; i++)
		if (tag_of_node(g, i) == TAG_LKW && release_of(g, st, i) >= 0)
			set_add(&ends, release_of(g, st, i));
	for (int i = 0; i < g->n; i++)
		if (tag_of_node(g, i) == TAG_UL && !has(&ends, i))
			return true;
	return false;
}

/* The part @p of @whole, bit by bit: the engine has a formula for that. */
static int64_t part_of(const struct lkmm_part *p, int64_t whole)
{
	int64_t v = 0;

	if (!p->bits)
		return whole;
	for (int b = p->bits - 1; b >= 0; b--) {
		bool bit = whole >> (p->shift + b) & 1;

		v = 2 * v + (b == p->bits - 1 && !p->is_unsigned ? -bit : bit);
	}
	return v;
}

static bool observe_bits(struct graph *g, const struct state *st)
{
	const struct lkmm_test *t = g->q->test;

	for (int i = 0; i < t->nobserved; i++) {
		struct lkmm_atom whole = t->observed[i];

		whole.part.bits = 0;
		if (!atom_value(g, st, &whole, &g->observed[i]))
			return false;
		g->observed[i] = part_of(&t->observed[i].part, g->observed[i]);
	}
	return true;
}

static int64_t value_of(const struct lkmm_test *t, const struct lkmm_atom *a, const int64_t *state)
{
	int i = 0;

	if (a->kind == LKMM_CONSTANT)
		return a->value;
	while (!lkmm_same_atom(&t->observed[i], a))
		i++;
	return state[i];
}

static bool holds(const struct lkmm_test *t, const struct lkmm_cond *c, const int64_t *state)
{
	switch (c->kind) {
	case LKMM_BOTH:
		return holds(t, c->a, state) && holds(t, c->b, state);
	case LKMM_EITHER:
		return holds(t, c->a, state) || holds(t, c->b, state);
	case LKMM_NEITHER:
		return !holds(t, c->a, state);
	case LKMM_SAME:
		return value_of(t, &c->left, state) == value_of(t, &c->right, state);
	case LKMM_TRUE:
		break;
	}
	return true;
}

static void try_execution(struct naive *v, const struct state *complete)
{
	struct graph *g = v->g;
	struct state st = *complete;
	bool seen;

	if (!needs_hold(g, &st) || !locks_are_whole(g, &st) || check_rules(g, &st, true))
		return;
	if (g->q->trapping) {
		v->flags |= 1U << lkmm_flag_of_stop(g->path[g->q->trapped]->stop->access);
		return;
	}
	seen = observe_bits(g, &st);
	if (seen)
		lkmm_add_state(&v->found, g->observed);
	if (seen && holds(g->q->test, g->q->test->cond, g->observed))
		v->satisfied = true;
	else
		v->violated = true;
	v->flags |= g->equations->flags(g->m);
	v->unmatched |= is_unmatched(g, &st);
}

/* Puts the writes of @left to location @loc after those that have been placed, every way. */
static void try_co(struct naive *v, struct state *st, int loc, struct set left)
{
	struct graph *g = v->g;

	while (set_empty(&left)) {
		if (++loc == g->nlocs) {
			try_execution(v, st);
			return;
		}
		for_each(w, &g->writes)
			if (st->loc[w] == loc && g->event[w])
				set_add(&left, w);
	}
	for_each(w, &left) {
		struct state next = *st;
		struct set rest = left;

		set_del(&rest, w);
		set_or(&next.co[w], &rest);
		try_co(v, &next, loc, rest);
	}
}

static void try_rf(struct naive *v, const struct state *st)
{
	struct graph *g = v->g;
	int r = set_next(&st->unread, 0);

	if (r < 0) {
		struct state next = *st;
		struct set none = { { 0 } };

		if (!resolve(g, &next) || (!all_known(g, &next) && !name_unknowables(g, &next)))
			return;
		for_each(i, &g->reads)
			if (next.loc[i] != next.loc[next.rf[i]])
				return;
		try_co(v, &next, -1, none);
		return;
	}
	for_each(w, &st->dom[r]) {
		struct state next = *st;

		read_from(&next, r, w);
		try_rf(v, &next);
	}
}

static void try_paths(struct naive *v)
{
	struct graph *g = v->g;
	struct state *st = g->first;

	if (!first_paths(g))
		return;
	do {
		take_paths(g);
		if (!build_graph(g) || !first_state(g, st))
			continue;
		v->tried += executions(g, st);
		if (v->tried > v->limit)
			return;
		try_rf(v, st);
	} while (next_paths(g, 0));
}

/* ---- bad pointers: every way to cut every thread short ---- */

static bool only_before(const struct sym *s, int k)
{
	if (!s)
		return true;
	if ((s->kind == SYM_READ || s->kind == SYM_KNOWN) && s->read >= k)
		return false;
	return only_before(s->a, k) && only_before(s->b, k) && only_before(s->c, k);
}

/* The first @k events of @p, and the facts from them. */
static struct path *prefix(struct query *q, const struct path *p, int k, int nregs)
{
	struct path *cut = lkmm_alloc(q->arena, sizeof(*cut));

	*cut = *p;
	cut->nevents = k;
	cut->nfacts = 0;
	cut->fact = lkmm_alloc(q->arena, sizeof(*cut->fact) * ((size_t)p->nfacts + 1));
	for (int i = 0; i < p->nfacts; i++)
		if (only_before(p->fact[i].sym, k))
			cut->fact[cut->nfacts++] = p->fact[i];
	cut->reg = lkmm_alloc(q->arena, sizeof(*cut->reg) * ((size_t)nregs + 1));
	/* A critical section goes on, and ends some time. */
	if (k < p->nevents || p->stop)
		lkmm_end_sections(q->arena, cut);
	return cut;
}

/* All ways in which a thread with the paths @p can be cut short. With a filter, registers count:
 * then where a path stops is only known of those that have been listed. */
static struct paths all_prefixes(struct query *q, const struct paths *p, int nregs)
{
	struct paths all = { .names = p->names };
	int room = 1;

	for (int i = 0; i < p->n + p->nstops; i++)
		room += 1 + (i < p->n ? p->path[i] : p->stop[i - p->n])->nevents;
	all.path = lkmm_alloc(q->arena, sizeof(*all.path) * (size_t)room);
	for (int i = 0; i < p->n + p->nstops; i++) {
		struct path *from = i < p->n ? p->path[i] : p->stop[i - p->n];

		if (q->test->filter) {
			all.path[all.n++] = from;
			continue;
		}
		for (int k = 0; k <= from->nevents; k++)
			if (!k || (from->event[k - 1].partner < 0 &&
				   (k == from->nevents || from->event[k].first == k)))
				all.path[all.n++] = prefix(q, from, k, nregs);
	}
	return all;
}

static void try_bad_pointers(struct naive *v)
{
	struct query *q = v->g->q;
	const struct lkmm_test *t = q->test;
	struct paths *own = q->paths;

	q->paths = lkmm_alloc(q->arena, sizeof(*q->paths) * ((size_t)t->nthreads + 1));
	q->trapping = true;
	for (q->trapped = 0; q->trapped < t->nthreads; q->trapped++) {
		const struct paths *p = &own[q->trapped];
		struct path *one[1];

		for (int i = 0; i < p->nstops && v->tried <= v->limit; i++) {
			if (!p->stop[i]->bad)
				continue;
			one[0] = prefix(q, p->stop[i], p->stop[i]->nevents,
					t->thread[q->trapped].nregs);
			one[0]->reg = p->stop[i]->reg;
			for (int k = 0; k < t->nthreads; k++)
				q->paths[k] = all_prefixes(q, &own[k], t->thread[k].nregs);
			q->paths[q->trapped] = (struct paths){ .path = one, .n = 1,
							       .names = p->names };
			try_paths(v);
		}
	}
}

/* Turns of a loop that only reads, such as one over a list: more than a test that is tried has. */
enum { TURNS = 4 };

/* An access has another size than its location: cuts that into pieces. */
static bool cut_pieces(struct query *q, const struct lkmm_refusal *refused)
{
	struct lkmm_test *cut = lkmm_alloc(q->arena, sizeof(*cut));
	bool no_memory;

	q->test = lkmm_cut(q->arena, q->test, refused, cut, &no_memory) ? cut : q->test;
	return q->test == cut;
}

/*
 * Lists the paths of @q with so many turns of each loop. False if lkmm_check() follows a loop
 * further: its answer is left to the test itself.
 */
static bool list_paths(struct query *q, struct lkmm_options *o, bool *some)
{
	const struct lkmm_test *t = q->test;
	const struct split *splits = q->splits;
	size_t memory = LKMM_PATH_MEMORY;
	bool follows = false;

	memset(q->paths, 0, sizeof(*q->paths) * (size_t)t->nthreads);
	for (int i = 0; i < t->nthreads; i++) {
		q->paths[i].splits = splits;
		if (lkmm_list_paths(q->arena, t, i, q->model, o, &memory, &q->paths[i]) ==
		    LKMM_TWO_SIZES && cut_pieces(q, &q->paths[i].refused))
			return list_paths(q, o, some);
		*some &= q->paths[i].n > 0;
	}
	if (lkmm_find_splits(q->arena, t, q->paths, SPLIT_NONE, &q->splits) && q->splits != splits)
		return list_paths(q, o, some);
	for (int i = 0; i < t->nthreads; i++) {
		if (lkmm_judge_loops(t, q->model, q->paths, i))
			return false;
		if (!lkmm_cut_loops(&q->paths[i], NULL))
			continue;
		if (t->nthreads == 1)
			return false;
		follows |= lkmm_only_reads_on(&q->paths[i]);
	}
	if (!follows || o->unroll)
		return true;
	o->unroll = TURNS;
	return list_paths(q, o, some);
}

/* Brute force on @t, with so many turns of its loops (0: as lkmm_check() has at first). */
static bool try_turns(const struct lkmm_test *t, int turns, struct naive *v)
{
	struct lkmm_options o = { .unroll = turns };
	struct query q = { .test = t, .model = &lkmm_kernel_model, .options = &o,
			   .arena = lkmm_arena_new() };
	struct graph *g = calloc(1, sizeof(*g));
	bool done = false, some = true;

	v->g = g;
	v->found.test = t;
	q.paths = lkmm_alloc(q.arena, sizeof(*q.paths) * ((size_t)t->nthreads + 1));
	if (!list_paths(&q, &o, &some))
		v->tried = v->limit + 1;
	if (v->tried <= v->limit && lkmm_most_events(&q) <= MAX_SET &&
	    graph_open(g, &q, &SIZED(lkmm_kernel_equations_))) {
		if (some)
			try_paths(v);
		try_bad_pointers(v);
		done = v->tried <= v->limit;
	}
	graph_close(g);
	free(g);
	lkmm_arena_free(q.arena);
	return done;
}

/* Brute force on @t. False if that is too much. Without an execution loops need more turns. */
static bool brute_force(const struct lkmm_test *t, struct naive *v)
{
	return try_turns(t, 0, v) && (v->found.nstates || v->flags || try_turns(t, TURNS, v));
}

static enum lkmm_observation naive_observation(const struct naive *v)
{
	return !v->satisfied ? LKMM_NEVER : v->violated ? LKMM_SOMETIMES : LKMM_ALWAYS;
}

static void naive_free(struct naive *v)
{
	free(v->found.state);
	free(v->found.bucket);
}
