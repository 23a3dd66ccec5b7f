// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Operations of the library, which are calls of lkmm_NAME, by threads and by main(). */
#include "operation.h"

#include <stdio.h>
#include <string.h>

bool find_operation(const char *name, struct spelling *s, int *bits)
{
	static const struct {
		const char *suffix;
		int bits;
	} types[] = {
		{ "_u8", 8 }, { "_u16", 16 }, { "_u32", 32 }, { "_u64", 64 }, { "_ptr", 64 },
	};
	size_t n;
	char base[64];

	if (strncmp(name, "lkmm_", 5) || strlen(name) >= sizeof(base))
		return false;
	strcpy(base, name + 5);
	n = strlen(base);
	if (find_op(base, s) && s->bits) {
		*bits = s->bits;
		return true;
	}
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		size_t k = strlen(types[i].suffix);

		if (n > k && !strcmp(base + n - k, types[i].suffix)) {
			base[n - k] = '\0';
			*bits = types[i].bits;
			return find_op(base, s) && !s->bits;
		}
	}
	return false;
}

/* ---- by threads ---- */

/* try_cmpxchg() whose expected value is in memory: a load, cmpxchg(), and a store if it fails. */
static struct known try_in_memory(struct reader *r, const struct operation *o,
				  struct lkmm_place at)
{
	struct known expected, found, same;
	struct operation of = *o;
	struct lkmm_stmt *s, **end;

	of.s.op = find_row(o->s.op->atomic, LKMM_SHAPE_CMPXCHG, o->s.order);
	if (!of.s.op) {
		reader_error(r, at, "this operation is not supported here");
		return (struct known){ 0 };
	}
	expected = load_from(r, &o->arg[1], o->bits, false, at);
	of.arg[1] = expected;
	found = put_operation(r, &of, at);
	same = combine(r, LKMM_EQ, &found, &expected, o->bits, false, at);
	s = new_stmt(&r->l, LKMM_IF, at);
	if (!s)
		return same;
	s->expr = as_expr(r, &same, at);
	add_stmt(r, s);
	end = r->end;
	r->end = &s->orelse;
	store_to(r, &o->arg[1], o->bits, &found, false, at);
	r->end = end;
	return same;
}

static struct known in_thread(struct reader *r, const struct operation *o, struct lkmm_place at)
{
	struct lkmm_expr *e = new_access(&r->l, LKMM_OP, NULL, at);
	struct lkmm_access *a = e ? e->access : NULL;

	if (!a)
		return (struct known){ 0 };
	a->op = o->s.op;
	a->order = o->s.order;
	a->integer = LKMM_SIGNED(o->bits);
	a->accessed = LKMM_SIGNED(o->bits);
	for (int k = 0; k < o->s.op->nargs && k < o->nargs; k++) {
		if (k == o->s.op->inout) {
			a->inout = slot_register(r, &o->arg[k], o->bits, at);
			a->arg[k] = new_index(&r->l, LKMM_REGISTER, a->inout, at);
		} else if (k == o->s.op->object) {
			a->arg[k] = as_address(r, &o->arg[k], o->bits / 8,
						o->s.op->becomes ? WRITES : READS, at);
		} else {
			a->arg[k] = as_expr(r, &o->arg[k], at);
		}
	}
	if (!o->s.op->returns) {
		add_expr(r, e, at);
		return (struct known){ 0 };
	}
	return keep(r, e, at);
}

/* ---- by main() ---- */

static struct known apply(struct reader *r, const struct operation *o, const struct lkmm_formula *f,
			  const struct known *value, struct lkmm_place at)
{
	struct known a, b;

	switch (f->kind) {
	case LKMM_F_VALUE:
		return *value;
	case LKMM_F_ARG:
		return o->arg[f->number];
	case LKMM_F_NUMBER:
		return known_number(f->number);
	case LKMM_F_UNARY:
		a = apply(r, o, f->left, value, at);
		b = known_number(0);
		return combine(r, f->op, &a, &b, o->bits, false, at);
	default:
		a = apply(r, o, f->left, value, at);
		b = apply(r, o, f->right, value, at);
		return combine(r, f->op, &a, &b, o->bits, false, at);
	}
}

static struct known in_main(struct reader *r, struct operation *o, struct lkmm_place at)
{
	const struct lkmm_op *op = o->s.op;
	struct known old = { 0 }, where = o->arg[op->object], result = { 0 }, expected = { 0 };
	bool writes = op->becomes;

