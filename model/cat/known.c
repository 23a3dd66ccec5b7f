// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * What is known of LKMM holds of models that say the same: here these are found, by their
 * equations. A second text is built beside those, from the same nodes, and compared.
 */
#include "model.h"
#include "build.h"

#include <string.h>

struct comparison {
	struct graph_of_model g;	/* of the second text, with the nodes of the model */
	const struct lkmm_model *model;
	int steps;
	int like[MAX_RECURSIONS];	/* the model's recursion that must be the same, from 1 */
	short same[MAX_NODES];		/* the model's node that is the same, or -1 */
};

static bool has_two(const struct node *n)
{
	return n->op >= NODE_UNION && n->op <= NODE_PRODUCT;
}

static bool is_leaf(const struct node *n)
{
	return n->op < NODE_IDENTITY;
}

/* ---- the same equations ---- */

static bool is_same(struct comparison *c, int a, int b);

static bool is_same_recursion(struct comparison *c, int a, int b)
{
	const struct recursion *x = &c->g.recursion[a], *y = &c->g.recursion[b];

	if (c->like[a])
		return c->like[a] == b + 1;
	if (x->n != y->n)
		return false;
	c->like[a] = b + 1;
	for (int i = 0; i < x->n; i++)
		if (!is_same(c, c->g.node[x->variable[i]].b, c->g.node[y->variable[i]].b))
			return false;
	return true;
}

/* Variables of two recursions that must be the same. */
static bool is_same_variable(const struct comparison *c, int a, int b)
{
	const struct node *x = &c->g.node[a], *y = &c->g.node[b];
	const struct recursion *of = &c->g.recursion[x->a], *like = &c->g.recursion[y->a];

	for (int i = 0; i < of->n; i++)
		if (of->variable[i] == a)
			return c->like[x->a] == y->a + 1 && like->variable[i] == b;
	return false;
}

/* Once it has been false, all else of the comparison is. */
static bool is_same(struct comparison *c, int a, int b)
{
	const struct node *x = &c->g.node[a], *y = &c->g.node[b];
	bool same;

	if (a == b || c->same[a] == b)
		return true;
	/* Leaves that are the same are one. */
	if (x->op != y->op || x->set != y->set || is_leaf(x))
		return false;
	if (x->op == NODE_VARIABLE)
		same = is_same_variable(c, a, b);
	else if (x->op == NODE_FIX)
		same = is_same_recursion(c, x->b, y->b) && is_same(c, x->a, y->a);
	else
		same = is_same(c, x->a, y->a) && (!has_two(x) || is_same(c, x->b, y->b));
	if (same)
		c->same[a] = (short)b;
	return same;
}

static bool are_same(struct comparison *c, const struct test *a, const struct test *b, int n)
{
	for (int i = 0; i < n; i++)
		if (a[i].check != b[i].check || a[i].negated != b[i].negated ||
		    a[i].flag != b[i].flag || !is_same(c, a[i].node, b[i].node))
			return false;
	return true;
}

/* ---- at least the same ---- */

enum { MOST_STEPS = 100000 };

static bool may_be_nothing(const struct node *n)
{
	return n->op == NODE_OPT || n->op == NODE_STAR;
}

static bool is_within(struct comparison *c, int a, int b);

static bool is_base(const struct node *n, enum base base)
{
	return n->op == NODE_BASE && n->a == (int)base;
}

/* All that @a relates is in different threads. */
static bool is_between_threads(const struct comparison *c, int a)
{
	const struct node *x = &c->g.node[a];

	if (x->op == NODE_INTER)
		return is_between_threads(c, x->a) || is_between_threads(c, x->b);
	return is_base(x, BASE_EXT);
}

static bool is_within_part(struct comparison *c, int a, const struct node *y)
{
	const struct node *of = c->g.node;

	switch (y->op) {
	case NODE_UNION:
		return is_within(c, a, y->a) || is_within(c, a, y->b);
	case NODE_SEQ:
		return (may_be_nothing(&of[y->a]) && is_within(c, a, y->b)) ||
		       (may_be_nothing(&of[y->b]) && is_within(c, a, y->a));
	case NODE_OPT:
	case NODE_STAR:
	case NODE_PLUS:
		return is_within(c, a, y->a);
	case NODE_DIFF:
		return is_base(&of[y->b], BASE_INT) && is_between_threads(c, a) &&
		       is_within(c, a, y->a);
	default:
		return false;
	}
}

/* Whether @x is within @y by what is within what they are made of. */
static bool is_within_by_parts(struct comparison *c, const struct node *x, const struct node *y)
{
	if (x->op != y->op || x->set != y->set || is_leaf(x))
		return false;
	switch (x->op) {
	case NODE_SEQ:
	case NODE_PRODUCT:
		return is_within(c, x->a, y->a) && is_within(c, x->b, y->b);
	case NODE_DIFF:
		return is_within(c, x->a, y->a) && is_within(c, y->b, x->b);
	case NODE_COMPLEMENT:
		return is_within(c, y->a, x->a);
	case NODE_IDENTITY: case NODE_STAR: case NODE_PLUS: case NODE_OPT: case NODE_INVERSE:
	case NODE_DOMAIN: case NODE_RANGE:
		return is_within(c, x->a, y->a);
	default:
		return false;
	}
}

