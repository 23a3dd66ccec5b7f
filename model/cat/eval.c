// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The equations of a model from files, for one execution: the nodes of its graph in their order,
 * each once. Those that depend on control flow alone are computed once for all executions of it.
 */
#include "model.h"
#include "model/engine/rel.c"
#include "model/engine/model.h"
#include "model/engine/notation.h"

/* A recursion that does not end after so many steps for each event is given up. */
enum { STEPS_PER_EVENT = 8 };

struct model {
	union {
		struct execution execution;
		struct {
			EXECUTION
		};
	};
	/* the way back, in the explanation of a rule that a relation is empty; see model.h */
	rel_t back;
	const struct step_name *back_step;
	/*
	 * The values of nodes; NULL: not computed yet. Behind them their bounds, see possible.c,
	 * and for the present control flow the nodes that each rule and then each flag needs, and
	 * those whose values are not kept from one execution to the next, as lists that end with
	 * -1; see cat.c for their size.
	 */
	rel_t node[];
};

static struct model *model_of(struct execution *x)
{
	return (struct model *)(void *)x;
}

static const struct graph_of_model *graph_of(const struct model *m)
{
	return &((const struct cat_model *)m->of_model)->graph;
}

static short *list(struct model *m, int number)
{
	const struct graph_of_model *g = graph_of(m);

	return (short *)(void *)(m->node + 3 * g->n) + (size_t)number * ((size_t)g->n + 1);
}

/* The nodes that a rule needs, or a flag. */
static short *needs_of(struct model *m, const struct test *t)
{
	const struct graph_of_model *g = graph_of(m);
	bool rule = t >= g->rule && t < g->rule + g->nrules;

	return list(m, rule ? (int)(t - g->rule) : g->nrules + (int)(t - g->flag));
}

/* Those whose values are not kept. */
static short *passing(struct model *m)
{
	const struct graph_of_model *g = graph_of(m);

	return list(m, g->nrules + g->nflags);
}

/* ---- one node ---- */

static rel_t fences(struct model *m)
{
	rel_t others = either(m->reads, m->writes, m->tag[TAG_SYNC_SRCU], m->tag[TAG_FREE]);

	return set_of(minus(m->id, others));
}

static rel_t base_value(struct model *m, enum base base)
{
	switch (base) {
	case BASE_ALL:
	case BASE_ID: return m->id;
	case BASE_READS: return m->reads;
	case BASE_WRITES: return m->writes;
	case BASE_RMW: return m->rmw_events;
	case BASE_FENCES: return fences(m);
	case BASE_MAY_RACE: return m->may_race;
	case BASE_UNSET: return m->unset;
	case BASE_ENDLESS: return m->endless;
	case BASE_OBSERVED: return m->observed;
	case BASE_PO: return m->po;
	case BASE_EXT: return m->ext;
	case BASE_INT: return m->internal;
	case BASE_RMW_PAIRS: return m->rmw;
	case BASE_ADDR: return m->syntactic_addr;
	case BASE_DATA: return m->syntactic_data;
	case BASE_CTRL: return m->syntactic_ctrl;
	case BASE_PICK_ADDR:
	case BASE_PICK_DATA:
	case BASE_PICK_CTRL: return m->pick[base - BASE_PICK_ADDR];
	case BASE_PASSED: return m->syntactic_passed;
	case BASE_SAME: return m->same;
	case BASE_CRITICAL: return m->critical;
	case BASE_LOC: return m->loc;
	case BASE_RF: return m->rf;
	case BASE_CO: return m->co;
	case BASE_FREED: return m->freed;
	case NR_BASES:
		break;
	}
	return m->pool.none;
}

/* The events that @a relates to something; or that something relates to @a. */
static rel_t ends(struct model *m, rel_t a, bool range)
{
	struct set s = { { 0 } };

	for (int i = 0; i < m->pool.n; i++) {
		if (range)
			set_or(&s, &a->row[i]);
		else if (!set_empty(&a->row[i]))
			set_add(&s, i);
	}
	return rel_set(&m->pool, &s);
}

static rel_t complement(struct model *m, rel_t a, bool set)
{
	struct rel *r;

	if (set)
		return set_of(minus(m->id, a));
	r = rel_new(&m->pool);
	for (int i = 0; i < m->pool.n; i++) {
		r->row[i] = m->id->domain;
		set_minus(&r->row[i], &a->row[i]);
	}
	return rel_done(&m->pool, r);
}

static rel_t different_values(struct model *m, rel_t a)
{
	struct rel *r = rel_new(&m->pool);

	for (int i = 0; i < m->pool.n; i++)
		for_each(k, &a->row[i])
			if (m->value[i] != m->value[k])
				set_add(&r->row[i], k);
	return rel_done(&m->pool, r);
}

