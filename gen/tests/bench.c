// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Writes bench/ops.h: the operations that lkmm bench measures, one operation in one ordering and
 * type a line: lkmm's in C and in Rust, and the same made of the primitives of other libraries, by
 * the same plan as lkmm's own.
 *
 * Operands are 1; values that are compared and exchanged are 0. Objects start as 0; those of an
 * operation with a condition start with a value that fulfils it for long.
 */
#include "gen/c/common.h"
#include "gen/rust/rust.h"

#include <string.h>

/* An operation in one ordering and type. */
struct row {
	const struct op *op;
	enum order order;
	const struct c_type *c;
	const struct rust_type *rust;
	struct plan plan;
	const char *zero, *one;		/* as this type spells them in C */
	struct arg args[MAX_ARGS];	/* by their names here */
};

static const char *operand(const struct row *r, const char *name)
{
	if (streq(name, "i") || streq(name, "a") || streq(name, "val") ||
	    streq(name, "mask"))
		return r->one;
	return r->zero;
}

/* Bit 0 is changed, whose mask is 1. */
static const struct expr bit_0 = { .kind = E_NUMBER, .op = "", .number = 1 };

static const struct expr *with_bit_0(const struct expr *e)
{
	struct expr *copy;

	if (!e || e->kind == E_MASK)
		return e ? &bit_0 : NULL;
	copy = xalloc(sizeof(*copy));
	*copy = *e;
	copy->left = with_bit_0(e->left);
	copy->right = with_bit_0(e->right);
	return copy;
}

/* Of longs, with the mask: what is tested is the value found. */
static struct plan plan_by_mask(const struct op *op, struct plan p)
{
	p.complement = p.alu == ANDNOT;
	p.alu = p.complement ? AND : p.alu;
	p.operand = &bit_0;
	p.kind = p.kind == PLAN_BIT && op->orders[0] == RELAXED ? PLAN_VOID : PLAN_FETCH;
	return p;
}

/* Other libraries add where lkmm subtracts, and have no operations that test. */
static struct plan plan_by_adding(const struct op *op)
{
	struct plan p = plan_op(op);

	if (p.kind == PLAN_BIT || p.kind == PLAN_TEST_BIT)
		return plan_by_mask(op, p);
	if (p.kind == PLAN_TEST)
		p.kind = PLAN_FETCH;
	if (p.kind != PLAN_VOID && p.kind != PLAN_FETCH)
		return p;
	p.operand = with_bit_0(p.operand);
	if (p.alu == SUB || p.alu == DEC)
		p.negate = true;
	if (p.alu == SUB || p.alu == INC || p.alu == DEC)
		p.alu = ADD;
	return p;
}

static struct row make_row(const struct op *op, int which, const struct c_type *ct,
			   const struct rust_type *rt)
{
	bool pointer = streq(ct->value, "void *");
	struct row r = { .op = op, .order = op->orders[which], .c = ct, .rust = rt,
			 .plan = plan_by_adding(op),
			 .zero = pointer ? "(void *)0" : "0", .one = pointer ? "(void *)0" : "1" };

	for (int i = 0; i < op->nargs; i++)
		r.args[i].name = xprintf("%s", operand(&r, op->args[i].name));
	return r;
}

/* ---- lkmm itself ---- */

static char *c_call(const struct row *r, int which)
{
	const struct op *op = r->op;
	char *s = xprintf("lkmm_%s%s%s(", r->c->prefix, op->name, order_suffix(op, which));
	bool inout = false;

	for (int i = 0; i < op->nargs; i++) {
		const char *arg = r->args[i].name;

		if (i == op->object)
			arg = streq(op->args[i].name, "x") ? "*v" : "v";
		else if (op->args[i].inout)
			arg = "&old";
		inout |= op->args[i].inout;
		s = xprintf("%s%s%s", s, i ? ", " : "", arg);
	}
	return inout ? xprintf("({ %s old = %s; %s); })", r->c->value, r->zero, s) :
	       xprintf("%s)", s);
}

static const char *rust_operand(const struct row *r, int i)
{
	return streq(r->rust->name, "*mut ()") ? "NULL" : r->args[i].name;
}

