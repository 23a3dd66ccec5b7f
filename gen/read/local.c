// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Reads the lines 'local NAME TYPE' of defs/ops.tbl, and derives the operations that they mean. */
#include "gen/gen.h"

void parse_local(const struct line *l, struct table *t)
{
	bool found = false;

	if (!check_shape(l, 3, 3, "local NAME TYPE"))
		return;
	if (t->nlocals == (int)COUNT(t->local)) {
		error_at(l->at, "more than %zu types that one thread changes", COUNT(t->local));
		return;
	}
	for (int i = 0; i < t->ntypes; i++)
		found |= streq(t->type[i].name, l->field[2].text);
	if (!found)
		error_at(l->field[2].at, "'%s': expected a type above", l->field[2].text);
	t->local[t->nlocals].name = l->field[1].text;
	t->local[t->nlocals++].type = l->field[2].text;
}

/* Whether @op reads and writes: a load or a store is the same for all threads. */
static bool changes(const struct op *op)
{
	enum plan_kind kind = plan_op(op).kind;

	return kind != PLAN_LOAD && kind != PLAN_STORE;
}

static bool exchanges(const struct op *op)
{
	enum plan_kind kind = plan_op(op).kind;

	return kind == PLAN_XCHG || kind == PLAN_CMPXCHG;
}

struct table local_table(const struct table *t)
{
	struct table local = *t;

	local.op = xalloc((size_t)t->nops * sizeof(*local.op));
	local.nops = 0;
	local.nbarriers = 0;
	for (int i = 0; i < t->nops; i++) {
		const struct op *op = &t->op[i];
		bool object = op->family->on == PLAIN_OBJECT && exchanges(op);
		struct op *own = &local.op[local.nops];

		if (op->family->on != ATOMIC_TYPE && !object)
			continue;
		*own = *op;
		own->orders[0] = changes(op) ? LOCAL : RELAXED;
		own->norders = 1;
		own->differs = NULL;
		if (object)
			own->rust = own->name = xprintf("%s_local", op->name);
		local.nops++;
	}
	return local;
}
