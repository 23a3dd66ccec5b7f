// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Whether a set has all events that another one has, in every execution: models name the same
 * events in different words. It is asked of each kind of event that programs in C and Rust have.
 */
#include "graph.h"
#include "model/path/path.h"

/* What an event of a kind is, besides its tag. */
enum role {
	IS_OTHER = 1,			/* no access */
	IS_READ = 2, IS_WRITE = 4,	/* those of no RMW */
	IS_READ_HALF = 8, IS_WRITE_HALF = 16, IS_FAILED = 32,
	IS_HALF = IS_READ_HALF | IS_WRITE_HALF,
	IS_IN_RMW = IS_HALF | IS_FAILED,
	ALL_ROLES = 64,
	READS = IS_READ | IS_READ_HALF | IS_FAILED,
	WRITES = IS_WRITE | IS_WRITE_HALF
};

/* As model/path/access.c makes them. What is not here is no access. */
static const unsigned char roles[NR_TAGS] = {
	[TAG_PLAIN] = IS_READ | IS_WRITE,
	[TAG_INIT] = IS_WRITE,
	[TAG_ONCE] = IS_READ | IS_WRITE | IS_IN_RMW,
	[TAG_ACQUIRE] = IS_READ | IS_IN_RMW,
	[TAG_RELEASE] = IS_WRITE | IS_IN_RMW,
	[TAG_MB] = IS_OTHER | IS_IN_RMW,
	[TAG_NORETURN] = IS_READ_HALF,
	[TAG_LKR] = IS_READ_HALF, [TAG_LKW] = IS_WRITE_HALF, [TAG_UL] = IS_WRITE,
	[TAG_LF] = IS_READ, [TAG_RL] = IS_READ, [TAG_RU] = IS_READ,
	[TAG_SRCU_LOCK] = IS_OTHER | IS_READ, [TAG_SRCU_UNLOCK] = IS_OTHER | IS_WRITE,
};

static enum role roles_of(const struct lkmm_model *model, int tag)
{
	if ((model->meaningless >> tag & 1) || tag == TAG_MACHINE)
		return 0;
	if (model->srcu_without_memory && (tag == TAG_SRCU_LOCK || tag == TAG_SRCU_UNLOCK))
		return IS_OTHER;
	return roles[tag] ? roles[tag] : IS_OTHER;
}

enum answer { NO, MAYBE, YES };

static enum answer is_one_of(enum role role, enum role of)
{
	return role & of ? YES : NO;
}

static enum answer is_base(enum base base, int tag, enum role role)
{
	switch (base) {
	case BASE_ALL:
		return YES;
	case BASE_READS:
		return is_one_of(role, READS);
	case BASE_WRITES:
		return is_one_of(role, WRITES);
	case BASE_RMW:		/* those of locks do not count as RMW */
		return tag == TAG_LKR || tag == TAG_LKW ? NO : is_one_of(role, IS_IN_RMW);
	default:
		return MAYBE;
	}
}

static bool is_rmw(const struct node *n)
{
	return n->op == NODE_BASE && n->a == BASE_RMW_PAIRS;
}

/* Whether an event of this kind is in the set @node. */
static enum answer is_in(const struct graph_of_model *g, int node, int tag, enum role role)
{
	const struct node *n = &g->node[node];
	enum answer a, b;

	switch (n->op) {
	case NODE_TAG:
		return n->a == tag ? YES : NO;
	case NODE_BASE:
		return is_base(n->a, tag, role);
	case NODE_EMPTY:
		return NO;
	case NODE_DOMAIN:
		return is_rmw(&g->node[n->a]) ? is_one_of(role, IS_READ_HALF) : MAYBE;
	case NODE_RANGE:
		return is_rmw(&g->node[n->a]) ? is_one_of(role, IS_WRITE_HALF) : MAYBE;
	case NODE_COMPLEMENT:
		return YES - is_in(g, n->a, tag, role);
	case NODE_UNION: case NODE_INTER: case NODE_DIFF:
		break;
	default:
		return MAYBE;
	}
	a = is_in(g, n->a, tag, role);
	b = is_in(g, n->b, tag, role);
	if (n->op == NODE_UNION)
		return a > b ? a : b;
	b = n->op == NODE_DIFF ? YES - b : b;
	return a < b ? a : b;
}

/* ---- what relations are between ---- */

/* Whether the relation @node may begin, or end, at an event of this kind. */
static bool may_meet(const struct graph_of_model *g, int node, int tag, enum role role, bool end)
{
	const struct node *n = &g->node[node];

	if (n->set)
		return is_in(g, node, tag, role) != NO;
	switch (n->op) {
	case NODE_BASE:
		return n->a == BASE_RF ? role & (end ? READS : WRITES) :
		       n->a == BASE_CO ? role & WRITES : true;
	case NODE_EMPTY:
		return false;
	case NODE_IDENTITY:
		return is_in(g, n->a, tag, role) != NO;
	case NODE_UNION:
		return may_meet(g, n->a, tag, role, end) || may_meet(g, n->b, tag, role, end);
	case NODE_INTER:
		return may_meet(g, n->a, tag, role, end) && may_meet(g, n->b, tag, role, end);
	case NODE_SEQ:
	case NODE_PRODUCT:
		return may_meet(g, end ? n->b : n->a, tag, role, end);
	case NODE_DIFF:
	case NODE_PLUS:
		return may_meet(g, n->a, tag, role, end);
	case NODE_INVERSE:
		return may_meet(g, n->a, tag, role, !end);
	default:
		return true;
	}
}

/* What the engine lets a read of a lock read from. */
static bool may_read(int read, int write)
{
	return read == TAG_LF || read == TAG_RL ? write == TAG_LKW :
						  write == TAG_UL || write == TAG_INIT;
}

static bool begins_as_engine(const struct graph_of_model *g, int node, int read)
{
	for (int tag = 0; tag < NR_TAGS; tag++)
		for (int role = 1; role < ALL_ROLES; role <<= 1)
			if (((roles[tag] ? roles[tag] : IS_OTHER) & role) && !may_read(read, tag) &&
			    may_meet(g, node, tag, role, false))
				return false;
	return true;
}

bool lkmm_cat_reads_as_engine(const struct graph_of_model *g, int node)
{
	static const unsigned char reads[] = { TAG_LKR, TAG_LF, TAG_RL, TAG_RU };
	const struct node *n = &g->node[node];

	if (n->op == NODE_UNION)
		return lkmm_cat_reads_as_engine(g, n->a) && lkmm_cat_reads_as_engine(g, n->b);
	for (size_t i = 0; i < sizeof(reads); i++)
		if (may_meet(g, node, reads[i], roles[reads[i]], true) &&
		    !begins_as_engine(g, node, reads[i]))
			return false;
	return true;
}

bool lkmm_cat_is_subset(const struct graph_of_model *g, const struct lkmm_model *model, int a,
			int b)
{
	if (!g->node[a].set || !g->node[b].set)
		return false;
	for (int tag = 0; tag < NR_TAGS; tag++)
		for (int role = 1; role < ALL_ROLES; role <<= 1)
			if ((roles_of(model, tag) & role) && is_in(g, a, tag, role) != NO &&
			    is_in(g, b, tag, role) != YES)
				return false;
	return true;
}