/* v: &Atomic<T>, p: *mut T */
static char *rust_call(const struct row *r)
{
	static const char *const order[] = { [RELAXED] = "Relaxed", [ACQUIRE] = "Acquire",
					     [RELEASE] = "Release", [FULL] = "Full" };
	const struct op *op = r->op;
	bool plain = op->family->on == PLAIN_OBJECT &&
		     (r->plan.kind == PLAN_LOAD || r->plan.kind == PLAN_STORE);
	char *s = xprintf(plain ? "lkmm::%s(p" : op->family->on == ARRAY ?
			  "core::slice::from_ref(v).%s(" : "v.%s(", op->rust);
	bool inout = false;

	for (int i = 0; i < op->nargs; i++) {
		if (i == op->object)
			continue;
		inout |= op->args[i].inout;
		s = xprintf(plain ? "%s, %s" : "%s%s, ", s,
			    op->args[i].inout ? "&mut old" : rust_operand(r, i));
	}
	if (plain)
		return xprintf("unsafe { %s) }", s);
	s = xprintf("%s%s)", s, order[r->order]);
	if (inout)
		return xprintf("{ let mut old = %s; %s }",
			       streq(r->rust->name, "*mut ()") ? "NULL" : "0", s);
	if (r->plan.kind == PLAN_CMPXCHG)
		return xprintf("match %s { Ok(found) | Err(found) => found }", s);
	return s;
}

/* ---- others ---- */

/* The feature that another library must have: PEER_HAS_this. */
static char *primitive(const struct row *r)
{
	switch (r->plan.kind) {
	case PLAN_LOAD:
		return xprintf("LOAD_%s", order_name[r->order]);
	case PLAN_STORE:
		return xprintf("STORE_%s", order_name[r->order]);
	case PLAN_XCHG:
		return "XCHG";
	case PLAN_CMPXCHG:
	case PLAN_LOOP:
		return "TRY";
	case PLAN_VOID:
		return xprintf("VOID_%s", alu_name[r->plan.alu]);
	default:
		return xprintf("FETCH_%s", alu_name[r->plan.alu]);
	}
}

static char *alu_operand(const struct row *r, bool rust)
{
	const char *sign = r->plan.negate ? "-" : r->plan.complement ? rust ? "!" : "~" : "";

	return xprintf("%s%s", sign, expr_text(r->plan.operand, r->args, "found"));
}

static bool returns_found(const struct op *op)
{
	return !op->returns || op->returns->kind == E_VALUE;
}

/* The result, of the value found. */
static char *returned(const struct row *r)
{
	return r->op->returns ? expr_text(with_bit_0(r->op->returns), r->args, "found") : NULL;
}

static char *peer(const struct row *r)
{
	const struct op *op = r->op;
	const char *order = order_name[r->order], *type = r->c->value;
	char *result = returned(r), *s;

	switch (r->plan.kind) {
	case PLAN_LOAD:
		return returns_found(op) ? xprintf("PEER_LOAD(%s)", order) :
		       xprintf("({ %s found = PEER_LOAD(%s); %s; })", type, order, result);
	case PLAN_STORE:
		return xprintf("PEER_STORE(%s, %s)", order, r->one);
	case PLAN_XCHG:
		return xprintf("PEER_XCHG(%s, %s)", order, r->zero);
	case PLAN_CMPXCHG:
		return xprintf(op_returns_bool(op) ?
			       "({ %s found = %s; PEER_TRY(%s, &found, %s); })" :
						     "({ %s found = %s; (void) PEER_TRY(%s, "
						     "&found, %s); found; })",
			       type, r->zero, order, r->zero);
	case PLAN_LOOP:
		return xprintf("({ %s found = PEER_LOAD(relaxed); "
			       "while (%s && !PEER_TRY(%s, &found, %s)) ; %s; })",
			       type, expr_text(op->when, r->args, "found"), order,
			       expr_text(op->becomes, r->args, "found"), result);
	case PLAN_VOID:
		return xprintf("PEER_VOID_%s(%s)", alu_name[r->plan.alu], alu_operand(r, false));
	default:
		s = xprintf("PEER_FETCH_%s(%s, %s)", alu_name[r->plan.alu], order,
			    alu_operand(r, false));
		return returns_found(op) ? s : xprintf("({ %s found = %s; %s; })", type, s, result);
	}
}

