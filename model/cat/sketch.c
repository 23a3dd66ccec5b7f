// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A model on a sketch: of each set and relation what is surely in it, and what may be. Base
 * relations are known as far as the sketch says. Of r \ s there is surely what is surely in r and
 * cannot be in s; what goes by way of another event is sure if that is in the sketch, and may
 * always be, as events that are not in it may be anything.
 *
 * One thing is known about those: if a read gets its value from a write of its own thread, there is
 * no write between them to that location, or the location would not be coherent.
 */
#include "model.h"
#include "sketch.h"

#include <stdlib.h>
#include <string.h>

/* Bits of a row: the events that an event is related to. */
struct pairs {
	uint16_t row[SKETCH_EVENTS];
};

struct value_on {
	struct pairs sure, may;
};

struct drawing {
	const struct graph_of_model *g;
	const struct sketch *s;
	struct value_on *value;		/* of each node */
};

static const struct graph_of_model *graph_of(const struct lkmm_model *m)
{
	return &((const struct cat_model *)m->equations->data)->graph;
}

/* ---- pairs ---- */

static struct pairs all_pairs(const struct drawing *d)
{
	struct pairs p = { { 0 } };

	for (int i = 0; i < d->s->n; i++)
		p.row[i] = (uint16_t)((1U << d->s->n) - 1);
	return p;
}

static struct pairs identity(const struct drawing *d)
{
	struct pairs p = { { 0 } };

	for (int i = 0; i < d->s->n; i++)
		p.row[i] = (uint16_t)(1U << i);
	return p;
}

static struct pairs combine(struct pairs a, struct pairs b, enum node_op op)
{
	for (int i = 0; i < SKETCH_EVENTS; i++)
		a.row[i] = op == NODE_UNION ? a.row[i] | b.row[i] :
			   op == NODE_INTER ? a.row[i] & b.row[i] :
					      (uint16_t)(a.row[i] & ~b.row[i]);
	return a;
}

static struct pairs compose(struct pairs a, struct pairs b)
{
	struct pairs p = { { 0 } };

	for (int i = 0; i < SKETCH_EVENTS; i++)
		for (int k = 0; k < SKETCH_EVENTS; k++)
			if (a.row[i] >> k & 1)
				p.row[i] |= b.row[k];
	return p;
}

static struct pairs closure(struct pairs a)
{
	for (int k = 0; k < SKETCH_EVENTS; k++)
		for (int i = 0; i < SKETCH_EVENTS; i++)
			if (a.row[i] >> k & 1)
				a.row[i] |= a.row[k];
	return a;
}

static struct pairs inverse(struct pairs a)
{
	struct pairs p = { { 0 } };

	for (int i = 0; i < SKETCH_EVENTS; i++)
		for (int k = 0; k < SKETCH_EVENTS; k++)
			if (a.row[i] >> k & 1)
				p.row[k] |= (uint16_t)(1U << i);
	return p;
}

/* The events in the set, or at an end of the pairs. */
static unsigned int ends(struct pairs a, bool range)
{
	unsigned int set = 0;

	for (int i = 0; i < SKETCH_EVENTS; i++)
		set |= range ? a.row[i] : a.row[i] ? 1U << i : 0;
	return set;
}

static struct pairs product(unsigned int a, unsigned int b)
{
	struct pairs p = { { 0 } };

	for (int i = 0; i < SKETCH_EVENTS; i++)
		p.row[i] = a >> i & 1 ? (uint16_t)b : 0;
	return p;
}

static struct pairs set_of(unsigned int a)
{
	struct pairs p = { { 0 } };

	for (int i = 0; i < SKETCH_EVENTS; i++)
		p.row[i] = (uint16_t)(a & 1U << i);
	return p;
}

/* ---- what the sketch says ---- */

static unsigned int events_of(const struct drawing *d, enum sketch_kind kind)
{
	unsigned int set = 0;

	for (int i = 0; i < d->s->n; i++)
		set |= d->s->event[i].kind == kind ? 1U << i : 0;
	return set;
}

static struct value_on marked(const struct drawing *d, int mark)
{
	unsigned int sure = 0, may = 0;

