// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Finds a function by its name. The atomics, marked accesses and barriers are the rows of
 * defs/ops.tbl, by way of model/program/ops.c; the rest is listed here.
 */
#include "primitive.h"
#include "base/nearest.h"

#include <stdio.h>
#include <string.h>

static const struct primitive primitives[] = {
	{ "spin_lock", LKMM_LOCK, 0, 1 },
	{ "spin_trylock", LKMM_TRYLOCK, 0, 1 },
	{ "spin_unlock", LKMM_UNLOCK, 0, 1 },
	{ "spin_is_locked", LKMM_IS_LOCKED, 0, 1 },
	{ "rcu_read_lock", LKMM_FENCE, LKMM_FENCE_RCU_LOCK, 0 },
	{ "rcu_read_unlock", LKMM_FENCE, LKMM_FENCE_RCU_UNLOCK, 0 },
	{ "synchronize_rcu", LKMM_FENCE, LKMM_FENCE_SYNC_RCU, 0 },
	{ "synchronize_rcu_expedited", LKMM_FENCE, LKMM_FENCE_SYNC_RCU, 0 },
	{ "srcu_read_lock", LKMM_SRCU_LOCK, 0, 1 },
	{ "srcu_down_read", LKMM_SRCU_LOCK, 0, 1 },
	{ "srcu_read_unlock", LKMM_SRCU_UNLOCK, 0, 2 },
	{ "srcu_up_read", LKMM_SRCU_UNLOCK, 0, 2 },
	{ "synchronize_srcu", LKMM_SYNC_SRCU, 0, 1 },
	{ "synchronize_srcu_expedited", LKMM_SYNC_SRCU, 0, 1 },
	{ "smp_mb__after_srcu_read_unlock", LKMM_FENCE, LKMM_FENCE_AFTER_SRCU_READ_UNLOCK, 0 },
};

const struct primitive *find_primitive(const char *name)
{
	for (size_t i = 0; i < sizeof(primitives) / sizeof(primitives[0]); i++)
		if (!strcmp(primitives[i].name, name))
			return &primitives[i];
	return NULL;
}

void try_primitives(struct nearest *n)
{
	for (size_t i = 0; i < sizeof(primitives) / sizeof(primitives[0]); i++)
		nearest_try(n, primitives[i].name);
}

const struct lkmm_barrier *find_barrier(const char *name)
{
	for (int i = 0; i < lkmm_nr_barriers; i++)
		if (!strcmp(lkmm_barriers[i].name, name))
			return &lkmm_barriers[i];
	return NULL;
}

const char *fence_name(enum lkmm_fence fence)
{
	for (int i = 0; i < lkmm_nr_barriers; i++)
		if (lkmm_barriers[i].fence == fence)
			return lkmm_barriers[i].name;
	for (size_t i = 0; i < sizeof(primitives) / sizeof(primitives[0]); i++)
		if (primitives[i].kind == LKMM_FENCE && primitives[i].fence == fence)
			return primitives[i].name;
	return NULL;
}

const struct lkmm_op *find_row(bool atomic, enum lkmm_shape shape, enum lkmm_order order)
{
	for (int i = 0; i < lkmm_nr_ops; i++)
		if (lkmm_ops[i].atomic == atomic && lkmm_ops[i].shape == shape &&
		    lkmm_ops[i].orders >> order & 1)
			return &lkmm_ops[i];
	return NULL;
}

/* The rest of @name after @prefix, or NULL. */
static const char *after(const char *name, const char *prefix)
{
	size_t n = strlen(prefix);

	return strncmp(name, prefix, n) ? NULL : name + n;
}

static bool order_of_suffix(const struct lkmm_op *op, const char *suffix, enum lkmm_order *order)
{
	static const char *const suffixes[] = {
		[LKMM_RELAXED] = "_relaxed",
		[LKMM_ACQUIRE] = "_acquire",
		[LKMM_RELEASE] = "_release",
	};

	*order = op->bare;
	if (!*suffix)
		return true;
	for (int i = 0; i <= LKMM_RELEASE; i++) {
		*order = (enum lkmm_order)i;
		if (!strcmp(suffix, suffixes[i]))
			return op->orders & 1U << i && *order != op->bare;
	}
	return false;
}

bool find_op(const char *name, struct spelling *s)
{
	static const struct {
		const char *prefix;
		int width;
	} types[] = { { "atomic_long_", 64 }, { "atomic64_", 64 }, { "atomic_", 32 }, { "", 0 } };
	const char *rest, *suffix;

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		if (!(rest = after(name, types[i].prefix)))
			continue;
		for (int k = 0; k < lkmm_nr_ops; k++) {
			s->op = &lkmm_ops[k];
			s->width = types[i].width;
			if (s->op->atomic == !!types[i].width &&
			    (suffix = after(rest, s->op->name)) &&
			    order_of_suffix(s->op, suffix, &s->order))
				return true;
		}
	}
	return false;
}
