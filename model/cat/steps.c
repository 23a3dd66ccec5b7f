// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The steps of an explanation: which relations of a model it names. It takes a relation apart until
 * it comes to one with a name that depends on control flow alone, to reads-from and coherence, or
 * to one whose pairs are not made of steps.
 */
#include "model.h"

#include <string.h>

static bool is_communication(const struct node *n)
{
	return n->name && (!strcmp(n->name, "rf") || !strcmp(n->name, "co") ||
			   !strcmp(n->name, "fr"));
}

/* The relation is not a combination of others. */
static bool is_whole(const struct node *n)
{
	switch (n->op) {
	case NODE_BASE:
	case NODE_PRODUCT:
	case NODE_INVERSE:
	case NODE_COMPLEMENT:
	case NODE_DIFFERENT_VALUES:
	case NODE_FIX:
		return true;
	default:
		return false;
	}
}

#define JOIN(r, ...) lkmm_cat_join(r, (const char *const[]){ __VA_ARGS__, NULL })

/* Of one without a name, the place. */
static const char *name_of(struct cat_reading *r, const struct graph_of_model *g,
			   const struct node *n)
{
	char digits[12], *s = digits + sizeof(digits) - 1;
	int line = n->at.at.line;

	if (n->name)
		return n->name;
	if (n->op == NODE_INVERSE && g->node[n->a].name)
		return JOIN(r, g->node[n->a].name, "^-1");
	*s = '\0';
	do
		*--s = (char)('0' + line % 10);
	while (line /= 10);
	return JOIN(r, "line ", s);
}

static struct step_name step_of(struct cat_reading *r, const struct graph_of_model *g,
				const struct node *n)
{
	struct step_name step = { .fence = n->op != NODE_BASE };

	if (n->set || n->op == NODE_VARIABLE)
		return step;
	if (is_communication(n)) {
		step.name = JOIN(r, n->name, "i");
		step.external = JOIN(r, n->name, "e");
		step.fence = false;
	} else if (is_whole(n) || (n->name && n->fixed)) {
		step.name = name_of(r, g, n);
	}
	return step;
}

/* The way back is a step: better one that has a name, as of rmw in "empty rmw & (fre ; coe)". */
static struct way_back way_back_of(struct cat_reading *r, const struct cat_model *m,
				   const struct test *t)
{
	const struct node *node = m->graph.node, *n = &node[t->node];
	struct way_back w = { .there = t->node, .back = t->node };
	const char *name;

	if (t->check != CAT_EMPTY || t->negated || n->set)
		return w;
	if (n->op == NODE_INTER) {
		bool first = node[n->a].name != NULL;

		w.back = first ? n->a : n->b;
		w.there = first ? n->b : n->a;
	}
	name = node[w.back].name;
	w.step.name = name ? JOIN(r, name, "^-1") : "back";
	return w;
}

bool lkmm_cat_steps(struct cat_reading *r, struct cat_model *m)
{
	const struct graph_of_model *g = &m->graph;

	m->step = lkmm_cat_alloc(r, sizeof(*m->step) * ((size_t)g->n + 1));
	m->back = lkmm_cat_alloc(r, sizeof(*m->back) * ((size_t)g->nrules + 1));
	for (int i = 0; !r->failed && i < g->n; i++)
		m->step[i] = step_of(r, g, &g->node[i]);
	for (int i = 0; !r->failed && i < g->nrules; i++)
		m->back[i] = way_back_of(r, m, &g->rule[i]);
	return !r->failed;
}
