// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * One sequence. The local lemma: a process that has it and an access beside it, and another process
 * with a full barrier that would see the two in the wrong order. And cycles: all of up to
 * v->bound accesses in which one process has the sequence, and the others barriers, acquires,
 * releases or the sequence too.
 */
#include "prove.h"

#include <stdio.h>
#include <string.h>

enum { READ, WRITE };

/* What processes are made of. */
struct parts {
	const struct asm_sequence *row[2];	/* a relaxed read and write */
	const struct asm_sequence *acquire, *release;
	const struct asm_sequence *mb, *rmb, *wmb;
	const struct asm_sequence *rmw;	/* beside barriers that need one */
	const struct asm_sequence *op;
	int bits;
};

static void find_parts(struct parts *x, const char *arch, const struct asm_sequence *op)
{
	int bits = op->bits ? op->bits : 32;

	*x = (struct parts){
		.row = { find_access(arch, LKMM_SHAPE_LOAD, LKMM_RELAXED, bits, NULL),
			 find_access(arch, LKMM_SHAPE_STORE, LKMM_RELAXED, bits, NULL) },
		.acquire = find_access(arch, LKMM_SHAPE_LOAD, LKMM_ACQUIRE, bits, NULL),
		.release = find_access(arch, LKMM_SHAPE_STORE, LKMM_RELEASE, bits, NULL),
		.mb = find_fence(arch, LKMM_FENCE_MB), .rmb = find_fence(arch, LKMM_FENCE_RMB),
		.wmb = find_fence(arch, LKMM_FENCE_WMB),
		.rmw = find_access(arch, LKMM_SHAPE_EXCHANGE, LKMM_RELAXED, bits, NULL),
		.op = op, .bits = bits,
	};
}

/* ---- the local lemma ---- */

/* The process with the sequence, and accesses @before and @after. */
static struct shape shape_of(const struct parts *x, enum order_of order, int before, int after)
{
	const struct asm_sequence *b = x->row[before], *a = x->row[after];
	bool barrier = !x->op->bits;

	switch (order) {
	case BEFORE_READ:
	case BEFORE_WRITE:
		if (barrier)
			return (struct shape){ { b, x->op, x->rmw }, 3 };
		return (struct shape){ { b, x->op }, 2 };
	case READ_AFTER:
	case WRITE_AFTER:
		if (barrier)
			return (struct shape){ { x->rmw, x->op, a }, 3 };
		return (struct shape){ { x->op, a }, 2 };
	case OP_BETWEEN:
		return (struct shape){ { b, x->op, x->rmw, a }, 4 };
	case OP_BETWEEN_2:
		return (struct shape){ { b, x->rmw, x->op, a }, 4 };
	default:
		return (struct shape){ { b, x->op, a }, 3 };
	}
}

/* What the other process does last and first: it meets the accesses on the sides of @order. */
static struct shape witness(const struct parts *x, enum order_of order, int before, int after)
{
	int first = order == BEFORE_READ ? WRITE : order == BEFORE_WRITE ? READ : !after;
	int last = order == READ_AFTER ? WRITE : order == WRITE_AFTER ? READ : !before;

	return (struct shape){ { x->row[first], x->mb, x->row[last] }, 3 };
}

static bool has_order(const struct parts *x, enum order_of order, bool fails)
{
	const struct asm_sequence *op = x->op->bits ? x->op : x->rmw;

	switch (order) {
	case BEFORE_READ:
	case READ_AFTER:
		return row_reads(op);
	case BEFORE_WRITE:
	case WRITE_AFTER:
		return row_writes(op) && !fails;
	case OP_BETWEEN:
	case OP_BETWEEN_2:
		return !x->op->bits;
	default:
		return true;
	}
}

static void ask_order(struct prover *v, struct finding *f, const struct parts *x,
		      enum order_of order, int combination)
{
	int before = combination & 1, after = combination >> 1;
	struct shape shapes[2] = { shape_of(x, order, before, after),
				   witness(x, order, before, after) };
	struct program p;
	enum verdict given;
	bool needed;

	if (!make_program(&p, shapes, 2, f->fails ? f->row : NULL, x->bits))
		return;
	snprintf(p.name, sizeof(p.name), "order-%d-%d", order, combination);
	given = decide(v, f, &p, true, &needed);
	f->needed[order] |= (unsigned int)needed << combination;
	f->given[order] |= (unsigned int)(given == FORBIDDEN) << combination;
}