	for (int i = 0; i < d->s->n; i++) {
		const struct sketch_event *e = &d->s->event[i];

		sure |= e->marks >> mark & 1 ? 1U << i : 0;
		may |= (e->marks | e->may) >> mark & 1 ? 1U << i : 0;
	}
	return (struct value_on){ set_of(sure), set_of(may) };
}

static struct pairs facts(const struct drawing *d, enum sketch_relation relation)
{
	struct pairs p = { { 0 } };

	for (int i = 0; i < d->s->nfacts; i++)
		if (d->s->fact[i].relation == relation)
			p.row[d->s->fact[i].from] |= (uint16_t)(1U << d->s->fact[i].to);
	return p;
}

static struct pairs same_location(const struct drawing *d)
{
	struct pairs p = identity(d);

	for (int i = 0; i < d->s->nfacts; i++) {
		const struct sketch_fact *f = &d->s->fact[i];

		if (f->relation <= SKETCH_RMW) {
			p.row[f->from] |= (uint16_t)(1U << f->to);
			p.row[f->to] |= (uint16_t)(1U << f->from);
		}
	}
	return closure(p);
}

static struct pairs program_order(const struct drawing *d, bool within_instructions)
{
	struct pairs p = { { 0 } };

	for (int i = 0; i < d->s->n; i++)
		for (int k = i + 1; k < d->s->n; k++) {
			const struct sketch_event *a = &d->s->event[i], *b = &d->s->event[k];

			if (a->thread == b->thread &&
			    (within_instructions || a->instruction != b->instruction))
				p.row[i] |= (uint16_t)(1U << k);
		}
	return p;
}

static struct pairs same_thread(const struct drawing *d)
{
	struct pairs p = program_order(d, true);

	return combine(combine(p, inverse(p), NODE_UNION), identity(d), NODE_UNION);
}

static struct value_on exactly(struct pairs p)
{
	return (struct value_on){ p, p };
}

static struct value_on base_value(const struct drawing *d, enum base base)
{
	const struct pairs all = all_pairs(d), none = { { 0 } };

	switch (base) {
	case BASE_ALL:
	case BASE_ID: return exactly(identity(d));
	case BASE_READS: return exactly(set_of(events_of(d, SKETCH_READ)));
	case BASE_WRITES: return exactly(set_of(events_of(d, SKETCH_WRITE)));
	case BASE_FENCES: return exactly(set_of(events_of(d, SKETCH_FENCE)));
	case BASE_PO: return (struct value_on){ program_order(d, false), program_order(d, true) };
	case BASE_INT: return exactly(same_thread(d));
	case BASE_EXT: return exactly(combine(all, same_thread(d), NODE_DIFF));
	case BASE_LOC: return (struct value_on){ same_location(d), all };
	case BASE_RF: return (struct value_on){ facts(d, SKETCH_RF), all };
	case BASE_CO: return (struct value_on){ facts(d, SKETCH_CO), all };
	case BASE_RMW_PAIRS: return (struct value_on){ facts(d, SKETCH_RMW), all };
	case BASE_ADDR: return (struct value_on){ facts(d, SKETCH_ADDR), all };
	case BASE_DATA: return (struct value_on){ facts(d, SKETCH_DATA), all };
	case BASE_CTRL: return (struct value_on){ facts(d, SKETCH_CTRL), all };
	default: return (struct value_on){ none, all };
	}
}

/* ---- writes between a write and a read of it ---- */

static bool is_base(const struct graph_of_model *g, int node, enum base base)
{
	const struct node *n = &g->node[node];

	return n->op == NODE_IDENTITY ? is_base(g, n->a, base) :
					n->op == NODE_BASE && n->a == (int)base;
}

/* Whether all pairs of @node are in the base relation @base. */
static bool is_within(const struct graph_of_model *g, int node, enum base base)
{
	const struct node *n = &g->node[node];

	return is_base(g, node, base) ||
	       (n->op == NODE_INTER && (is_within(g, n->a, base) || is_within(g, n->b, base))) ||
	       (n->op == NODE_DIFF && is_within(g, n->a, base));
}

static bool is_po_loc(const struct graph_of_model *g, int node)
{
	return is_within(g, node, BASE_PO) && is_within(g, node, BASE_LOC);
}

