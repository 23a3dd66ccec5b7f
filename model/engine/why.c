// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Why: the steps behind a pair of events that some relation relates.
 *
 * While a pool keeps record, every relation knows its operands. So why.c takes a relation apart,
 * down to relations with names, and finds the path with the fewest such steps; in an allowed
 * execution, the one with the fewest steps that nothing preserves. The equations do not depend on
 * this.
 */
#include "search.h"

/* LOOSE: a step of program order that nothing keeps counts more than a long way round. */
enum { FAR = 0xffff, LOOSE = 256 };

/* An explanation that is being put together. */
struct why {
	struct graph *g;
	struct lkmm_arena *arena;	/* gone when the explanation stands */
	struct lkmm_step *step;
	int nsteps, room;
	bool failed;			/* no memory, or no time */
};

/* The name of @r, or NULL. */
static const struct step_name *find_name(const struct why *y, rel_t r)
{
	const struct equations *e = y->g->equations;

	if (e->step_of)
		return e->step_of(y->g->m, r);
	for (int i = 0; i < e->nnames; i++) {
		rel_t field;

		memcpy(&field, (const char *)y->g->m + e->name[i].field, sizeof(field));
		if (field == r)
			return &e->name[i];
	}
	return NULL;
}

/* ---- how far it is ---- */

static unsigned int cost(const struct why *y, rel_t r, int i, int k)
{
	if (!has(&r->row[i], k))
		return FAR;
	if (r->diagonal)
		return 0;
	if (r == y->g->m->loose)
		return LOOSE;
	if (!r->origin || !r->origin->cost)
		return 1;
	return r->origin->cost[i * y->g->n + k];
}

static void lower(unsigned short *c, unsigned int to)
{
	if (to < *c)
		*c = (unsigned short)to;
}

/* Whether there is time for @pairs more pairs. */
static bool has_time(struct why *y, int pairs)
{
	y->g->q->work += (unsigned long)pairs;
	y->failed |= stopped(y->g);
	return !y->failed;
}

static void measure_seq(struct why *y, rel_t a, rel_t b, unsigned short *c)
{
	int n = y->g->n;

	for (int i = 0; i < n; i++) {
		for_each(j, &a->row[i]) {
			if (!has_time(y, n))
				return;
			for_each(k, &b->row[j])
				lower(&c[i * n + k], cost(y, a, i, j) + cost(y, b, j, k));
		}
	}
}

/* By way of @j, where that can be reached. */
static void measure_through(unsigned short *c, int n, int j)
{
	for (int i = 0; i < n; i++) {
		unsigned int there = c[i * n + j];

		for (int k = 0; there < FAR && k < n; k++)
			lower(&c[i * n + k], there + c[j * n + k]);
	}
}

static void measure_star(struct why *y, rel_t a, unsigned short *c)
{
	int n = y->g->n;

	for (int i = 0; i < n; i++) {
		for_each(k, &a->row[i])
			lower(&c[i * n + k], cost(y, a, i, k));
		c[i * n + i] = 0;
	}
	for (int j = 0; j < n && has_time(y, n * n); j++)
		measure_through(c, n, j);
}

/* The pairs of @r that @a has as well. */
static void measure_part(const struct why *y, rel_t r, rel_t a, unsigned short *c)
{
	int n = y->g->n;

	for (int i = 0; i < n; i++)
		for_each(k, &r->row[i])
			lower(&c[i * n + k], cost(y, a, i, k));
}

static void measure(struct why *y, rel_t r);

/* Measures the paths through @r by those through its operands. */
static void measure_inside(struct why *y, rel_t r)
{
	size_t n = (size_t)y->g->n;
	const struct origin *o = r->origin;
	unsigned short *c;

	for (int i = 0; o->of[i]; i++)
		measure(y, o->of[i]);
	if (y->failed)
		return;
	c = lkmm_alloc(y->arena, n * n * sizeof(*c));
	if (!c) {
		y->failed = true;
		return;
	}
	memset(c, 0xff, n * n * sizeof(*c));
	switch (o->made) {
	case MADE_SEQ:
		measure_seq(y, o->of[0], o->of[1], c);
		break;
	case MADE_EITHER:
	case MADE_PART:
		for (int i = 0; o->of[i]; i++)
			measure_part(y, r, o->of[i], c);
		break;
	case MADE_STAR:
		measure_star(y, o->of[0], c);
		break;
	case MADE_OPT:
		measure_part(y, r, o->of[0], c);
		for (size_t i = 0; i < n; i++)
			c[i * n + i] = 0;
		break;
	}
	r->origin->cost = c;
}

static void measure(struct why *y, rel_t r)
{
	if (r->empty || r->diagonal || !r->origin || r->origin->cost || find_name(y, r))
		return;
	measure_inside(y, r);
}

/* ---- the way ---- */

static void follow(struct why *y, rel_t r, int i, int k);

