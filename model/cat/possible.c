// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * What an incomplete execution may still become, for flags: of each node a set of pairs that it has
 * in every completion, and one that no completion goes beyond. A part of eval.c.
 *
 * Where a node grows, the first is its present value; where it shrinks, the second is.
 */

/* The bounds that have been computed of the present execution; NULL: not yet. */
static rel_t *bounds(struct model *m, bool upper)
{
	return m->node + (upper ? 2 : 1) * graph_of(m)->n;
}

/* What follows from control flow alone is both bounds of it. */
static void forget_bounds(struct model *m)
{
	rel_t *lower = bounds(m, false), *upper = bounds(m, true);
	size_t size = sizeof(rel_t) * (size_t)graph_of(m)->n;

	memcpy(lower, m->node, size);
	memcpy(upper, m->node, size);
	for (const short *i = passing(m); *i >= 0; i++)
		lower[*i] = upper[*i] = NULL;
}

/* The value of the node @i so far. */
static rel_t present(struct model *m, int i)
{
	const struct node *n = &graph_of(m)->node[i];

	if (m->node[i])
		return m->node[i];
	if (n->op >= NODE_IDENTITY && n->op < NODE_VARIABLE)
		present(m, n->a);
	if (n->op >= NODE_UNION && n->op <= NODE_PRODUCT)
		present(m, n->b);
	return m->node[i] = compute(m, n, 0);
}

static rel_t anything(struct model *m)
{
	return product(m->id, m->id);
}

/* The accesses that may be to one location. */
static rel_t may_be_at_one(struct model *m)
{
	return m->placed ? m->loc : anything(m);
}

/* Reads that have no write yet may read from any that does not come behind them. */
static rel_t may_be_read(struct model *m)
{
	rel_t open = set_of(minus(m->reads, seq(inverse(m->rf), m->rf)));
	rel_t any = seq(m->writes, may_be_at_one(m), open);

	return either(m->rf, minus(minus(any, inverse(m->po)), m->id));
}

static rel_t may_be_ordered(struct model *m)
{
	rel_t any = seq(m->writes, may_be_at_one(m), m->writes);

	return minus(minus(any, inverse(m->co)), m->id);
}

static rel_t bound_of_base(struct model *m, enum base base, bool upper)
{
	switch (base) {
	case BASE_RF: return may_be_read(m);
	case BASE_CO: return may_be_ordered(m);
	case BASE_LOC: return may_be_at_one(m);
	case BASE_OBSERVED: return m->placed ? m->observed : m->id;
	case BASE_FREED: return m->placed ? m->freed : m->pool.none;
	default: return upper ? anything(m) : m->pool.none;
	}
}

/* A cookie is given back as it was got. */
static rel_t may_differ(struct model *m, rel_t a)
{
	return minus(a, seq(m->tag[TAG_SRCU_LOCK], m->copied, m->tag[TAG_SRCU_UNLOCK]));
}

static rel_t bound(struct model *m, int i, bool upper);

static rel_t compute_bound(struct model *m, const struct node *n, bool upper)
{
	rel_t b = NULL;

	switch (n->op) {
	case NODE_BASE:
		return bound_of_base(m, (enum base)n->a, upper);
	case NODE_DIFFERENT_VALUES:
		return upper ? may_differ(m, bound(m, n->a, upper)) : m->pool.none;
	case NODE_COMPLEMENT:
		return complement(m, bound(m, n->a, !upper), n->set);
	case NODE_VARIABLE:
	case NODE_FIX:
		return !upper ? m->pool.none : n->set ? m->id : anything(m);
	case NODE_DIFF:
		b = bound(m, n->b, !upper);
		break;
	case NODE_UNION: case NODE_INTER: case NODE_SEQ: case NODE_PRODUCT:
		b = bound(m, n->b, upper);
		break;
	default:
		break;
	}
	return apply(m, n, bound(m, n->a, upper), b);
}

/* At least what the node @i has in every execution that this one can become; @upper: at most. */
static rel_t bound(struct model *m, int i, bool upper)
{
	const struct node *n = &graph_of(m)->node[i];
	rel_t *known = &bounds(m, upper)[i];

	if (!*known)
		*known = n->fixed || (upper ? n->shrinks : n->grows) ? present(m, i) :
				as_set(m, n, compute_bound(m, n, upper));
	return *known;
}

/* ---- flags ---- */

/* The pairs that may raise @flag. A read of nothing is by itself. */
static rel_t possible_pairs(struct model *m, enum lkmm_flag flag)
{
	const struct graph_of_model *g = graph_of(m);
	rel_t pairs = m->pool.none;

	for (int i = 0; i < g->nflags; i++)
		if (g->flag[i].flag == (int)flag)
			pairs = either(pairs, bound(m, g->flag[i].node, true));
	pairs = events_of_flag(m, flag, pairs);
	return flag == LKMM_UNINITIALIZED ? ends(m, pairs, true) : pairs;
}

/* What is checked holds of a part if it holds of the whole. */
static bool may_raise(struct model *m, const struct test *t)
{
	if (lkmm_cat_has_pairs(t->flag))
		return !possible_pairs(m, (enum lkmm_flag)t->flag)->empty;
	return check(m, t->check, bound(m, t->node, t->negated)) != t->negated;
}

static unsigned int cat_possible_flags(struct execution *x)
{
	struct model *m = model_of(x);
	const struct graph_of_model *g = graph_of(m);
	unsigned int flags = 0;

	forget_bounds(m);
	for (int i = 0; i < g->nflags; i++)
		if (!(flags >> g->flag[i].flag & 1) && may_raise(m, &g->flag[i]))
			flags |= 1U << g->flag[i].flag;
	return flags;
}

static rel_t cat_possible_races(struct execution *x, rel_t same)
{
	struct model *m = model_of(x);

	(void)same;
	forget_bounds(m);
	return possible_pairs(m, LKMM_DATA_RACE);
}

static rel_t cat_possible_misuses(struct execution *x, enum lkmm_flag flag)
{
	struct model *m = model_of(x);

	forget_bounds(m);
	return possible_pairs(m, flag);
}
