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
	enum node_op op;
} primitives[] = {
	{ "domain", NODE_DOMAIN }, { "range", NODE_RANGE },
	{ "different-values", NODE_DIFFERENT_VALUES },
};

const char lkmm_cat_standard[] =
	"let emptyset = {}\n"
	"let M = R | W\n"
	"let fencerel(B) = po ; [B] ; po\n"
	"let po-loc = po & loc\n"
	"let rfi = rf & int let rfe = rf & ext\n"
	"let coi = co & int let coe = co & ext\n"
	"let fr = rf^-1 ; co\n"
	"let fri = fr & int let fre = fr & ext\n";

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
	b->names_tags |= n->op == NODE_TAG && n->a != TAG_INIT;
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
						       .op = primitives[i].op });
}
