// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Calls of primitives. The atomics, marked accesses and barriers are the rows of defs/ops.tbl, by
 * way of model/program/ops.c; what is left is listed here.
 */
#include "litmus.h"
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

/* How a call is spelled: a row, the ordering its suffix asks for, the width its type has. */
struct spelling {
	const struct lkmm_op *op;
	enum lkmm_order order;
	int width;
};

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

static bool find_op(const char *name, struct spelling *s)
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

/* The address of what is given by name, as in READ_ONCE(*x). The kernel's smp_store_mb() is often
 * written with the variable itself, smp_store_mb(x, 1), as if that were no pointer. */
static struct lkmm_expr *parse_lvalue(struct litmus *l, bool or_variable)
{
	struct lkmm_place at = l->x.tok.at;
	struct lkmm_expr *e = parse_assignment(l);

	if (e && e->kind == LKMM_ACCESS && e->access->kind == LKMM_PLAIN_LOAD)
		return e->access->arg[0];
	if (e && e->kind == LKMM_ADDRESS && or_variable)
		return e;
	lex_error(&l->x, at, "expected an object that a pointer points to, as in *x");
	return NULL;
}

/* &r1: the register that try_cmpxchg updates. */
static int parse_register_address(struct litmus *l)
{
	struct lexer *x = &l->x;
	int r = -1;

	lex_expect(x, "&");
	if (x->tok.kind == T_NAME)
		r = find_register(l->thread, x->tok.text, x->tok.len);
	if (r < 0)
		lex_expected(x, "a register");
	lex_next(x);
	return r;
}

/* What is handed to @e is of the type of its object, and so is what it returns. */
static void convert_operands(struct litmus *l, struct lkmm_expr *e)
{
	struct lkmm_access *a = e->access;
	struct lkmm_type t = { .width = a->width };

	if (!a->width)
		t = c_object(l, a->arg[a->op->object]);
	for (int i = 0; i < a->op->nargs; i++) {
		if (i == a->op->object || !a->arg[i])
			continue;
		a->arg[i] = c_value_for(l, a->arg[i], &t);
		/* It is compared, or computed with, and not only stored. */
		if (a->op->when || a->width)
			a->arg[i] = c_convert(l, a->arg[i], t.width ? t.width : 64);
	}
	a->size = c_access_size(a->arg[a->op->object], &t);
	e->type = t;
}

static struct lkmm_expr *parse_op(struct litmus *l, const struct spelling *s, struct lkmm_place at)
{
	struct lkmm_expr *e = new_access(l, LKMM_OP, NULL, at);
	struct lkmm_access *a = e ? e->access : NULL;

	if (!a)
		return NULL;
	a->op = s->op;
	a->order = s->order;
	a->width = s->width;
	lex_expect(&l->x, "(");
	for (int i = 0; i < s->op->nargs; i++) {
		if (i)
			lex_expect(&l->x, ",");
		if (i == s->op->object && s->op->lvalue) {
			a->arg[i] = parse_lvalue(l, s->order == LKMM_STORE_MB);
		} else if (i == s->op->inout) {
			a->inout = parse_register_address(l);
			a->arg[i] = new_index(l, LKMM_REGISTER, a->inout, at);
		} else {
			a->arg[i] = parse_assignment(l);
		}
	}
	lex_expect(&l->x, ")");
	convert_operands(l, e);
	return e;
}

struct lkmm_expr *new_fence(struct litmus *l, enum lkmm_fence fence, struct lkmm_place at)
{
	struct lkmm_expr *e = new_access(l, LKMM_FENCE, NULL, at);

	if (e)
		e->access->fence = fence;
	return e;
}

static struct lkmm_expr *parse_primitive(struct litmus *l, const struct primitive *p,
					 struct lkmm_place at)
{
	struct lkmm_expr *e = new_access(l, p->kind, NULL, at);

	if (!e)
		return NULL;
	e->access->fence = p->fence;
	e->type.width = 32;
	lex_expect(&l->x, "(");
	for (int i = 0; i < p->nargs; i++) {
		if (i)
			lex_expect(&l->x, ",");
		e->access->arg[i] = c_value(l, parse_assignment(l));
	}
	lex_expect(&l->x, ")");
	return e;
}

/* Passes over the arguments; the value is one that nothing is known of. */
static struct lkmm_expr *parse_unknown_call(struct litmus *l, const struct token *token)
{
	int depth = 0, i;

	if (not_read(token))
		litmus_report(l, token->at, "%s", not_read(token));
	else
		unknown_function(l, token);
	do {
		depth += tok_is(&l->x, "(") - tok_is(&l->x, ")");
		if (l->x.tok.kind == T_END || tok_is(&l->x, ";") || tok_is(&l->x, "{")) {
			lex_expected(&l->x, "')'");
			return NULL;
		}
		lex_next(&l->x);
	} while (depth);
	i = add_register(l, l->thread, "'unknown", 8, 0);
	return i < 0 ? NULL : new_index(l, LKMM_REGISTER, i, token->at);
}

struct lkmm_expr *parse_call(struct litmus *l, const struct token *token)
{
	char buf[80];
	const char *name = buf;
	const struct lkmm_barrier *barrier;
	const struct primitive *primitive;
	struct spelling s;

	snprintf(buf, sizeof(buf), "%.*s", token->len, token->text);
	if (after(name, "lkmm_"))
		name += strlen("lkmm_");
	if (find_op(name, &s))
		return parse_op(l, &s, token->at);
	if ((barrier = find_barrier(name))) {
		lex_expect(&l->x, "(");
		lex_expect(&l->x, ")");
		return new_fence(l, barrier->fence, token->at);
	}
	if ((primitive = find_primitive(name)))
		return parse_primitive(l, primitive, token->at);
	return parse_unknown_call(l, token);
}