/* p ; [W] ; q, where p and q are program order at one location. */
static bool is_by_write(const struct graph_of_model *g, const struct node *n)
{
	const struct node *a = &g->node[n->a], *b = &g->node[n->b];

	if (a->op == NODE_SEQ)
		return is_po_loc(g, a->a) && is_base(g, a->b, BASE_WRITES) && is_po_loc(g, n->b);
	return b->op == NODE_SEQ && is_po_loc(g, n->a) && is_base(g, b->a, BASE_WRITES) &&
	       is_po_loc(g, b->b);
}

/* ---- nodes ---- */

/* A set is exact at the events of the sketch, and only lets through what it has. */
static struct pairs may_compose(const struct drawing *d, const struct node *n)
{
	const struct node *a = &d->g->node[n->a], *b = &d->g->node[n->b];

	if (a->op == NODE_IDENTITY || b->op == NODE_IDENTITY)
		return compose(d->value[n->a].may, d->value[n->b].may);
	if (is_by_write(d->g, n))
		return combine(all_pairs(d), combine(facts(d, SKETCH_RF), same_thread(d),
						     NODE_INTER), NODE_DIFF);
	return all_pairs(d);
}

static struct value_on compute_two(const struct drawing *d, const struct node *n)
{
	const struct value_on *a = &d->value[n->a], *b = &d->value[n->b];

	switch (n->op) {
	case NODE_SEQ:
		return (struct value_on){ compose(a->sure, b->sure), may_compose(d, n) };
	case NODE_PRODUCT:
		return (struct value_on){ product(ends(a->sure, false), ends(b->sure, false)),
					  product(ends(a->may, false), ends(b->may, false)) };
	case NODE_DIFF:
		return (struct value_on){ combine(a->sure, b->may, NODE_DIFF),
					  combine(a->may, b->sure, NODE_DIFF) };
	default:
		return (struct value_on){ combine(a->sure, b->sure, n->op),
					  combine(a->may, b->may, n->op) };
	}
}

static struct value_on compute(const struct drawing *d, int node)
{
	const struct node *n = &d->g->node[node];
	const struct pairs all = all_pairs(d), one = identity(d), none = { { 0 } };
	const struct value_on *a = n->op >= NODE_IDENTITY ? &d->value[n->a] : NULL;

	if (n->op >= NODE_UNION && n->op <= NODE_PRODUCT) {
		struct value_on v = compute_two(d, n);

		if (node == d->g->fr)
			v.sure = combine(v.sure, facts(d, SKETCH_FR), NODE_UNION);
		return v;
	}
	switch (n->op) {
	case NODE_MARK: return marked(d, n->a);
	case NODE_BASE: return base_value(d, (enum base)n->a);
	case NODE_EMPTY: return exactly(none);
	case NODE_IDENTITY: return *a;
	case NODE_STAR:
		return (struct value_on){ combine(closure(a->sure), one, NODE_UNION), all };
	case NODE_PLUS: return (struct value_on){ closure(a->sure), all };
	case NODE_OPT: return (struct value_on){ combine(a->sure, one, NODE_UNION),
						 combine(a->may, one, NODE_UNION) };
	case NODE_INVERSE: return (struct value_on){ inverse(a->sure), inverse(a->may) };
	case NODE_COMPLEMENT:
		return (struct value_on){ combine(n->set ? one : all, a->may, NODE_DIFF),
					  combine(n->set ? one : all, a->sure, NODE_DIFF) };
	case NODE_DOMAIN: return (struct value_on){ set_of(ends(a->sure, false)), one };
	case NODE_RANGE: return (struct value_on){ set_of(ends(a->sure, true)), one };
	default: return (struct value_on){ none, n->set ? one : all };
	}
}

/* ---- steps ---- */

static bool add_step(const struct drawing *d, int node, const char *name,
		     struct sketch_steps *steps)
{
	int k = 0;

	while (k < steps->n && strcmp(steps->name[k], name))
		k++;
	if (k == SKETCH_STEPS)
		return false;
	steps->name[k] = name;
	steps->n += k == steps->n;
	for (int i = 0; i < d->s->n; i++)
		for (int j = 0; j < d->s->n; j++)
			if (d->value[node].sure.row[i] >> j & 1)
				steps->has[i][j] |= UINT32_C(1) << k;
	return true;
}