/* With core::sync::atomic, v being one of its types. */
static char *rust_core(const struct row *r)
{
	static const char *const order[] = { [RELAXED] = "Relaxed", [ACQUIRE] = "Acquire",
					     [RELEASE] = "Release", [FULL] = "SeqCst",
					     [STORE_MB] = "Relaxed" };
	const struct op *op = r->op;
	const char *o = order[r->order], *zero = streq(r->rust->name, "*mut ()") ? "NULL" : "0";
	const char *one = streq(zero, "NULL") ? zero : "1";
	/* a failure cannot release */
	char *s, *result = returned(r);

	switch (r->plan.kind) {
	case PLAN_LOAD:
		return returns_found(op) ? xprintf("v.load(%s)", o) :
		       xprintf("{ let found = v.load(%s); %s }", o, result);
	case PLAN_STORE:
		return xprintf(r->order == STORE_MB ? "{ v.store(%s, %s); fence(SeqCst) }" :
			       "v.store(%s, %s)", one, o);
	case PLAN_XCHG:
		return xprintf("v.swap(%s, %s)", zero, o);
	case PLAN_CMPXCHG:
		s = xprintf("v.compare_exchange(%s, %s, %s, Relaxed)", zero, zero, o);
		return xprintf(op_returns_bool(op) ? "%s.is_ok()" :
			       "match %s { Ok(found) | Err(found) => found }", s);
	case PLAN_LOOP:
		return xprintf("match v.fetch_update(%s, Relaxed, |found| if %s { Some(%s) } else "
			       "{ None }) { Ok(found) | Err(found) => %s }", o,
			       expr_text(op->when, r->args, "found"),
			       expr_text(op->becomes, r->args, "found"), result);
	case PLAN_VOID:
		return xprintf("{ v.fetch_%s(%s, %s); }", alu_name[r->plan.alu],
			       alu_operand(r, true), o);
	default:
		s = xprintf("v.fetch_%s(%s, %s)", alu_name[r->plan.alu], alu_operand(r, true), o);
		return returns_found(op) ? s : xprintf("{ let found = %s; %s }", s, result);
	}
}

/* ---- lines ---- */

static const char *start(const struct row *r)
{
	const struct expr *when = r->op->when;

	if (r->plan.kind != PLAN_LOOP)
		return "0";
	return when->op[0] == '<' ? "-(1 << 30)" : "1 << 30";
}

static void put_row(struct out *o, const struct row *r, int which)
{
	const struct op *op = r->op;

	put(o, "OP(%s, %s%s%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, \"%s\", \"%s\")\n",
	    c_op_name(op, which, r->c), r->c->prefix, op->name, r->c->suffix, order_name[r->order],
	    op->family->name, r->c->object, r->c->value,
	    r->c->width < 0 ? "LONG" : xprintf("%d", width_bits(r->c->width)),
	    op->returns ? "VALUE" : "VOID", start(r), c_call(r, which), primitive(r), peer(r),
	    streq(r->rust->name, "*mut ()") ? "ptr" : r->rust->name, rust_call(r), rust_core(r));
}

static void put_barrier(struct out *o, const struct barrier *b)
{
	const char *prim = b->core_call ? xprintf("BARRIER_%s", b->key) : "NONE",
		*core = b->core_call ? b->core_call : "";

	put(o, "OP(%s, %s, %s, %s, int, int, 32, VOID, 0, lkmm_%s(), %s, PEER_%s(), i32, "
	       "\"lkmm::barrier::%s()\", \"%s\")\n",
	    b->name, b->name, b->key, b->family->name, b->name, prim, prim, b->name, core);
}

static const struct rust_type *rust_type_of(const struct c_type *ct)
{
	for (int i = 0; i < NR_RUST_TYPES; i++)
		if (streq(rust_types[i].c_prefix, ct->prefix) &&
		    streq(rust_types[i].c_suffix, ct->suffix))
			return &rust_types[i];
	return NULL;
}

static void put_op(struct out *o, const struct table *t, const struct op *op, int which,
		   const struct c_type *ct)
{
	struct row r = make_row(op, which, ct, rust_type_of(ct));

	(void)t;
	put_row(o, &r, which);
}

void write_bench(const struct table *t)
{
	struct out *o = begin_output("bench/ops.h");

	put_c_head(o, NULL, "The operations that lkmm bench measures.");
	put(o, "/*\n"
	    " * OP(name, operation without its ordering, ordering, family,\n"
	    " *    type of the object, of its value, width of that, VALUE or VOID: the "
	    "result,\n"
	    " *    first value of the object, lkmm in C,\n"
	    " *    the feature of another library that it needs, and its code there,\n"
	    " *    type in Rust, lkmm in Rust, Rust's own)\n"
	    " */\n");
	for_each_typed_op(t, put_op, o);
	for (int i = 0; i < t->nbarriers; i++)
		put_barrier(o, &t->barrier[i]);
}