static rel_t fixpoint(struct model *m, const struct node *n, uint64_t active);

/* A set has the mark of a part of the identity, whatever it is made by. */
static rel_t as_set(struct model *m, const struct node *n, rel_t a)
{
	return n->set && !a->diagonal ? set_of(a) : a;
}

/* The operation of @n, which is not one of an execution. */
static rel_t apply(struct model *m, const struct node *n, rel_t a, rel_t b)
{
	switch (n->op) {
	case NODE_UNION:
		return as_set(m, n, either(a, b));
	case NODE_INTER:
		return as_set(m, n, both(a, b));
	case NODE_DIFF:
		return as_set(m, n, minus(a, b));
	case NODE_SEQ:
		return seq(a, b);
	case NODE_PRODUCT:
		return product(a, b);
	case NODE_STAR:
		return star(a);
	case NODE_PLUS:
		return seq(a, star(a));
	case NODE_OPT:
		return opt(a);
	case NODE_INVERSE:
		return inverse(a);
	case NODE_COMPLEMENT:
		return complement(m, a, n->set);
	case NODE_DOMAIN:
		return ends(m, a, false);
	case NODE_RANGE:
		return ends(m, a, true);
	case NODE_DIFFERENT_VALUES:
		return different_values(m, a);
	default:
		return a;
	}
}

static rel_t compute(struct model *m, const struct node *n, uint64_t active)
{
	bool two = n->op >= NODE_UNION && n->op <= NODE_PRODUCT;

	switch (n->op) {
	case NODE_TAG:
		return as_set(m, n, m->tag[n->a]);
	case NODE_MARK:
		return as_set(m, n, m->mark[n->a]);
	case NODE_BASE:
		return as_set(m, n, base_value(m, (enum base)n->a));
	case NODE_EMPTY:
		return as_set(m, n, m->pool.none);
	case NODE_FIX:
		return fixpoint(m, n, active);
	default:
		return apply(m, n, m->node[n->a], two ? m->node[n->b] : NULL);
	}
}

/*
 * Computes the nodes of the list @i up to @last that are missing, and that depend on no recursion
 * but the @active ones.
 */
static void compute_nodes(struct model *m, const short *i, int last, uint64_t active)
{
	const struct graph_of_model *g = graph_of(m);

	for (; *i >= 0 && *i <= last; i++)
		if (!m->node[*i] && !(g->node[*i].open & ~active))
			m->node[*i] = compute(m, &g->node[*i], active);
}

/* ---- recursion ---- */

/* Forgets what has been computed from the variables of @recursion. */
static void forget(struct model *m, int recursion)
{
	const struct graph_of_model *g = graph_of(m);

	for (const short *i = g->recursion[recursion].inside; *i >= 0; i++) {
		const struct node *n = &g->node[*i];

		if (!(n->op == NODE_VARIABLE && n->a == recursion))
			m->node[*i] = NULL;
	}
}

/* A copy of @a in @to, which is in the pool. */
static rel_t copy(struct model *m, struct rel *to, rel_t a)
{
	if (to != m->pool.none) {
		memmove(to, a, sizeof(*a) + (size_t)m->pool.n * sizeof(struct set));
		to->origin = NULL;
	}
	return to;
}

/* Whether some variable gains pairs, from what is in @now. */
static bool do_step(struct model *m, int recursion, rel_t *now, uint64_t active)
{
	const struct graph_of_model *g = graph_of(m);
	const struct recursion *r = &g->recursion[recursion];
	bool more = false;

	for (int i = 0; i < r->n; i++) {
		int body = g->node[r->variable[i]].b;

		compute_nodes(m, r->inside, body, active);
		more |= !minus(m->node[body], now[i])->empty;
		m->node[r->variable[i]] = m->node[body];
		forget(m, recursion);
	}
	return more;
}

/*
 * Each variable in turn gets the value of its body, from the empty one on, until none gains
 * anything: as in herd7. Nothing but the values of the variables is left in the pool.
 */
static void find_fixpoint(struct model *m, int recursion, uint64_t active)
{
	const struct graph_of_model *g = graph_of(m);
	const struct recursion *r = &g->recursion[recursion];
	struct pool *p = &m->pool;
	struct rel *kept[MAX_VARIABLES];
	rel_t now[MAX_VARIABLES];
	int steps = 0;
	bool more = true;
	size_t mark;

	compute_nodes(m, r->outside, g->n - 1, active);
	for (int i = 0; i < r->n; i++) {
		kept[i] = rel_new(p);
		now[i] = m->node[r->variable[i]] =
			copy(m, kept[i], as_set(m, &g->node[r->variable[i]], p->none));
	}
	active |= UINT64_C(1) << recursion;
	for (mark = p->used; more && !p->full; p->used = mark) {
		more = do_step(m, recursion, now, active);
		for (int i = 0; i < r->n; i++)
			m->node[r->variable[i]] = copy(m, kept[i], m->node[r->variable[i]]);
		p->full |= ++steps > STEPS_PER_EVENT * p->n + 64;
	}
}

