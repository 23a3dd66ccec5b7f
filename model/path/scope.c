// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * How far a branch decides what is executed: within the if or loop, and up to the next statement
 * that every way from it to the end comes through, its immediate post-dominator. Events up to there
 * have a control dependency on it. In
 *
 *	if (READ_ONCE(*x))
 *		return;
 *	WRITE_ONCE(*y, 1);
 *
 * that is the end of the thread; without the return it would be the statement behind the if.
 *
 * What never ends has no say: behind while (READ_ONCE(*x)); nothing depends on *x.
 *
 * A branch of an instruction decides all that comes after it, also behind the function it is in.
 */
#include "run.h"

#include <stdlib.h>

const struct lkmm_stmt lkmm_the_end = { .kind = LKMM_RETURN };
/* Never reached, not even behind the function that the branch is in. */
static const struct lkmm_stmt for_good = { .kind = LKMM_RETURN };

/* A statement in the graph of control flow. That of a loop is its test. */
struct node {
	const struct lkmm_stmt *stmt;
	int after;			/* the first node that is not part of the statement */
	int orelse;			/* the first of that, or -1 */
	int to[2], nto;
	int from;			/* where its predecessors begin in graph.from */
	int place;			/* greater if nearer to the end; -1: never gets there */
	int join;			/* its immediate post-dominator, or -1 */
};

struct graph {
	struct run *run;
	struct node *node;
	int n;				/* the node of the end */
	int *from, nedges;
	int *order;			/* nodes in the order of .place, the end first */
	int nordered;
};

/* A block or loop, and the node behind it. */
struct around {
	const struct around *outer;
	const struct lkmm_stmt *stmt;
	int node, then;
};

/* ---- the graph ---- */

static int count(const struct lkmm_stmt *s)
{
	int n = 0;

	for (; s; s = s->next)
		n += 1 + count(s->body) + count(s->orelse);
	return n;
}

static bool jumps(const struct lkmm_stmt *s)
{
	for (; s; s = s->next)
		if (s->kind == LKMM_BREAK || s->kind == LKMM_CONTINUE || s->kind == LKMM_RETURN ||
		    s->kind == LKMM_LEAVE || jumps(s->body) || jumps(s->orelse))
			return true;
	return false;
}

static void number(struct graph *g, const struct lkmm_stmt *s)
{
	for (; s; s = s->next) {
		struct node *node = &g->node[g->n++];

		node->stmt = s;
		number(g, s->body);
		node->orelse = s->orelse ? g->n : -1;
		number(g, s->orelse);
		node->after = g->n;
	}
}

/* Where statement @i begins. */
static int entry(const struct graph *g, int i)
{
	while (g->node[i].stmt->kind == LKMM_LOOP && g->node[i].stmt->test_after &&
	       g->node[i].stmt->body)
		i++;
	return i;
}

static void add_edge(struct node *from, int to)
{
	if (to >= 0 && (!from->nto || from->to[0] != to))
		from->to[from->nto++] = to;
}

/* Adds the edge of the jump @s. */
static void add_jump(const struct graph *g, struct node *from, const struct around *a)
{
	const struct lkmm_stmt *s = from->stmt;

	while (a && (s->kind == LKMM_LEAVE ? a->stmt != s->leaves : a->stmt->kind != LKMM_LOOP))
		a = a->outer;
	if (s->kind == LKMM_RETURN || !a)
		add_edge(from, g->n);
	else
		add_edge(from, s->kind == LKMM_CONTINUE ? a->node : a->then);
}