/* A step has the innermost name of a part of the union @node. */
static bool add_steps(const struct drawing *d, int node, const char *outer,
		      struct sketch_steps *steps)
{
	const struct node *n = &d->g->node[node];
	const char *name = n->name ? n->name : outer;

	if (n->op == NODE_UNION)
		return add_steps(d, n->a, name, steps) && add_steps(d, n->b, name, steps);
	return !name || add_step(d, node, name, steps);
}

static bool is_both(const struct graph_of_model *g, const struct node *n, enum base a, enum base b)
{
	return (is_base(g, n->a, a) && is_base(g, n->b, b)) ||
	       (is_base(g, n->a, b) && is_base(g, n->b, a));
}

/* Whether the union @node is made of po-loc, rf, co and fr, all of them: *@parts has four bits. */
static bool is_communication(const struct graph_of_model *g, int node, unsigned int *parts)
{
	const struct node *n = &g->node[node];

	if (is_base(g, node, BASE_RF))
		*parts |= 1;
	else if (is_base(g, node, BASE_CO))
		*parts |= 2;
	else if (node == g->fr)
		*parts |= 4;
	else if (n->op == NODE_INTER && is_both(g, n, BASE_PO, BASE_LOC))
		*parts |= 8;
	else
		return n->op == NODE_UNION && is_communication(g, n->a, parts) &&
		       is_communication(g, n->b, parts);
	return true;
}

static bool is_coherence(const struct graph_of_model *g, const struct test *t)
{
	unsigned int parts = 0;

	return t->check == CAT_ACYCLIC && !t->negated && is_communication(g, t->node, &parts) &&
	       parts == 15;
}

bool lkmm_cat_is_coherent(const struct lkmm_model *m)
{
	const struct graph_of_model *g = graph_of(m);
	bool found = false;

	for (int i = 0; i < g->nrules; i++)
		found |= is_coherence(g, &g->rule[i]);
	return found;
}

static bool is_external(const struct graph_of_model *g, int node, bool from_read)
{
	const struct node *n = &g->node[node];

	return n->op == NODE_INTER && is_base(g, n->b, BASE_EXT) &&
	       (from_read ? n->a == g->fr : is_base(g, n->a, BASE_CO));
}

bool lkmm_cat_is_atomic(const struct lkmm_model *m)
{
	const struct graph_of_model *g = graph_of(m);
	bool found = false;

	for (int i = 0; i < g->nrules; i++) {
		const struct node *n = &g->node[g->rule[i].node], *by = &g->node[n->b];

		found |= g->rule[i].check == CAT_EMPTY && !g->rule[i].negated &&
			 n->op == NODE_INTER && is_base(g, n->a, BASE_RMW_PAIRS) &&
			 by->op == NODE_SEQ && is_external(g, by->a, true) &&
			 is_external(g, by->b, false);
	}
	return found;
}

/* The node of the rule; or -1. */
static int order_of(const struct graph_of_model *g)
{
	int node = -1, n = 0;

	for (int i = 0; i < g->nrules; i++)
		if (g->rule[i].check == CAT_ACYCLIC && !g->rule[i].negated &&
		    !is_coherence(g, &g->rule[i])) {
			node = g->rule[i].node;
			n++;
		}
	return n == 1 ? node : -1;
}

bool lkmm_cat_has_one_order(const struct lkmm_model *m)
{
	return order_of(graph_of(m)) >= 0;
}

bool lkmm_cat_sketch(const struct lkmm_model *m, const struct sketch *s,
		     struct sketch_steps *steps)
{
	struct drawing d = { .g = graph_of(m), .s = s };
	int node = order_of(d.g);
	bool named;

	memset(steps, 0, sizeof(*steps));
	d.value = node < 0 ? NULL : malloc(sizeof(*d.value) * (size_t)d.g->n);
	if (!d.value)
		return false;
	for (int i = 0; i < d.g->n; i++)
		d.value[i] = compute(&d, i);
	named = add_steps(&d, node, NULL, steps);
	free(d.value);
	return named;
}