/* Whether @b has all that @a has, in every execution: false as well if that is not found out. */
static bool is_within(struct comparison *c, int a, int b)
{
	const struct node *x = &c->g.node[a], *y = &c->g.node[b];

	if (a == b)
		return true;
	if (c->steps++ > MOST_STEPS)
		return false;
	if (lkmm_cat_is_subset(&c->g, c->model, a, b))
		return true;
	if (x->op == NODE_UNION)
		return is_within(c, x->a, b) && is_within(c, x->b, b);
	if (y->op == NODE_INTER)
		return is_within(c, a, y->a) && is_within(c, a, y->b);
	if (is_within_part(c, a, y) || is_within_by_parts(c, x, y))
		return true;
	if (x->op == NODE_INTER)
		return is_within(c, x->a, b) || is_within(c, x->b, b);
	return x->op == NODE_DIFF && is_within(c, x->a, b);
}

/* Whether each rule of the second text is a part of one of the @n rules @rule. */
static bool are_within(struct comparison *c, const struct test *rule, int n)
{
	for (int i = 0; i < c->g.nrules; i++) {
		const struct test *t = &c->g.rule[i];
		int k = 0;

		while (k < n && (rule[k].check != t->check || rule[k].negated ||
				 !is_within(c, t->node, rule[k].node)))
			k++;
		if (k == n)
			return false;
	}
	return true;
}

/* ---- what is known ---- */

/*
 * The part of LKMM by which critical sections of a lock order what is in them. Take e before the
 * release of one section, and f behind the acquire of a later one, in another thread. From e a way
 * leads to f: po-rel to the last release of e's thread between them, rfe to an acquire, po-rel from
 * that to the last release of its thread, and so on, to an acquire in front of f, and acq-po. So f
 * cannot come before e by rf, co or fr. If both are marked, hb would be cyclic: by rf it leads from
 * f to e; by co and fr, also with rf behind these, prop leads from f to that acquire. If not, the
 * way is in rw-xbstar, ww-vis and wr-vis. lock.c of the engine has what is concluded.
 */
static const char locks[] =
	"let Failed = RMW \\ (domain(rmw) | range(rmw))\n"
	"let Acquire = (Acquire \\ W \\ Failed) | LKR\n"
	"let Release = (Release \\ R \\ Failed) | UL\n"
	"let Marked = ~(PLAIN | Free)\n"
	"let acq-po = [Acquire] ; po ; [M]\n"
	"let po-rel = [M] ; po ; [Release]\n"
	"let chain = ([Marked] ; ((rfe ; [Marked])? ; po-rel) ; [Marked])*\n"
	"let prop = [Marked] ; ((co | fr) & ext)? ; chain ; [Marked] ; rfe? ; [Marked]\n"
	"let hb = [Marked] ; (((acq-po | po-rel) & int) | rfe | ((prop \\ id) & int)) ; [Marked]\n"
	"acyclic hb\n"
	"let vis = chain ; rfe? ; [Marked] ; (hb* & int)\n"
	"let post = po-rel ; [Marked]\n"
	"let pre = [Marked] ; acq-po\n"
	"let w-vis = post ; vis ; pre\n"
	"let rw-xbstar = post ; hb* ; pre\n"
	"let pre-race = ext & ((PLAIN * M) | ((M \\ IW) * PLAIN))\n"
	"let wr-incoh = pre-race & rf & rw-xbstar^-1\n"
	"let rw-incoh = pre-race & fr & w-vis^-1\n"
	"let ww-incoh = pre-race & co & w-vis^-1\n"
	"empty wr-incoh | rw-incoh | ww-incoh\n";

/* Builds @text beside the model. False: it could not be. */
static bool compare_with(struct comparison *c, struct cat_reading *r, const struct cat_model *m,
			 const char *text)
{
	struct lkmm_cat_error error;
	struct cat_reading own = { .arena = r->arena, .files = r->files, .error = &error };

	c->model = &m->model;
	c->steps = 0;
	memset(c->like, 0, sizeof(c->like));
	memset(c->same, -1, sizeof(c->same));
	return lkmm_cat_build_beside(&own, &m->graph, text, &c->g);
}

void lkmm_cat_know(struct cat_reading *r, struct cat_model *m)
{
	struct comparison *c = lkmm_cat_alloc(r, sizeof(*c));
	const struct graph_of_model *g = &m->graph;
	struct lkmm_model *model = &m->model;
	bool as_usual = !model->fences_around_rmw && !model->srcu_without_memory &&
			!model->meaningless;

	if (!c)
		return;
	model->knows_locks = compare_with(c, r, m, locks) && are_within(c, g->rule, g->nrules);
	if (!model->knows_locks || !as_usual || !compare_with(c, r, m, lkmm_cat_kernel_model))
		return;
	if (c->g.nrules != g->nrules || c->g.nflags != g->nflags ||
	    !are_same(c, c->g.rule, g->rule, g->nrules) ||
	    !are_same(c, c->g.flag, g->flag, g->nflags))
		return;
	model->leaves_out_turns = true;
	model->any_event_raises_flags = false;
}