/* Adds the edges of the list that begins with node @i, which @then follows. */
static void connect(struct graph *g, int i, int then, const struct around *outer)
{
	const struct lkmm_stmt *s;
	int next;

	do {
		struct node *node = &g->node[i];
		const int behind = node->after;
		struct around here = { outer, node->stmt, i, then };
		int body;

		s = node->stmt;
		next = s->next ? behind : -1;
		here.then = s->next ? entry(g, behind) : then;
		body = s->body ? entry(g, i + 1) : s->kind == LKMM_LOOP ? i : here.then;
		if (s->kind == LKMM_IF || s->kind == LKMM_LOOP) {
			bool known = !s->expr || s->expr->kind == LKMM_NUMBER;
			bool truth = !s->expr || s->expr->number;

			if (!known || truth)
				add_edge(node, body);
			if (!known || !truth)
				add_edge(node, node->orelse < 0 ? here.then
								: entry(g, node->orelse));
		} else if (s->kind == LKMM_EXPR || s->kind == LKMM_BLOCK) {
			add_edge(node, body);
		} else {
			add_jump(g, node, outer);
		}
		if (s->body)
			connect(g, i + 1, s->kind == LKMM_LOOP ? i : here.then,
				s->kind == LKMM_IF ? outer : &here);
		if (s->orelse)
			connect(g, node->orelse, here.then, outer);
		i = next;
	} while (i >= 0);
}

static void add_predecessors(struct graph *g)
{
	int sum = 0;

	for (int i = 0; i < g->n; i++)
		for (int k = 0; k < g->node[i].nto; k++)
			g->node[g->node[i].to[k]].from++;
	for (int i = 0; i <= g->n; i++)
		g->node[i].from = sum += g->node[i].from;
	g->nedges = sum;
	for (int i = 0; i < g->n; i++)
		for (int k = 0; k < g->node[i].nto; k++)
			g->from[--g->node[g->node[i].to[k]].from] = i;
}

/* ---- post-dominators ---- */

/* Orders the nodes that get to the end: in reverse postorder, backwards from there. */
static void order_nodes(struct graph *g, int *stack, int *next)
{
	int depth = 0, left = g->n + 1;

	for (int i = 0; i <= g->n; i++) {
		g->node[i].place = g->node[i].join = -1;
		next[i] = g->node[i].from;
	}
	stack[depth++] = g->n;
	g->node[g->n].place = 0;
	while (depth) {
		int i = stack[depth - 1];
		int last = i == g->n ? g->nedges : g->node[i + 1].from;

		if (next[i] < last) {
			int from = g->from[next[i]++];

			if (g->node[from].place < 0) {
				g->node[from].place = 0;
				stack[depth++] = from;
			}
			continue;
		}
		g->order[--left] = i;
		depth--;
	}
	g->nordered = g->n + 1 - left;
	for (int k = 0; k < g->nordered; k++) {
		g->order[k] = g->order[left + k];
		g->node[g->order[k]].place = g->nordered - k;
	}
}

static int meet(const struct graph *g, int a, int b)
{
	while (a != b) {
		while (g->node[a].place < g->node[b].place)
			a = g->node[a].join;
		while (g->node[b].place < g->node[a].place)
			b = g->node[b].join;
	}
	return a;
}

/* After Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm". */
static void find_joins(struct graph *g)
{
	bool changed = true;

	g->node[g->n].join = g->n;
	while (changed) {
		changed = false;
		for (int k = 1; k < g->nordered; k++) {
			struct node *node = &g->node[g->order[k]];
			int join = -1;

			for (int i = 0; i < node->nto; i++) {
				int to = node->to[i];

				if (g->node[to].place >= 0 && g->node[to].join >= 0)
					join = join < 0 ? to : meet(g, join, to);
			}
			changed |= join != node->join;
			node->join = join;
		}
	}
}

/* ---- what is kept ---- */

static void keep(struct graph *g, int i, const struct lkmm_stmt *until)
{
	struct run *r = g->run;
	struct decides *list = lkmm_run_grow(r, r->decides, r->ndecides, sizeof(*list));

	if (!list)
		return;
	r->decides = list;
	list[r->ndecides++] = (struct decides){ g->node[i].stmt, until };
}

/* @then: the node behind statement @i */
static void keep_list(struct graph *g, int i, int then)
{
	bool more;

	do {
		const struct node *node = &g->node[i];
		const struct lkmm_stmt *s = node->stmt;
		int behind = s->next ? entry(g, node->after) : then, join = node->join;

		if (node->nto == 2 && join >= 0 && join != behind &&
		    (join < i || join >= node->after))
			keep(g, i, join == g->n ? &lkmm_the_end : g->node[join].stmt);
		if (s->body)
			keep_list(g, i + 1, s->kind == LKMM_LOOP ? i : behind);
		if (s->orelse)
			keep_list(g, node->orelse, behind);
		more = s->next;
		i = node->after;
	} while (more);
}

