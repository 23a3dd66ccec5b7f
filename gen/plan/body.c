// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The body of a function, independent of the language: gen/c/body.c and gen/rust/body.c print it.
 * An operation is made of a primitive, or of another operation if a kernel or a library lacks it; a
 * derived primitive is made of another one.
 */
#include "gen/gen.h"

static const struct expr *node(enum expr_kind kind, const char *op, const struct expr *left,
			       const struct expr *right)
{
	struct expr *e = xalloc(sizeof(*e));

	*e = (struct expr){ .kind = kind, .op = op, .left = left, .right = right };
	return e;
}

static const struct expr *negative(const struct expr *e)
{
	return node(E_UNARY, "-", e, NULL);
}

static const struct expr *complement(const struct expr *e)
{
	return node(E_UNARY, "~", e, NULL);
}

/* ---- operations ---- */

static void hand(struct body *b, const struct expr *e)
{
	b->arg[b->nargs++] = e;
}

static void hand_operand(struct body *b, const struct plan *p, bool negate)
{
	const struct expr *e = p->operand;

	hand(b, negate ? negative(e) : p->complement ? complement(e) : e);
}

static const struct expr *bit_number(const struct expr *mask)
{
	struct expr *e = xalloc(sizeof(*e));

	*e = (struct expr){ .kind = E_ARG, .op = "", .arg = mask->arg };
	return e;
}

static void body_of_loop(const struct op *op, struct body *b)
{
	b->kind = BODY_LOOP;
	b->unless = expr_opposite(op->when);
	b->becomes = op->becomes;
	b->tells_whether = expr_is(op, op->returns, op->when);
}

static void body_of_cmpxchg(const struct op *op, struct body *b)
{
	const struct expr *old = op->when->right;

	b->kind = op->args[old->arg].inout ? BODY_TRY : BODY_CALL;
	b->old = old->arg;
	b->gives = GIVES_OK;
	hand(b, old);
	hand(b, op->becomes);
}

static char *stem_of_void(enum alu alu, enum order order)
{
	return primitive_stem(&(struct primitive){ .prim = P_VOID, .alu = alu, .order = order });
}

struct body body_of_op(const struct op *op, enum order order)
{
	struct plan p = plan_op(op);
	struct body b = { .kind = BODY_CALL, .order = order, .result = op->returns };
	const char *in = order_name[order];

	b.gives = GIVES_VALUE;
	switch (p.kind) {
	case PLAN_LOAD:
		b.callee = xprintf("load_%s", in);
		break;
	case PLAN_STORE:
		b.callee = xprintf("store_%s", order_name[order == STORE_MB ? RELAXED : order]);
		b.mb = order == STORE_MB;
		b.gives = GIVES_NOTHING;
		hand(&b, op->becomes);
		break;
	case PLAN_XCHG:
		b.callee = xprintf("xchg_%s", in);
		hand(&b, op->becomes);
		break;
	case PLAN_CMPXCHG:
		b.callee = xprintf("cmpxchg_%s", in);
		body_of_cmpxchg(op, &b);
		break;
	case PLAN_VOID:
	case PLAN_TEST:
		b.callee = p.kind == PLAN_VOID ? stem_of_void(p.alu, order) :
			   xprintf("%s_%s_%s", alu_name[p.alu], flag_name[p.flag], in);
		b.gives = p.kind == PLAN_VOID ? GIVES_NOTHING : GIVES_FLAG;
		if (alu_has_operand(p.alu))
			hand_operand(&b, &p, p.negate);
		break;
	case PLAN_BIT:
	case PLAN_TEST_BIT:
		b.callee = xprintf("%s_%s_%s", prim_name[p.kind == PLAN_BIT ? P_BIT : P_TEST_BIT],
				   alu_name[p.alu], in);
		b.gives = p.kind == PLAN_BIT ? GIVES_NOTHING : GIVES_FLAG;
		hand(&b, bit_number(p.operand));
		break;
	case PLAN_FETCH:
		b.callee = xprintf("fetch_%s_%s", alu_name[p.alu], in);
		hand_operand(&b, &p, p.negate);
		break;
	case PLAN_LOOP:
		b.callee = xprintf("cmpxchg_%s", in);
		body_of_loop(op, &b);
		break;
	}
	return b;
}

struct body body_by_fetch(const struct op *op, enum order order)
{
	struct plan p = plan_op(op);
	struct body b = { .kind = BODY_CALL, .order = order, .result = op->returns };
	bool subtracts = p.alu == SUB || p.alu == DEC;

