// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The graph of a model: its nodes, and what can be derived about them without an execution. */
#include "graph.h"

static bool is_leaf(const struct node *n)
{
	return n->op == NODE_TAG || n->op == NODE_MARK || n->op == NODE_BASE ||
	       n->op == NODE_EMPTY;
}

static bool has_two(const struct node *n)
{
	return n->op >= NODE_UNION && n->op <= NODE_PRODUCT;
}

int lkmm_cat_node(struct cat_reading *r, struct cat_place at, struct graph_of_model *g,
		  struct node node)
{
	int i = node.op == NODE_VARIABLE ? g->n : 0;

	while (i < g->n && (g->node[i].op != node.op || g->node[i].a != node.a ||
			    g->node[i].b != node.b || g->node[i].set != node.set))
		i++;
	if (i < g->n)
		return i;
	if (g->n == MAX_NODES) {
		WRONG(r, at, "the model is too large");
		return 0;
	}
	if (!is_leaf(&node) && node.op != NODE_VARIABLE)
		node.open |= g->node[node.a].open | (has_two(&node) ? g->node[node.b].open : 0);
	if (node.op == NODE_FIX)
		node.open &= ~(UINT64_C(1) << node.b);
	node.at = at;
	g->node[g->n] = node;
	return g->n++;
}

/* ---- what grows ---- */

struct growth {
	bool fixed, grows, shrinks;
};

static struct growth growth_of_base(enum base base)
{
	bool fixed = base != BASE_LOC && base != BASE_RF && base != BASE_CO &&
		     base != BASE_FREED && base != BASE_OBSERVED && base != BASE_CRITICAL;

	/* While it is not known what is freed, it may be anything. */
	return (struct growth){ fixed, base != BASE_FREED, fixed || base == BASE_FREED };
}

/* A set, or a part of one: what is composed with it goes by no other event. */
static bool is_diagonal(const struct node *n)
{
	return n->set || n->op == NODE_IDENTITY;
}

static struct growth derive_two(const struct graph_of_model *g, const struct node *n,
				const struct growth *of, bool events)
{
	struct growth a = of[n->a], b = of[n->b];
	bool through = events && n->op == NODE_SEQ && !is_diagonal(&g->node[n->a]) &&
		       !is_diagonal(&g->node[n->b]);

	if (n->op == NODE_DIFF)
		return (struct growth){ a.fixed && b.fixed, a.grows && b.shrinks,
					a.shrinks && b.grows };
	return (struct growth){ a.fixed && b.fixed, a.grows && b.grows,
				a.shrinks && b.shrinks && !through };
}

/*
 * As far as is known of the nodes that @n is computed from. With @events, also as threads go on:
 * then there are more ways through other events, and what is related to something may be more.
 */
static struct growth derive(const struct graph_of_model *g, const struct node *n,
			    const struct growth *of, bool events)
{
	bool ways = n->op == NODE_STAR || n->op == NODE_PLUS || n->op == NODE_DOMAIN ||
		    n->op == NODE_RANGE;
	struct growth a;

	if (n->op == NODE_TAG || n->op == NODE_MARK || n->op == NODE_EMPTY)
		return (struct growth){ true, true, true };
	if (n->op == NODE_BASE && events && n->a == BASE_CRITICAL)
		return (struct growth){ false, false, false };
	if (n->op == NODE_BASE)
		return growth_of_base((enum base)n->a);
	/* The body of a variable; it may come later. */
	if (n->op == NODE_VARIABLE)
		return of[n->b];
	if (has_two(n))
		return derive_two(g, n, of, events);
	a = of[n->a];
	if (n->op == NODE_DIFFERENT_VALUES)
		return (struct growth){ false, false, false };
	if (n->op == NODE_COMPLEMENT)
		return (struct growth){ a.fixed, a.shrinks, a.grows };
	a.shrinks &= !(events && ways);
	return a;
}

/*
 * All nodes are taken to be fixed until something they are computed from is not: so that a variable
 * has what its body has, whatever the number of steps of the recursion.
 */
static void derive_growth(const struct graph_of_model *g, struct growth *of, bool events)
{
	bool more = true;

	for (int i = 0; i < g->n; i++)
		of[i] = (struct growth){ true, true, true };
	while (more) {
		more = false;
		for (int i = 0; i < g->n; i++) {
			struct growth d = derive(g, &g->node[i], of, events);

			more |= of[i].fixed != d.fixed || of[i].grows != d.grows ||
				of[i].shrinks != d.shrinks;
			of[i] = d;
		}
	}
}

static void derive_all_growth(struct graph_of_model *g)
{
	struct growth of[MAX_NODES];

	derive_growth(g, of, false);
	for (int i = 0; i < g->n; i++) {
		g->node[i].fixed = of[i].fixed;
		g->node[i].grows = of[i].grows;
		g->node[i].shrinks = of[i].shrinks;
	}
	derive_growth(g, of, true);
	for (int i = 0; i < g->n; i++)
		g->node[i].begins = of[i].grows;
}

/* ---- what a recursion uses ---- */

static void need_recursion(const struct graph_of_model *g, unsigned char *needs, int recursion)
{
	const struct recursion *r = &g->recursion[recursion];

	for (int i = 0; i < r->n; i++)
		needs[r->variable[i]] = needs[g->node[r->variable[i]].b] = 1;
}

/* Of the nodes marked in @needs, marks those that they are computed from. */
static void close_needs(const struct graph_of_model *g, unsigned char *needs)
{
	for (int i = g->n - 1; i >= 0; i--) {
		const struct node *n = &g->node[i];

		if (!needs[i] || is_leaf(n) || n->op == NODE_VARIABLE)
			continue;
		needs[n->a] = 1;
		if (has_two(n))
			needs[n->b] = 1;
		if (n->op == NODE_FIX)
			need_recursion(g, needs, n->b);
	}
}

static bool list_needs(struct cat_reading *r, struct graph_of_model *g, int recursion)
{
	struct recursion *rec = &g->recursion[recursion];
	short *inside, *outside;
	unsigned char needs[MAX_NODES] = { 0 };

	rec->inside = inside = lkmm_cat_alloc(r, sizeof(*inside) * ((size_t)g->n + 1));
	rec->outside = outside = lkmm_cat_alloc(r, sizeof(*outside) * ((size_t)g->n + 1));
	if (!inside || !outside)
		return false;
	need_recursion(g, needs, recursion);
	close_needs(g, needs);
	for (int i = 0; i < g->n; i++) {
		if (!needs[i])
			continue;
		if (g->node[i].open >> recursion & 1)
			*inside++ = (short)i;
		else
			*outside++ = (short)i;
	}
	*inside = *outside = -1;
	return true;
}

bool lkmm_cat_derive(struct cat_reading *r, struct graph_of_model *g)
{
	derive_all_growth(g);
	for (int i = 0; i < g->nrecursions; i++)
		if (!list_needs(r, g, i))
			return false;
	return !r->failed;
}

bool lkmm_cat_uses(const struct graph_of_model *g, enum base first, enum base last)
{
	unsigned char needs[MAX_NODES] = { 0 };

	for (int i = 0; i < g->nrules; i++)
		needs[g->rule[i].node] = 1;
	for (int i = 0; i < g->nflags; i++)
		needs[g->flag[i].node] = 1;
	close_needs(g, needs);
	for (int i = 0; i < g->n; i++) {
		const struct node *n = &g->node[i];

		if (needs[i] && n->op == NODE_BASE && n->a >= (int)first && n->a <= (int)last)
			return true;
	}
	return false;
}
