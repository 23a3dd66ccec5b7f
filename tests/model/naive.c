// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * naive [--limit N] FILE...
 *
 * Decides litmus tests a second time by brute force: every write that a read could read from, every
 * order of the writes to each variable, and only then the equations of model/lkmm.c. Nothing of
 * model/search.c or of what model/state.c concludes is used. Says where final states or flags
 * differ from those of lkmm_check(); tests with more than N executions to try are passed over.
 */
#include "../../model/engine.c"
#include "../../tool/litmus.h"

#include <stdio.h>

struct naive {
	struct graph *g;
	struct query found;		/* the states that brute force finds */
	unsigned int flags;
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

static bool locks_are_whole(const struct graph *g, const struct state *st)
{
	for (int i = 0; i < g->n; i++) {
		if (tag_of_node(g, i) == TAG_LKR && !adjacent(g, st, st->rf[i], g->partner[i]))
			return false;
		if (g->section_end[i] >= 0 && !adjacent(g, st, i, g->section_end[i]))
			return false;
	}
	return true;
}

static void try_execution(struct naive *v, const struct state *complete)
{
	struct graph *g = v->g;
	struct state st = *complete;

	if (!needs_hold(g, &st) || !locks_are_whole(g, &st) || check_rules(g, &st) != LKMM_ALLOWED)
		return;
	if (observe(g, &st))
		lkmm_add_state(&v->found, g->observed);
	v->flags |= flags_of(g, &st);
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
	int which[256] = { 0 };
	struct state *st = level(g, 0);

	do {
		for (int t = 0; t < g->q->test->nthreads; t++)
			g->path[t] = g->q->paths[t].path[which[t]];
		if (!build_graph(g) || !first_state(g, st))
			continue;
		v->tried += executions(g, st);
		if (v->tried > v->limit)
			return;
		try_rf(v, st);
	} while (next_paths(g, which));
}

/* Brute force on @t. False if that is too much. */
static bool brute_force(const struct lkmm_test *t, struct naive *v)
{
	struct lkmm_options o = { 0 };
	struct lkmm_answer ignored = { 0 };
	struct query q = { .test = t, .options = &o, .arena = lkmm_arena_new() };
	struct graph *g = calloc(1, sizeof(*g));
	bool done = false, some = true;

	v->g = g;
	v->found.test = t;
	(void)ignored;
	q.paths = lkmm_alloc(q.arena, sizeof(*q.paths) * ((size_t)t->nthreads + 1));
	for (int i = 0; i < t->nthreads; i++) {
		lkmm_list_paths(q.arena, &t->thread[i], 0, &q.paths[i]);
		some &= q.paths[i].n > 0;
	}
	if (lkmm_most_events(&q) <= MAX_SET && pool_open(&g->m.pool, lkmm_most_events(&q))) {
		g->q = &q;
		g->nlocs = t->nlocs;
		g->init = calloc((size_t)t->nlocs + 1, sizeof(*g->init));
		g->observed = calloc((size_t)t->nobserved + 1, sizeof(*g->observed));
		if (some)
			try_paths(v);
		done = v->tried <= v->limit;
		free(g->init);
		free(g->observed);
		for (int i = 0; i < g->nlevels; i++)
			free(g->level[i]);
		free(g->level);
		pool_close(&g->m.pool);
	}
	free(g);
	lkmm_arena_free(q.arena);
	return done;
}

static bool same_states(const struct naive *v, const struct lkmm_answer *a)
{
	if (v->found.nstates != a->nstates)
		return false;
	for (size_t i = 0; i < a->nstates; i++)
		if (!lkmm_has_state(&v->found, a->state + i * (size_t)v->found.test->nobserved))
			return false;
	return true;
}

enum result { SAME, DIFFERENT, PASSED_OVER };

static enum result compare_answers(const char *file, const struct lkmm_test *t, double limit)
{
	struct lkmm_options states = { .states = true }, verdict = { 0 };
	struct naive v = { .limit = limit };
	struct lkmm_answer a, b;
	enum result result = PASSED_OVER;

	if (!brute_force(t, &v))
		goto out;
	lkmm_check(t, &states, &a);
	lkmm_check(t, &verdict, &b);
	result = SAME;
	if (!same_states(&v, &a) || v.flags != a.flags || b.flags != a.flags ||
	    a.observation != b.observation) {
		printf("%s: brute force finds %zu states, flags %#x; lkmm_check() %zu, %#x; "
		       "verdicts %d and %d\n",
		       file, v.found.nstates, v.flags, a.nstates, a.flags, (int)a.observation,
		       (int)b.observation);
		result = DIFFERENT;
	}
	lkmm_answer_free(&a);
	lkmm_answer_free(&b);
out:
	free(v.found.state);
	free(v.found.bucket);
	return result;
}

static enum result compare_file(const char *file, double limit)
{
	static char text[1 << 20];
	static struct litmus l;
	FILE *in = fopen(file, "r");
	size_t n = in ? fread(text, 1, sizeof(text), in) : 0;
	enum result result = PASSED_OVER;

	if (in)
		fclose(in);
	if (litmus_parse(&l, text, n))
		result = compare_answers(file, &l.test, limit);
	lkmm_arena_free(l.arena);
	return result;
}

int main(int argc, char **argv)
{
	int count[3] = { 0 }, first = 1;
	double limit = 100000;

	if (argc > 2 && !strcmp(argv[1], "--limit")) {
		limit = strtod(argv[2], NULL);
		first = 3;
	}
	for (int i = first; i < argc; i++)
		count[compare_file(argv[i], limit)]++;
	printf("%d the same, %d different, %d passed over\n", count[SAME], count[DIFFERENT],
	       count[PASSED_OVER]);
	return count[DIFFERENT] ? 1 : 0;
}
