// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * What the relation of a rule is made of: every pair of it is a way along pairs of others, which
 * definitions name. Of an intersection with "within a thread" or "between threads", and of a
 * difference, the ways are those of the left operand.
 */
#include "model.h"
#include "sketch.h"

#include <string.h>

struct taking_apart {
	const struct graph_of_model *g;
	int first, n;			/* the rules that have the definitions */
	bool *used;
};

/* How few steps a way can have; or there is none; or it has pairs that no definition names. */
enum { NO_WAY = 1 << 20, UNNAMED = -1 };

static int least(int a, int b)
{
	return a < b ? a : b;
}

static bool is_side(const struct node *n)
{
	return n->op == NODE_BASE && (n->a == BASE_INT || n->a == BASE_EXT);
}

static int letter(const struct taking_apart *t, int node)
{
	for (int i = t->first; i < t->first + t->n; i++)
		if (t->g->node[t->g->rule[i].node].a == node)
			return i;
	return -1;
}

/* Whether the set has no events in any execution, by what it is written as. */
static bool is_void(const struct graph_of_model *g, int node)
{
	const struct node *n = &g->node[node];

	switch (n->op) {
	case NODE_EMPTY:
		return true;
	case NODE_DIFF:
		return n->a == n->b || is_void(g, n->a);
	case NODE_UNION:
		return is_void(g, n->a) && is_void(g, n->b);
	case NODE_INTER:
		return is_void(g, n->a) || is_void(g, n->b);
	default:
		return false;
	}
}

static int shortest(struct taking_apart *t, int node, bool use);

/* One way after another: without the second there is no need of the first. */
static int in_turn(struct taking_apart *t, const struct node *n, bool use)
{
	int a = shortest(t, n->a, false), b = shortest(t, n->b, false);

	if (a >= NO_WAY || b >= NO_WAY)
		return NO_WAY;
	if (a == UNNAMED || b == UNNAMED)
		return UNNAMED;
	return shortest(t, n->a, use) + shortest(t, n->b, use);
}

static int shortest(struct taking_apart *t, int node, bool use)
{
	const struct node *n = &t->g->node[node];
	int which = letter(t, node), a;

	if (which >= 0) {
		t->used[which - t->first] |= use;
		return 1;
	}
	if (n->op == NODE_EMPTY)
		return NO_WAY;
	if (n->set)
		return 0;
	switch (n->op) {
	case NODE_UNION:
		a = shortest(t, n->a, use);
		return least(a, shortest(t, n->b, use));
	case NODE_SEQ:
		return in_turn(t, n, use);
	case NODE_STAR:
	case NODE_OPT:
		return shortest(t, n->a, use) == UNNAMED ? UNNAMED : 0;
	case NODE_PLUS:
		return shortest(t, n->a, use);
	case NODE_INTER:
		if (is_side(&t->g->node[n->b]))
			return shortest(t, n->a, use);
		break;
	case NODE_DIFF:
		a = shortest(t, n->a, use);
		return !a && t->g->node[n->b].op == NODE_BASE && t->g->node[n->b].a == BASE_ID ? 1 :
		       a;
	case NODE_IDENTITY:
		return is_void(t->g, n->a) ? NO_WAY : 0;
	default:
		break;
	}
	return UNNAMED;
}

static const struct graph_of_model *graph_of(const struct lkmm_model *m)
{
	return &((const struct cat_model *)m->equations->data)->graph;
}

bool lkmm_cat_is_defined(const struct lkmm_model *m, int rule)
{
	const struct graph_of_model *g = graph_of(m);
	const struct node *n = &g->node[g->rule[rule].node];

	return g->rule[rule].check == CAT_EMPTY && n->op == NODE_DIFF && n->a == n->b;
}

bool lkmm_cat_is_made_of(const struct lkmm_model *m, int of, int first, int n, bool *used)
{
	struct taking_apart t = { .g = graph_of(m), .first = first, .n = n, .used = used };

	return shortest(&t, t.g->rule[of].node, true) > 0;
}

int lkmm_cat_rule(const struct lkmm_model *m, const char *name)
{
	int i = 0;

	while (i < m->nrules && (!m->rule[i].name || strcmp(m->rule[i].name, name)))
		i++;
	return i < m->nrules ? i : -1;
}