static void ask_orders(struct prover *v, struct finding *f, const struct parts *x)
{
	for (int order = 0; order < NR_ORDERS_OF; order++) {
		bool one = order == BEFORE_READ || order == BEFORE_WRITE;
		bool other = order == READ_AFTER || order == WRITE_AFTER;

		for (int c = 0; c < 4 && has_order(x, (enum order_of)order, f->fails); c++)
			if (!(one && c >> 1) && !(other && c & 1))
				ask_order(v, f, x, (enum order_of)order, c);
	}
}

/* ---- cycles ---- */

enum { MAX_SHAPES = 32 };

struct cycles {
	struct prover *v;
	struct finding *f;
	const struct parts *x;
	struct shape pair[MAX_SHAPES];	/* of two accesses */
	int npairs;
	struct shape single[2];
	int nsingles;
	struct shape chosen[MAX_PROCESSES];
};

static void add_pair(struct cycles *c, const struct asm_sequence *first,
		     const struct asm_sequence *between, const struct asm_sequence *last)
{
	struct shape *s = &c->pair[c->npairs++];

	*s = (struct shape){ { first, between, last }, 3 };
	if (!between)
		*s = (struct shape){ { first, last }, 2 };
}

/* All processes that have the sequence. */
static int add_own_pairs(struct cycles *c)
{
	const struct parts *x = c->x;
	const struct asm_sequence *const *row = x->row;

	for (int i = 0; i < 4; i++)
		add_pair(c, row[i & 1], x->op, row[i >> 1]);
	for (int i = 0; i < 2 && x->op->bits; i++) {
		add_pair(c, row[i], NULL, x->op);
		add_pair(c, x->op, NULL, row[i]);
	}
	return c->npairs;
}

static void add_other_pairs(struct cycles *c)
{
	const struct parts *x = c->x;
	const struct asm_sequence *const *row = x->row;

	for (int i = 0; i < 4; i++)
		add_pair(c, row[i & 1], x->mb, row[i >> 1]);
	add_pair(c, row[WRITE], x->wmb, row[WRITE]);
	add_pair(c, row[READ], x->rmb, row[READ]);
	for (int i = 0; i < 2; i++) {
		add_pair(c, x->acquire, NULL, row[i]);
		add_pair(c, row[i], NULL, x->release);
	}
	c->single[c->nsingles++] = (struct shape){ { row[WRITE] }, 1 };
	if (row_reads(x->op) && row_writes(x->op))
		c->single[c->nsingles++] = (struct shape){ { x->op }, 1 };
}

static void ask_cycle(struct cycles *c, int n)
{
	struct finding *f = c->f;
	struct program p;
	bool forbids;

	if (!make_program(&p, c->chosen, n, f->fails ? f->row : NULL, c->x->bits))
		return;
	f->cycles++;
	snprintf(p.name, sizeof(p.name), "cycle-%d", f->cycles);
	decide(c->v, f, &p, false, &forbids);
	f->forbidden += forbids;
}

/* Adds processes of @left accesses to the first @n. */
static void extend(struct cycles *c, int n, int left)
{
	if (c->f->refuted || c->f->undecided)
		return;
	if (!left) {
		ask_cycle(c, n);
		return;
	}
	if (n == MAX_PROCESSES)
		return;
	for (int i = 0; left >= 2 && i < c->npairs; i++) {
		c->chosen[n] = c->pair[i];
		extend(c, n + 1, left - 2);
	}
	/* Two of one access, one after the other, would be as good as one. */
	for (int i = 0; c->chosen[n - 1].n > 1 && i < c->nsingles; i++) {
		c->chosen[n] = c->single[i];
		extend(c, n + 1, left - 1);
	}
}

static void ask_cycles(struct prover *v, struct finding *f, const struct parts *x)
{
	struct cycles c = { .v = v, .f = f, .x = x };
	int own = add_own_pairs(&c);

	add_other_pairs(&c);
	for (int size = 4; size <= v->bound; size++)
		for (int i = 0; i < own; i++) {
			c.chosen[0] = c.pair[i];
			extend(&c, 1, size - 2);
		}
}

void prove_row(struct prover *v, struct finding *f, const struct asm_sequence *row, bool fails,
	       const struct finding *like)
{
	struct parts x;

	*f = (struct finding){ .row = row, .fails = fails };
	find_parts(&x, v->arch, row);
	ask_orders(v, f, &x);
	f->uncovered = !row->bits && !f->undecided;
	for (int order = 0; order < NR_ORDERS_OF; order++)
		f->uncovered &= !f->needed[order];
	if (f->refuted || f->undecided)
		return;
	if (!like) {
		ask_cycles(v, f, &x);
		return;
	}
	f->like = like->row;
	f->cycles = like->cycles;
	f->forbidden = like->forbidden;
}

void free_finding(struct finding *f)
{
	text_free(&f->lkmm);
	text_free(&f->assembly);
}
