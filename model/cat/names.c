// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The names that a model finds: sets and relations of executions, and what is made of them. */
#include "build.h"
#include "model/path/path.h"

#include <string.h>

struct tag_name {
	const char *tag, *set;
};

static const struct tag_name tags[NR_TAGS] = {
	[TAG_PLAIN] = { "plain", "PLAIN" },
	[TAG_INIT] = { "init", "IW" },
	[TAG_ONCE] = { "once", "Once" },
	[TAG_ACQUIRE] = { "acquire", "Acquire" },
	[TAG_RELEASE] = { "release", "Release" },
	[TAG_MB] = { "mb", "Mb" },
	[TAG_NORETURN] = { "noreturn", "Noreturn" },
	[TAG_LKR] = { "lkr", "LKR" },
	[TAG_LKW] = { "lkw", "LKW" },
	[TAG_UL] = { "ul", "UL" },
	[TAG_LF] = { "lf", "LF" },
	[TAG_RL] = { "rl", "RL" },
	[TAG_RU] = { "ru", "RU" },
	[TAG_SRCU_LOCK] = { "srcu-lock", "Srcu-lock" },
	[TAG_SRCU_UNLOCK] = { "srcu-unlock", "Srcu-unlock" },
	[TAG_SYNC_SRCU] = { "sync-srcu", "Sync-srcu" },
	[TAG_RMB] = { "rmb", "Rmb" },
	[TAG_WMB] = { "wmb", "Wmb" },
	[TAG_BARRIER] = { "barrier", "Barrier" },
	[TAG_BEFORE_ATOMIC] = { "before-atomic", "Before-atomic" },
	[TAG_AFTER_ATOMIC] = { "after-atomic", "After-atomic" },
	[TAG_AFTER_SPINLOCK] = { "after-spinlock", "After-spinlock" },
	[TAG_AFTER_UNLOCK_LOCK] = { "after-unlock-lock", "After-unlock-lock" },
	[TAG_AFTER_SRCU_READ_UNLOCK] = { "after-srcu-read-unlock", "After-srcu-read-unlock" },
	[TAG_AFTER_CTRL_DEP] = { "after-ctrl-dep", "After-ctrl-dep" },
	[TAG_RCU_LOCK] = { "rcu-lock", "Rcu-lock" },
	[TAG_RCU_UNLOCK] = { "rcu-unlock", "Rcu-unlock" },
	[TAG_SYNC_RCU] = { "sync-rcu", "Sync-rcu" },
	[TAG_FREE] = { "free", "Free" },
	[TAG_NOTHING] = { "nothing", "NOTHING" },
	[TAG_MACHINE] = { "machine", "MACHINE" },
};

static const char *const bases[NR_BASES] = {
	[BASE_ALL] = "universe", [BASE_READS] = "R", [BASE_WRITES] = "W", [BASE_RMW] = "RMW",
	[BASE_FENCES] = "F", [BASE_MAY_RACE] = "May-race", [BASE_UNSET] = "Unset",
	[BASE_ENDLESS] = "Endless", [BASE_OBSERVED] = "Observed",
	[BASE_PO] = "po", [BASE_ID] = "id", [BASE_EXT] = "ext", [BASE_INT] = "int",
	[BASE_RMW_PAIRS] = "rmw", [BASE_ADDR] = "addr", [BASE_DATA] = "data", [BASE_CTRL] = "ctrl",
	[BASE_PICK_ADDR] = "pick-addr", [BASE_PICK_DATA] = "pick-data",
	[BASE_PICK_CTRL] = "pick-ctrl",
	[BASE_PASSED] = "ctrl-passed", [BASE_SAME] = "same-access", [BASE_CRITICAL] = "critical",
	[BASE_LOC] = "loc", [BASE_RF] = "rf", [BASE_CO] = "co", [BASE_FREED] = "freed",
};

static const struct {
	const char *name;
	enum primitive primitive;
	enum node_op op;
} primitives[] = {
	{ "domain", PRIMITIVE_NODE, NODE_DOMAIN }, { "range", PRIMITIVE_NODE, NODE_RANGE },
	{ "different-values", PRIMITIVE_NODE, NODE_DIFFERENT_VALUES },
	{ "tag2events", PRIMITIVE_EVENTS, NODE_EMPTY },
	{ "orders-without", PRIMITIVE_ORDERS, NODE_EMPTY },
	{ "map", PRIMITIVE_MAP, NODE_EMPTY }, { "cross", PRIMITIVE_CROSS, NODE_EMPTY },
};