static void follow_seq(struct why *y, rel_t a, rel_t b, int i, int k, unsigned int left)
{
	for_each(j, &a->row[i]) {
		if (cost(y, a, i, j) + cost(y, b, j, k) != left)
			continue;
		follow(y, a, i, j);
		follow(y, b, j, k);
		return;
	}
}

static void follow_star(struct why *y, rel_t r, rel_t a, int i, int k)
{
	while (i != k && !y->failed) {
		int next = -1;

		for_each(j, &a->row[i])
			if (j != i && next < 0 &&
			    cost(y, a, i, j) + cost(y, r, j, k) == cost(y, r, i, k))
				next = j;
		if (next < 0)
			return;
		follow(y, a, i, next);
		i = next;
	}
}

static void follow_inside(struct why *y, rel_t r, int i, int k)
{
	const struct origin *o = r->origin;
	unsigned int left = o->cost[i * y->g->n + k];

	switch (o->made) {
	case MADE_SEQ:
		follow_seq(y, o->of[0], o->of[1], i, k, left);
		return;
	case MADE_STAR:
		follow_star(y, r, o->of[0], i, k);
		return;
	case MADE_OPT:
		if (i == k)
			return;
		break;
	case MADE_EITHER:
	case MADE_PART:
		break;
	}
	for (int part = 0; o->of[part]; part++) {
		if (cost(y, o->of[part], i, k) == left) {
			follow(y, o->of[part], i, k);
			return;
		}
	}
}

/* The fence inside the step from @i to @k of @r, or -1. */
static int find_fence(struct why *y, rel_t r, int i, int k)
{
	struct lkmm_step step[16];
	struct why inside = { .g = y->g, .arena = y->arena, .step = step, .room = 16 };
	int fence = -1;

	if (!r->origin)
		return -1;
	if (!r->origin->cost)
		measure_inside(y, r);
	if (y->failed)
		return -1;
	follow_inside(&inside, r, i, k);
	for (int s = 0; s + 1 < inside.nsteps; s++) {
		const struct event *e = y->g->event[step[s].to];

		if (e && (e->type == EVENT_FENCE || e->type == EVENT_SRCU))
			fence = step[s].to;
	}
	/* Named relations are one step to others. */
	r->origin->cost = NULL;
	return fence;
}

static void add_step(struct why *y, rel_t r, int i, int k)
{
	const struct step_name *name = find_name(y, r);
	struct lkmm_step *s;

	if (y->nsteps == y->room) {
		y->failed = true;
		return;
	}
	s = &y->step[y->nsteps++];
	*s = (struct lkmm_step){ .from = i, .to = k, .relation = "po", .via = -1 };
	if (!name)
		return;
	s->relation = name->name;
	s->loose = r == y->g->m->loose;
	if (name->external && y->g->thread[i] != y->g->thread[k])
		s->relation = name->external;
	if (name->fence)
		s->via = find_fence(y, r, i, k);
}

static void follow(struct why *y, rel_t r, int i, int k)
{
	if (r->diagonal || y->failed)
		return;
	if (r->origin && r->origin->cost)
		follow_inside(y, r, i, k);
	else
		add_step(y, r, i, k);
}

/* The shortest way from an event back to itself. */
static void follow_cycle(struct why *y, rel_t r)
{
	int best = -1;

	measure(y, r);
	for (int i = 0; i < y->g->n && !y->failed; i++)
		if (cost(y, r, i, i) < FAR &&
		    (best < 0 || cost(y, r, i, i) < cost(y, r, best, best)))
			best = i;
	if (best >= 0)
		follow(y, r, best, best);
}

/* ---- an execution ---- */

static int check_with_record(struct graph *g, const struct state *st,
					struct lkmm_arena *record)
{
	struct pool pool = g->m->pool;
	const void *of_model = g->m->of_model;

	memset(g->m, 0, g->m_size);
	g->m->pool = pool;
	g->m->of_model = of_model;
	g->m->pool.record = record;
	g->fixed = false;
	return check_rules(g, st, true);
}

/*
 * The steps that show why the execution @st is forbidden, or no interleaving; in @x. Relations are
 * computed anew for that.
 */
static bool explain(struct graph *g, const struct state *st, struct lkmm_execution *x)
{
	struct why y = { .g = g, .arena = lkmm_arena_new(), .room = 4 * g->n + 16 };

	y.step = lkmm_alloc(g->q->arena, sizeof(*y.step) * (size_t)y.room);
	if (y.arena && y.step) {
		int rule = check_with_record(g, st, y.arena);

		x->broken = rule ? &g->q->model->rule[rule - 1] : NULL;
		g->m->rmw_inverse = rel_inverse(&g->m->pool, g->m->rmw);
		follow_cycle(&y, g->equations->breaks(g->m, rule));
		x->cycle = y.step;
		x->nsteps = y.nsteps;
	}
	g->m->pool.record = NULL;
	g->fixed = false;
	lkmm_arena_free(y.arena);
	return y.arena && y.step && !y.failed && !g->m->pool.full;
}