	b.gives = GIVES_VALUE;
	if (p.kind == PLAN_LOOP) {
		body_of_loop(op, &b);
		return b;
	}
	/* Every subtraction is the addition of the negative. */
	b.callee = xprintf("fetch_%s%s", alu_name[subtracts || p.alu == INC ? ADD : p.alu],
			   name_suffix(order));
	hand_operand(&b, &p, p.negate || subtracts);
	return b;
}

struct body body_by_value(const struct op *op)
{
	struct body b = { .kind = BODY_CALL };

	body_of_cmpxchg(op, &b);
	b.gives = GIVES_VALUE;
	return b;
}

/* ---- primitives that an architecture does not have ---- */

static const struct expr value = { .kind = E_VALUE }, arg = { .kind = E_ARG };
static const struct expr mask = { .kind = E_MASK, .op = "mask" };
static const struct expr zero = { .kind = E_NUMBER }, one = { .kind = E_NUMBER, .number = 1 };

/* The addend of sub, inc and dec. */
static const struct expr *added(const struct primitive *f)
{
	const struct expr *e = alu_has_operand(f->alu) ? &arg : &one;

	return f->alu == SUB || f->alu == DEC ? negative(e) : e;
}

/* Of the value found: that the new one is zero, or negative. */
static const struct expr *tested(const struct primitive *f)
{
	static const struct expr bit7 = { .kind = E_NUMBER, .number = 128 };
	const struct expr *e = added(f);
	bool minus = e->kind == E_UNARY;

	if (f->flag == FLAG_BIT7)
		return node(E_BINARY, "!=", node(E_BINARY, "&", &value, &bit7), &zero);
	if (f->flag == FLAG_ZERO)
		return node(E_BINARY, "==", &value, minus ? e->left : negative(e));
	e = node(E_BINARY, minus ? "-" : "+", &value, minus ? e->left : e);
	return node(E_BINARY, "<", e, &zero);
}

/* By the void or fetch form, with the mask of the bit; andnot becomes an and. */
static void body_by_mask(const struct primitive *f, struct body *b)
{
	bool orders = f->prim == P_TEST_BIT || f->order != RELAXED;
	struct primitive by = { .prim = orders ? P_FETCH : P_VOID, .order = f->order,
				.alu = f->alu == ANDNOT ? AND : f->alu };

	b->callee = primitive_stem(&by);
	b->gives = orders ? GIVES_VALUE : GIVES_NOTHING;
	hand(b, f->alu == ANDNOT ? complement(&mask) : &mask);
	if (f->prim == P_TEST_BIT)
		b->result = node(E_BINARY, "!=", node(E_BINARY, "&", &value, &mask), &zero);
}

char *primitive_derived_argument(const struct primitive *f)
{
	return primitive_indexes(f) ? "nr" : f->prim == P_XCHG ? "val" : "arg";
}

static const char *operator_of(enum alu alu)
{
	return alu == ADD ? "+" : alu == AND ? "&" : alu == OR ? "|" : "^";
}

struct body body_of_primitive(const struct primitive *f)
{
	struct body b = { .kind = BODY_CALL, .gives = GIVES_VALUE };

	if (f->derived == BY_MASK) {
		body_by_mask(f, &b);
		return b;
	}
	if (f->derived == BY_CMPXCHG) {
		b.kind = BODY_UNTIL;
		b.callee = xprintf("cmpxchg_%s", order_name[f->order]);
		b.becomes = f->prim == P_XCHG ? &arg :
			    node(E_BINARY, operator_of(f->alu), &value, &arg);
		return b;
	}
	if (f->derived == BY_ADD) {
		b.callee = stem_of_void(ADD, f->order);
		b.gives = GIVES_NOTHING;
		hand(&b, added(f));
	} else if (f->derived == BY_ANDNOT) {
		struct primitive andnot = { .prim = f->prim, .alu = ANDNOT, .order = f->order };

		b.callee = primitive_stem(&andnot);
		b.gives = primitive_returns(f) ? GIVES_VALUE : GIVES_NOTHING;
		b.result = primitive_returns(f) ? &value : NULL;
		hand(&b, complement(added(f)));
	} else {
		bool adds = f->prim == P_TEST && f->alu != XOR;

		b.callee = xprintf("fetch_%s_%s", alu_name[adds ? ADD : f->alu],
				   order_name[f->order]);
		b.result = f->prim == P_TEST ? tested(f) : NULL;
		hand(&b, added(f));
	}
	return b;
}