const char lkmm_cat_standard[] =
	"let emptyset = {}\n"
	"let M = R | W\n"
	"let fencerel(B) = po ; [B] ; po\n"
	"let po-loc = po & loc\n"
	"let rfi = rf & int let rfe = rf & ext\n"
	"let coi = co & int let coe = co & ext\n"
	"let fr = rf^-1 ; co\n"
	"let fri = fr & int let fre = fr & ext\n"
	"let toid(s) = [s]\n"
	"let ctrlcfence(s) = ctrl ; [s] ; po\n"
	"let imply(a, b) = ~a | b\n"
	"let nodetour(a, b, c) = a \\ (b ; c)\n"
	"let singlestep(a) = nodetour(a, a, a)\n"
	"procedure subseteq(a, b) = empty a \\ b end\n"
	"procedure inclusion(a, b) = empty a \\ b end\n"
	/* Writes to each location are in one order: its pairs have to be among those of @order. */
	"let co0 = loc & (IW * (W \\ IW))\n"
	"let generate_cos(order) = orders-without((order & loc & (W * W)) \\ co)\n"
	"let any-order = generate_cos(co0)\n";

/* ---- the files that come with herd7, as far as models include them ---- */

static const struct {
	const char *file, *text;
} library[] = {
	{ "cos.cat", "let invrf = rf^-1 let cobase = co0\n"
		     "with co from generate_cos(cobase) let ca = fr | co\n" },
	/* While lock.cat is interpreted, W has not yet all writes. */
	{ "cos-opt.cat", "let invrf = rf^-1 let cobase = co0\n"
			 "with co from generate_cos(cobase) let co = co & (W * W)\n" },
	{ "cross.cat", "" }, { "stdlib.cat", "" },
};

const char *lkmm_cat_library(const char *file)
{
	for (size_t i = 0; i < sizeof(library) / sizeof(library[0]); i++)
		if (!strcmp(library[i].file, file))
			return library[i].text;
	return NULL;
}

/* ---- variants ---- */

static bool is_variant(const struct build *b, const char *name)
{
	for (int i = 0; b->variant && b->variant[i]; i++)
		if (!strcmp(b->variant[i], name))
			return true;
	return false;
}

bool lkmm_cat_holds(const struct build *b, const struct cat_cond *c)
{
	switch (c->kind) {
	case CAT_NOT:
		return !lkmm_cat_holds(b, c->a);
	case CAT_BOTH:
		return lkmm_cat_holds(b, c->a) && lkmm_cat_holds(b, c->b);
	case CAT_EITHER:
		return lkmm_cat_holds(b, c->a) || lkmm_cat_holds(b, c->b);
	case CAT_VARIANT:
		break;
	}
	return is_variant(b, c->name);
}

/*
 * Up to v6.14 of the kernel only the half of an RMW that the order is about had its tag, the other
 * one, and one that fails, was a "once"; a full one was between two fences.
 */
const char lkmm_cat_old_tags[] =
	"let failed = RMW \\ (domain(rmw) | range(rmw))\n"
	"let Acquire = Acquire \\ W \\ failed\n"
	"let Release = Release \\ R \\ failed\n"
	"let Mb = Mb & F\n"
	"let Once = Once | (RMW \\ Acquire \\ Release \\ Noreturn)\n";

const char lkmm_cat_locks[] =
	"let LF = LF | RL\n"
	"let Acquire = Acquire | LKR\n"
	"let Release = Release | UL\n"
	"let lk-rmw = rmw & (LKR * LKW)\n"
	"let ALL-LOCKS = LKR | LKW | UL | LF | RU\n"
	"flag ~empty [M \\ IW \\ ALL-LOCKS] ; loc ; [ALL-LOCKS] as mixed-lock-accesses\n"
	"flag ~empty ALL-LOCKS & Observed as lock-final\n"
	"flag ~empty UL \\ range(critical) as unmatched-unlock\n";

/*
 * What herd7 has in front of lock.cat: reads and writes, and what is read from what, but for those
 * of locks. These the file adds itself.
 */
