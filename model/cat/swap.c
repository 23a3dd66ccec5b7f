// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Whether it matters to a model which of two adjacent accesses comes first, if both are plain or
 * relaxed, to different variables, not halves of an RMW, and do not depend on each other. Program
 * order then differs in the pair of the two, and nothing else that an execution has does. From that
 * follows where the other relations may differ: a set that neither access is in cuts the difference
 * off, and so does an intersection with pairs at one location.
 */
#include "model.h"
#include "model/path/path.h"

#include <string.h>

/* Where a relation may differ, if the two accesses change places. */
enum {
	PAIR = 1,			/* between the two */
	FROM = 2,			/* from one of them to anything */
	TO = 4,				/* from anything to one of them */
	ANYWHERE = 8
};

struct effect {
	unsigned int differs;
	bool from, to, pair;		/* whether it may relate them to something; each other */
};

static struct effect effect_of_set(bool has_them)
{
	return (struct effect){ .from = has_them, .to = has_them };
}

static struct effect effect_of_base(enum base base)
{
	switch (base) {
	case BASE_PO: return (struct effect){ PAIR, true, true, true };
	case BASE_INT: return (struct effect){ 0, true, true, true };
	case BASE_PASSED: return (struct effect){ .from = true };
	case BASE_FREED: return (struct effect){ .to = true };
	case BASE_RMW:
	case BASE_RMW_PAIRS:
	case BASE_FENCES:
	case BASE_UNSET:
	case BASE_ENDLESS:
	case BASE_CRITICAL: return effect_of_set(false);
	default: return effect_of_set(true);
	}
}

/* Of the differences of a relation, those that are left of its pairs in @x. */
static unsigned int within(unsigned int differs, const struct effect *x)
{
	return differs & ~((x->pair ? 0U : PAIR) | (x->from ? 0U : FROM) | (x->to ? 0U : TO));
}

static bool is_diagonal(const struct node *n)
{
	return n->set || n->op == NODE_IDENTITY;
}

static struct effect sequence(const struct node *a, const struct node *b, const struct effect *x,
			      const struct effect *y)
{
	struct effect e = { .from = x->from, .to = y->to, .pair = x->from && y->to };
	bool through = y->from, into = x->to;

	e.differs |= (x->differs & FROM) | (y->differs & TO);
	if (is_diagonal(b)) {
		e.differs |= through ? x->differs & (PAIR | TO) : 0;
		e.pair = x->pair && y->from;
	} else if (through) {
		e.differs |= x->differs & PAIR ? FROM : 0;
		e.differs |= x->differs & TO ? ANYWHERE : 0;
	}
	if (is_diagonal(a)) {
		e.differs |= into ? y->differs & (PAIR | FROM) : 0;
		e.pair = x->from && y->pair;
	} else if (into) {
		e.differs |= y->differs & PAIR ? TO : 0;
		e.differs |= y->differs & FROM ? ANYWHERE : 0;
	}
	e.differs |= (x->differs | y->differs) & ANYWHERE;
	return e;
}

static struct effect effect_of_two(const struct node *n, const struct graph_of_model *g,
				   const struct effect *of)
{
	const struct effect *x = &of[n->a], *y = &of[n->b];
	bool differ = x->differs || y->differs;

	switch (n->op) {
	case NODE_SEQ:
		return sequence(&g->node[n->a], &g->node[n->b], x, y);
	case NODE_UNION:
		return (struct effect){ x->differs | y->differs, x->from || y->from,
					x->to || y->to, x->pair || y->pair };
	case NODE_INTER:
		return (struct effect){ within(x->differs, y) | within(y->differs, x),
					x->from && y->from, x->to && y->to, x->pair && y->pair };
	case NODE_DIFF:
		return (struct effect){ x->differs | within(y->differs, x), x->from, x->to,
					x->pair };
	default:
		return (struct effect){ differ ? ANYWHERE : 0, x->from, y->from,
					x->from && y->from };
	}
}

static unsigned int inverted(unsigned int differs)
{
	return (differs & (PAIR | ANYWHERE)) | (differs & FROM ? TO : 0) |
	       (differs & TO ? FROM : 0);
}

static struct effect effect_of_one(const struct node *n, struct effect x)
{
	unsigned int anywhere = x.differs ? ANYWHERE : 0;

	switch (n->op) {
	case NODE_STAR: return (struct effect){ anywhere, true, true, x.from && x.to };
	case NODE_PLUS: return (struct effect){ anywhere, x.from, x.to, x.from && x.to };
	case NODE_OPT: return (struct effect){ x.differs, true, true, x.pair };
	case NODE_INVERSE: return (struct effect){ inverted(x.differs), x.to, x.from, x.pair };
	case NODE_COMPLEMENT: return (struct effect){ x.differs, true, true, !n->set };
	case NODE_DOMAIN: return (struct effect){ anywhere, x.from, x.from, false };
	case NODE_RANGE: return (struct effect){ anywhere, x.to, x.to, false };
	default: return x;
	}
}

static struct effect derive(const struct graph_of_model *g, const struct effect *of, int node)
{
	const struct node *n = &g->node[node];

	switch (n->op) {
	case NODE_TAG: return effect_of_set(n->a == TAG_PLAIN || n->a == TAG_ONCE);
	case NODE_MARK:
	case NODE_EMPTY: return effect_of_set(false);
	case NODE_BASE: return effect_of_base((enum base)n->a);
	case NODE_VARIABLE: return of[n->b];
	default: break;
	}
	return n->op >= NODE_UNION && n->op <= NODE_PRODUCT ? effect_of_two(n, g, of) :
							      effect_of_one(n, of[n->a]);
}

/* A recursion starts with nothing, and so do its variables here: what holds for some steps of it
 * holds for the next. */
static void derive_all(const struct graph_of_model *g, struct effect *of)
{
	bool more = true;

	memset(of, 0, sizeof(*of) * (size_t)g->n);
	while (more) {
		more = false;
		for (int i = 0; i < g->n; i++) {
			struct effect e = derive(g, of, i);

			more |= e.differs != of[i].differs || e.from != of[i].from ||
				e.to != of[i].to || e.pair != of[i].pair;
			of[i] = e;
		}
	}
}

bool lkmm_cat_commutes(const struct graph_of_model *g)
{
	struct effect of[MAX_NODES];
	bool same = true;

	derive_all(g, of);
	for (int i = 0; i < g->nrules; i++)
		same &= !of[g->rule[i].node].differs;
	for (int i = 0; i < g->nflags; i++)
		same &= !of[g->flag[i].node].differs;
	return same;
}