	if (op->shape != LKMM_SHAPE_STORE)
		old = memory_load(r, where, o->bits, at);
	if (op->inout >= 0) {
		expected = o->arg[op->inout];
		o->arg[op->inout] = memory_load(r, expected, o->bits, at);
	}
	if (op->when)
		writes = apply(r, o, op->when, &old, at).number;
	if (op->returns)
		result = apply(r, o, op->returns, &old, at);
	if (writes && op->becomes)
		memory_store(r, where, o->bits, apply(r, o, op->becomes, &old, at), at);
	else if (op->inout >= 0)
		memory_store(r, expected, o->bits, old, at);
	return result;
}

/* ---- both ---- */

struct known put_operation(struct reader *r, struct operation *o, struct lkmm_place at)
{
	if (is_running(r))
		return in_main(r, o, at);
	if (o->s.op->inout >= 0 && o->arg[o->s.op->inout].kind != KNOWN_SLOT)
		return try_in_memory(r, o, at);
	return in_thread(r, o, at);
}

void put_fence(struct reader *r, enum lkmm_fence fence, struct lkmm_place at)
{
	if (!is_running(r))
		add_expr(r, new_fence(&r->l, fence, at), at);
}

/* Locks, and SRCU. */
static void put_primitive(struct reader *r, const struct ir_instruction *i,
			  const struct primitive *p, struct lkmm_place at)
{
	struct known where = argument(r, i, 0, at), value = argument(r, i, 1, at);
	struct lkmm_expr *e;

	if (is_running(r)) {
		if (threads_run(r))
			become_thread(r);
		else if (p->kind == LKMM_LOCK || p->kind == LKMM_UNLOCK)
			lock_in_main(r, &where, p->kind == LKMM_LOCK, at);
		else if (p->kind == LKMM_TRYLOCK)
			set_result(r, i, try_in_main(r, &where, 1, 0, at));
		else if (p->kind == LKMM_IS_LOCKED)
			set_result(r, i, memory_load(r, where, 32, at));
		else if (p->kind != LKMM_SYNC_SRCU)
			reader_error(r, at, "%s() is not supported in main()", p->name);
		return;
	}
	e = new_access(&r->l, p->kind, as_address(r, &where, 4, WRITES, at), at);
	if (!e)
		return;
	e->access->accessed = LKMM_SIGNED(32);
	if (p->kind == LKMM_SRCU_UNLOCK)
		e->access->arg[1] = as_expr(r, &value, at);
	if (i->result >= 0)
		set_result(r, i, keep(r, e, at));
	else
		add_expr(r, e, at);
}

/* A file may declare them with other parameters than they have. */
static bool has_arguments(struct reader *r, const struct ir_instruction *i, const char *name, int n,
			  struct lkmm_place at)
{
	if (i->noperands - 1 == n)
		return true;
	reader_error(r, at, "%s() has %d argument%s, not %d", name, n, n == 1 ? "" : "s",
		     i->noperands - 1);
	return false;
}

/* Those for devices order memory as well, between CPUs as the ones that only do that. */
static const struct lkmm_barrier *find_any_barrier(const char *name)
{
	static const char *const before[] = { "dma_", "virt_", "" };
	const struct lkmm_barrier *b = find_barrier(name);
	char other[40];

	for (size_t k = 0; !b && k < sizeof(before) / sizeof(before[0]); k++) {
		size_t n = strlen(before[k]);

		if (strncmp(name, before[k], n))
			continue;
		snprintf(other, sizeof(other), "smp_%s", name + n);
		b = find_barrier(other);
	}
	return b;
}

bool library_call(struct reader *r, const struct ir_instruction *i, const char *name,
		  struct lkmm_place at)
{
	const struct lkmm_barrier *b = find_any_barrier(name + 5);
	const struct primitive *p = find_primitive(name + 5);
	struct operation o = { .nargs = i->noperands - 1 };

	if (find_operation(name, &o.s, &o.bits)) {
		if (!has_arguments(r, i, name, o.s.op->nargs, at))
			return true;
		for (int k = 0; k < o.nargs; k++)
			o.arg[k] = argument(r, i, k, at);
		set_result(r, i, put_operation(r, &o, at));
	} else if (b) {
		put_fence(r, b->fence, at);
	} else if (p && p->kind == LKMM_FENCE) {
		put_fence(r, p->fence, at);
	} else if (p && p->kind >= LKMM_LOCK && p->kind <= LKMM_SYNC_SRCU) {
		if (has_arguments(r, i, name, p->nargs, at))
			put_primitive(r, i, p, at);
	} else {
		return false;
	}
	return true;
}