const char lkmm_cat_before_locks[] =
	"let engine.rf = rf let engine.co = co let engine.critical = critical\n"
	"let FW = W & Observed\n"
	"let R = R \\ (LKR | LF | RL | RU) let W = W \\ (LKW | UL) let M = R | W\n"
	"let engine.mixed = domain(loc ; [W \\ IW]) & domain(loc ; [LKR | LF | RU])\n"
	"let rmw = rmw \\ (LKR * LKW)\n"
	"let rf = rf ; [R] let rfi = rf & int let rfe = rf & ext\n"
	"let co0 = loc & (IW * (W \\ IW))\n";

/*
 * The engine's own reads and orders must be those that the file has found, but for a release that
 * releases nothing, and where something else writes to a lock: these have flags of their own. If
 * they are not, the answer is not that of the file: it must not look so.
 */
const char lkmm_cat_behind_locks[] =
	"let engine.lost = (UL \\ range(engine.critical)) | engine.mixed\n"
	"let engine.other = (rf \\ engine.rf) | (engine.rf \\ rf) | (co \\ engine.co)\n"
	"	| (engine.co \\ co)\n"
	"flag ~empty engine.other \\ (engine.lost * universe) \\ (universe * engine.lost)\n"
	"	as other-locks\n";

static bool is_same(const char *a, const char *b)
{
	for (; *a && *b; a++, b++) {
		char x = *a >= 'A' && *a <= 'Z' ? (char)(*a + 32) : *a;
		char y = *b >= 'A' && *b <= 'Z' ? (char)(*b + 32) : *b;

		if (x != y)
			return false;
	}
	return *a == *b;
}

int lkmm_cat_tag(const char *name)
{
	for (int i = 0; i < NR_TAGS; i++)
		if (is_same(tags[i].tag, name))
			return i;
	return -1;
}

const char *lkmm_cat_set_of_tag(int tag)
{
	return tags[tag].set;
}

uint32_t lkmm_cat_basic_tags(void)
{
	uint32_t basic = 1U << TAG_PLAIN | 1U << TAG_INIT | 1U << TAG_MB | 1U << TAG_NOTHING;

	for (int tag = TAG_LKR; tag <= TAG_RU; tag++)
		basic |= 1U << tag;
	return basic;
}

struct value lkmm_cat_tagged(struct build *b, struct cat_place at, int tag)
{
	struct node n = { .op = NODE_TAG, .a = tag, .set = true };

	return (struct value){ .kind = VALUE_SET, .node = lkmm_cat_node(b->r, at, b->g, n) };
}

void lkmm_cat_note_name(struct build *b, const struct value *v)
{
	const struct node *n = &b->g->node[v->node];

	if (v->kind != VALUE_SET)
		return;
	if (n->op == NODE_MARK)
		b->other_machines |= ~lkmm_marks[n->a].architectures;
	b->names_marks |= n->op == NODE_MARK;
	b->names_tags |= n->op == NODE_TAG && n->a != TAG_INIT &&
			 !lkmm_is_software((enum event_tag)n->a);
}

uint32_t lkmm_cat_programs(const struct build *b)
{
	if (b->names_marks)
		return ~b->other_machines << 1 | (b->names_tags ? LKMM_SOURCE : 0);
	return b->names_tags ? LKMM_SOURCE : 0;
}

void lkmm_cat_standard_names(struct build *b)
{
	static const struct cat_place nowhere;

	for (int i = 0; i < NR_TAGS; i++)
		b->env = lkmm_cat_bind(b, b->env, tags[i].set, lkmm_cat_tagged(b, nowhere, i));
	for (int i = 0; i < lkmm_nr_marks; i++) {
		struct node n = { .op = NODE_MARK, .a = i, .set = true };
		struct value v = { .kind = VALUE_SET };

		v.node = lkmm_cat_node(b->r, nowhere, b->g, n);
		b->env = lkmm_cat_bind(b, b->env, lkmm_marks[i].name, v);
	}
	for (int i = 0; i < NR_BASES; i++) {
		struct node n = { .op = NODE_BASE, .a = i, .set = i < BASE_PO };
		struct value v = { .kind = n.set ? VALUE_SET : VALUE_RELATION };

		n.name = bases[i];
		v.node = lkmm_cat_node(b->r, nowhere, b->g, n);
		b->env = lkmm_cat_bind(b, b->env, bases[i], v);
	}
	for (size_t i = 0; i < sizeof(primitives) / sizeof(primitives[0]); i++)
		b->env = lkmm_cat_bind(b, b->env, primitives[i].name,
				       (struct value){ .kind = VALUE_PRIMITIVE,
						       .primitive = primitives[i].primitive,
						       .op = primitives[i].op });
}