/* A relation that is defined by a recursion is one step of an explanation: no record is kept. */
static rel_t fixpoint(struct model *m, const struct node *n, uint64_t active)
{
	struct lkmm_arena *record = m->pool.record;

	if (!m->node[n->a]) {
		m->pool.record = NULL;
		find_fixpoint(m, n->b, active);
		m->pool.record = record;
	}
	return m->node[n->a];
}

/* ---- the model ---- */

static rel_t value_of(struct model *m, const struct test *t)
{
	compute_nodes(m, needs_of(m, t), t->node, 0);
	return m->node[t->node];
}

static bool check(struct model *m, enum cat_check check, rel_t a)
{
	return check == CAT_ACYCLIC	? acyclic(a) :
	       check == CAT_IRREFLEXIVE ? irreflexive(a) :
					  a->empty;
}

static bool passes(struct model *m, const struct test *t)
{
	return check(m, t->check, value_of(m, t)) != t->negated;
}

/* ---- one control flow ---- */

/* Whether the node may have pairs, those it is computed from being known: or true. */
static bool may_have_pairs(const struct model *m, const struct node *n, const bool *may)
{
	switch (n->op) {
	case NODE_INTER:
	case NODE_SEQ:
	case NODE_PRODUCT:
		return may[n->a] && may[n->b];
	case NODE_UNION:
		return may[n->a] || may[n->b];
	case NODE_IDENTITY:
	case NODE_DIFF:
	case NODE_PLUS:
	case NODE_INVERSE:
	case NODE_DOMAIN:
	case NODE_RANGE:
	case NODE_DIFFERENT_VALUES:
	case NODE_FIX:
		return may[n->a];
	case NODE_VARIABLE:
		return may[n->b];
	case NODE_EMPTY:
		return false;
	case NODE_BASE:
		return n->a != BASE_FREED || !m->tag[TAG_FREE]->empty;
	default:
		return true;
	}
}

/* A recursion starts with nothing: so do its variables here. */
static void find_pairs(const struct model *m, bool *may)
{
	const struct graph_of_model *g = graph_of(m);
	bool more = true;

	for (int i = 0; i < g->n; i++)
		may[i] = false;
	while (more) {
		more = false;
		for (int i = 0; i < g->n; i++) {
			const struct node *n = &g->node[i];
			bool now = m->node[i] ? !m->node[i]->empty : may_have_pairs(m, n, may);

			more |= now && !may[i];
			may[i] |= now;
		}
	}
}

/* Of the nodes that @t is computed from, those without a value. */
static void find_needs(struct model *m, const struct test *t)
{
	const struct graph_of_model *g = graph_of(m);
	short *to = needs_of(m, t);
	bool needs[MAX_NODES];

	memset(needs, 0, (size_t)g->n);
	needs[t->node] = true;
	for (int i = t->node; i >= 0; i--) {
		const struct node *n = &g->node[i];

		/* A recursion computes what it needs itself. */
		if (!needs[i] || m->node[i] || n->op < NODE_IDENTITY || n->op >= NODE_VARIABLE)
			continue;
		needs[n->a] = true;
		if (n->op >= NODE_UNION && n->op <= NODE_PRODUCT)
			needs[n->b] = true;
	}
	for (int i = 0; i <= t->node; i++)
		if (needs[i] && !m->node[i])
			*to++ = (short)i;
	*to = -1;
}

/*
 * The values that follow from control flow alone: also the empty ones, where something is empty in
 * all of its executions, as much of a model is for most tests.
 */
static void cat_fixed(struct execution *x)
{
	struct model *m = model_of(x);
	const struct graph_of_model *g = graph_of(m);
	short *to = passing(m);
	bool may[MAX_NODES];

	memset(m->node, 0, sizeof(m->node[0]) * (size_t)g->n);
	for (int i = 0; i < g->n; i++)
		if (g->node[i].fixed && !g->node[i].open)
			m->node[i] = compute(m, &g->node[i], 0);
	find_pairs(m, may);
	for (int i = 0; i < g->n; i++)
		if (!may[i] && !m->node[i] && !g->node[i].open)
			m->node[i] = as_set(m, &g->node[i], m->pool.none);
	for (int i = 0; i < g->n; i++)
		if (!m->node[i])
			*to++ = (short)i;
	*to = -1;
	for (int i = 0; i < g->nrules; i++)
		find_needs(m, &g->rule[i]);
	for (int i = 0; i < g->nflags; i++)
		find_needs(m, &g->flag[i]);
}

