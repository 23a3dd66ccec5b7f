// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * One sequence. The local lemma: a process that has it and an access beside it, and another process
 * with a full barrier that would see the two in the wrong order. Then all cycles.
 */
#include "prove.h"

#include <stdio.h>
#include <string.h>

static void find_parts(struct pieces *x, const char *arch, const struct asm_sequence *op)
{
	int bits = row_bits(op);

	*x = (struct pieces){
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
static struct shape shape_of(const struct pieces *x, enum order_of order, int before, int after)
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
static struct shape witness(const struct pieces *x, enum order_of order, int before, int after)
{
	int first = order == BEFORE_READ ? WRITE : order == BEFORE_WRITE ? READ : !after;
	int last = order == READ_AFTER ? WRITE : order == WRITE_AFTER ? READ : !before;

	return (struct shape){ { x->row[first], x->mb, x->row[last] }, 3 };
}

static bool has_order(const struct pieces *x, enum order_of order, bool fails)
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

/* @s: the process with the sequence. */
static void ask_shape(struct prover *v, struct finding *f, const struct pieces *x, struct shape s,
		      enum order_of order, int combination)
{
	struct shape shapes[2] = { s, witness(x, order, combination & 1, combination >> 1) };
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

static void ask_orders(struct prover *v, struct finding *f, const struct pieces *x)
{
	for (int order = 0; order < NR_ORDERS_OF; order++) {
		bool one = order == BEFORE_READ || order == BEFORE_WRITE;
		bool other = order == READ_AFTER || order == WRITE_AFTER;

		for (int c = 0; c < 4 && has_order(x, (enum order_of)order, f->fails); c++)
			if (!(one && c >> 1) && !(other && c & 1))
				ask_shape(v, f, x,
					  shape_of(x, (enum order_of)order, c & 1, c >> 1),
					  (enum order_of)order, c);
	}
}

/* One access in front of a barrier and the sequence, or all the other way around; and both. */
void ask_beside_barriers(struct prover *v, struct finding *f)
{
	const struct asm_sequence *before = find_fence(v->arch, LKMM_FENCE_BEFORE_ATOMIC);
	const struct asm_sequence *after = find_fence(v->arch, LKMM_FENCE_AFTER_ATOMIC);
	const struct asm_sequence *op = f->row;
	struct pieces x;

	find_parts(&x, v->arch, op);
	for (int c = 0; c < 4; c++) {
		const struct asm_sequence *b = x.row[c & 1], *a = x.row[c >> 1];
		enum order_of to = f->fails ? BEFORE_READ : BEFORE_WRITE;
		enum order_of from = f->fails ? READ_AFTER : WRITE_AFTER;

		if (!(c >> 1))
			ask_shape(v, f, &x, (struct shape){ { b, before, op }, 3 }, to, c);
		if (!(c & 1))
			ask_shape(v, f, &x, (struct shape){ { op, after, a }, 3 }, from, c);
		ask_shape(v, f, &x, (struct shape){ { b, before, op, a }, 4 }, BEFORE_AFTER, c);
		ask_shape(v, f, &x, (struct shape){ { b, op, after, a }, 4 }, BEFORE_AFTER, c);
	}
}

void prove_row(struct prover *v, struct finding *f, const struct asm_sequence *row, bool fails,
	       const struct finding *like)
{
	struct pieces x;

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