static void look_at(struct run *r, const struct lkmm_stmt *s)
{
	int n = jumps(s) ? count(s) : 0;
	struct graph g = { .run = r };
	int *work = n ? lkmm_run_alloc(r, sizeof(*work) * 5 * ((size_t)n + 1)) : NULL;

	g.node = work ? lkmm_run_alloc(r, sizeof(*g.node) * ((size_t)n + 1)) : NULL;
	if (!g.node)
		return;
	g.order = work;
	g.from = work + n + 1;
	number(&g, s);
	connect(&g, 0, g.n, NULL);
	add_predecessors(&g);
	order_nodes(&g, work + 3 * (n + 1), work + 4 * (n + 1));
	find_joins(&g);
	keep_list(&g, 0, g.n);
}

static void look_inside(struct run *r, const struct lkmm_stmt *s);

/* At the functions that @e calls. */
static void look_into(struct run *r, const struct lkmm_expr *e)
{
	if (!e)
		return;
	look_into(r, e->a);
	look_into(r, e->b);
	look_into(r, e->c);
	if (e->kind == LKMM_BODY) {
		look_at(r, e->body);
		look_inside(r, e->body);
	}
	for (int i = 0; e->kind == LKMM_ACCESS && i < LKMM_MAX_ARGS; i++)
		look_into(r, e->access->arg[i]);
}

static void look_inside(struct run *r, const struct lkmm_stmt *s)
{
	for (; s; s = s->next) {
		look_into(r, s->expr);
		look_into(r, s->step);
		look_inside(r, s->body);
		look_inside(r, s->orelse);
	}
}

static int by_statement(const void *a, const void *b)
{
	const struct decides *x = a, *y = b;

	return (x->stmt > y->stmt) - (x->stmt < y->stmt);
}

void lkmm_find_scopes(struct run *r)
{
	if (r->test->architecture && !r->test->compiled)
		return;
	look_at(r, r->thread->body);
	look_inside(r, r->thread->body);
	if (r->ndecides)
		qsort(r->decides, (size_t)r->ndecides, sizeof(*r->decides), by_statement);
}

/* ---- in a run ---- */

const struct lkmm_stmt *lkmm_decides(const struct run *r, const struct lkmm_stmt *s)
{
	const struct decides key = { .stmt = s };
	const struct decides *d = !r->ndecides ? NULL :
				  bsearch(&key, r->decides, (size_t)r->ndecides,
					  sizeof(key), by_statement);

	if (s->for_good)
		return &for_good;
	return d ? d->until : NULL;
}

void lkmm_decide_from_here(struct run *r)
{
	const struct branch *lists[] = { r->branch, r->passed };

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		for (const struct branch *b = lists[i]; b; b = b->outer)
			lkmm_run_branch(r, &r->branch, b->cond, &for_good);
}

const struct branch *lkmm_decide_for_good(struct run *r, const struct branch *list,
					  const struct branch *outer)
{
	const struct branch *rest;
	struct branch *b;

	if (!list || list == outer)
		return outer;
	rest = lkmm_decide_for_good(r, list->outer, outer);
	if (list->until != &for_good || rest == list->outer)
		return list->until == &for_good ? list : rest;
	b = lkmm_run_alloc(r, sizeof(*b));
	if (!b)
		return rest;
	*b = *list;
	b->outer = rest;
	return b;
}

const struct branch *lkmm_still_decide(struct run *r, const struct branch *list, int nesting,
				       const struct lkmm_stmt *s)
{
	const struct branch *rest;
	struct branch *b;

	if (!list || list->nesting < nesting)
		return list;
	rest = lkmm_still_decide(r, list->outer, nesting, s);
	if (list->until == s)
		return rest;
	if (rest == list->outer)
		return list;
	b = lkmm_run_alloc(r, sizeof(*b));
	if (!b)
		return rest;
	*b = *list;
	b->outer = rest;
	return b;
}

void lkmm_run_reaches(struct run *r, const struct lkmm_stmt *s)
{
	if (r->ndecides)
		r->branch = lkmm_still_decide(r, r->branch, 0, s);
}