static void cat_begin(struct execution *x)
{
	struct model *m = model_of(x);

	for (const short *i = passing(m); *i >= 0; i++)
		m->node[*i] = NULL;
}

static bool cat_holds(struct execution *x, int rule)
{
	struct model *m = model_of(x);

	return passes(m, &graph_of(m)->rule[rule]);
}

/* ---- flags ---- */

/* Of the pairs @a, those that can be the two events of @flag. */
static rel_t events_of_flag(struct model *m, enum lkmm_flag flag, rel_t a)
{
	rel_t frees = m->tag[TAG_FREE], reads = m->reads;
	rel_t memory = set_of(either(m->reads, m->writes, frees));
	rel_t accesses = set_of(minus(memory, m->tag[TAG_INIT]));

	switch (flag) {
	case LKMM_DATA_RACE:
		return seq(accesses, a, accesses);
	case LKMM_USE_AFTER_FREE:
		return seq(accesses, a, frees);
	case LKMM_DOUBLE_FREE:
		return seq(frees, a, frees);
	default:
		return seq(a, reads);
	}
}

/* The pairs that raise @flag. */
static rel_t pairs_of_flag(struct model *m, enum lkmm_flag flag)
{
	const struct graph_of_model *g = graph_of(m);
	rel_t pairs = m->pool.none;

	for (int i = 0; i < g->nflags; i++)
		if (g->flag[i].flag == (int)flag)
			pairs = either(pairs, value_of(m, &g->flag[i]));
	return events_of_flag(m, flag, pairs);
}

static bool raises(struct model *m, const struct test *t)
{
	return lkmm_cat_has_pairs(t->flag) ?
		       !pairs_of_flag(m, (enum lkmm_flag)t->flag)->empty : passes(m, t);
}

static unsigned int cat_flags(struct execution *x)
{
	struct model *m = model_of(x);
	const struct graph_of_model *g = graph_of(m);
	unsigned int flags = 0;

	for (int i = 0; i < g->nflags; i++)
		if (!(flags >> g->flag[i].flag & 1) && raises(m, &g->flag[i]))
			flags |= 1U << g->flag[i].flag;
	return flags;
}

#include "possible.c"

/* ---- explanations ---- */

static rel_t cat_races(struct execution *x)
{
	return pairs_of_flag(model_of(x), LKMM_DATA_RACE);
}

static rel_t cat_misuses(struct execution *x, enum lkmm_flag flag)
{
	return pairs_of_flag(model_of(x), flag);
}

/* From an event and back to itself, where the relation of the rule is not empty. */
static rel_t there_and_back(struct model *m, int rule)
{
	const struct way_back *w = &((const struct cat_model *)m->of_model)->back[rule];

	m->back = inverse(m->node[w->back]);
	m->back_step = &w->step;
	return w->step.name ? seq(m->node[w->there], m->back) : m->pool.none;
}

/* The cycles that sequential consistency would forbid, by relations that have their names. */
static rel_t what_is_inconsistent(struct model *m)
{
	const struct graph_of_model *g = graph_of(m);

	for (int i = 0; i < g->n; i++)
		if (g->node[i].op == NODE_BASE && !m->node[i])
			m->node[i] = compute(m, &g->node[i], 0);
	m->node[g->fr] = seq(inverse(m->rf), m->co);
	return cycles(either(m->po, m->rf, m->co, m->node[g->fr]));
}

static rel_t what_breaks(struct execution *x, int rule)
{
	struct model *m = model_of(x);
	const struct test *t;
	rel_t a;

	if (!rule)
		return what_is_inconsistent(m);
	t = &graph_of(m)->rule[rule - 1];
	a = value_of(m, t);
	if (t->check == CAT_EMPTY)
		return there_and_back(m, rule - 1);
	return t->check == CAT_ACYCLIC ? cycles(a) : a;
}

/* A relation may be the value of several nodes. */
static const struct step_name *step_of(struct execution *x, rel_t r)
{
	struct model *m = model_of(x);
	const struct step_name *step = ((const struct cat_model *)m->of_model)->step;

	if (r == m->back)
		return m->back_step;
	for (int i = 0; i < graph_of(m)->n; i++)
		if (m->node[i] == r && step[i].name)
			return &step[i];
	return NULL;
}

extern const struct equations SIZED(lkmm_cat_equations_);

const struct equations SIZED(lkmm_cat_equations_) = {
	.size = sizeof(struct model),
	.fixed = cat_fixed,
	.begin = cat_begin,
	.holds = cat_holds,
	.breaks = what_breaks,
	.step_of = step_of,
	.flags = cat_flags,
	.possible_flags = cat_possible_flags,
	.races = cat_races,
	.possible_races = cat_possible_races,
	.misuses = cat_misuses,
	.possible_misuses = cat_possible_misuses,
};
