// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The documentation of a method: its row's formulas in words, and an example, computed from them.
 */
#include "rust.h"

#include <string.h>

/* ---- the effect of an operation, in words ---- */

static char *quoted(const struct op *op, const struct expr *e)
{
	return e->kind == E_NUMBER ? xprintf("%ld", e->number) :
	       xprintf("`%s`", expr_text(e, op->args, "v"));
}

/* "Adds `i`": the formula of the new value. */
static char *verb(const struct op *op)
{
	const struct expr *e = op->becomes;
	char *operand;

	if (e->kind != E_BINARY || e->left->kind != E_VALUE)
		return xprintf("Writes %s", quoted(op, e));
	operand = quoted(op, e->right);
	switch (e->op[0]) {
	case '+':
		return xprintf("Adds %s", operand);
	case '-':
		return xprintf("Subtracts %s", operand);
	case '|':
		return xprintf("Bitwise or with %s", operand);
	case '^':
		return xprintf("Bitwise exclusive or with %s", operand);
	default:
		if (e->right->kind == E_UNARY && e->right->left->kind == E_MASK)
			return "Clears the bit";
		if (e->right->kind == E_UNARY)
			return xprintf("Clears the bits of %s", quoted(op, e->right->left));
		return xprintf("Bitwise and with %s", operand);
	}
}

static char *returned(const struct op *op)
{
	if (!op->returns)
		return ".";
	if (op->returns->kind == E_VALUE)
		return op->when ? "; returns `v`, the value found, either way." :
		       "; returns the value found.";
	if (expr_is(op, op->returns, op->when))
		return ", `v` being the value found; returns whether it did.";
	if (op->when)
		return xprintf(", `v` being the value found; returns %s either way.",
			       quoted(op, op->returns));
	if (expr_is(op, op->returns, op->becomes))
		return "; returns the new value.";
	if (expr_is(op, op->returns->left, op->becomes))
		return xprintf("; returns whether the new value is %s.",
			       streq(op->returns->op, "==") ? quoted(op, op->returns->right) :
			       "negative");
	return xprintf("; returns %s, `v` being the value found.", quoted(op, op->returns));
}

char *rust_summary(const struct op *op)
{
	switch (plan_op(op).kind) {
	case PLAN_LOAD:
		return expr_tests_bit(op->returns, "!=") ? "Returns whether the bit is set." :
		       "Reads the value.";
	case PLAN_BIT:
		return xprintf("%s the bit.", bit_verb(op));
	case PLAN_TEST_BIT:
		return xprintf("%s the bit; returns whether it was set.", bit_verb(op));
	case PLAN_STORE:
		return xprintf("Writes %s.", quoted(op, op->becomes));
	case PLAN_XCHG:
		return xprintf("Writes %s; returns the value found.", quoted(op, op->becomes));
	case PLAN_CMPXCHG:
		if (op_returns_bool(op))
			return "Writes `new` if the value is `*old`, and returns whether it did; "
			       "if not, `*old` becomes the value found.";
		return "Writes `new` if the value is `old`. Returns the value found: `Ok` if `new` "
		       "was written, else `Err`.";
	case PLAN_LOOP:
		return xprintf("%s if %s%s", verb(op), quoted(op, op->when), returned(op));
	default:
		return xprintf("%s%s", verb(op), returned(op));
	}
}

char *rust_ordering_doc(const struct op *op)
{
	char *s;

	if (rust_ordering(op))
		s = "The one asked for: see [`ordering`](crate::ordering).";
	else if (op->orders[0] == FULL)
		s = "Fully ordered, like [`smp_mb`](crate::barrier::smp_mb) on both sides.";
	else if (op->orders[0] == ACQUIRE)
		s = "Acquire: no later access comes before its read.";
	else if (op->orders[0] == RELEASE)
		s = "Release: no earlier access comes after its write.";
	else
		s = "None: see [`smp_mb__after_atomic`](crate::barrier::smp_mb__after_atomic).";
	return op->when ? xprintf("%s When nothing is written, nothing is ordered.", s) : s;
}

/* ---- examples ---- */

struct example {
	const struct op *op;
	long v, arg[MAX_ARGS];
};

static long eval(const struct example *x, const struct expr *e)
{
	long l, r;

	if (e->kind == E_VALUE)
		return x->v;
	if (e->kind == E_ARG)
		return x->arg[e->arg];
	if (e->kind == E_NUMBER)
		return e->number;
	l = eval(x, e->left);
	if (e->kind == E_UNARY)
		return e->op[0] == '~' ? ~l : -l;
	r = eval(x, e->right);
	switch (e->op[0]) {
	case '+': return l + r;
	case '-': return l - r;
	case '&': return l & r;
	case '|': return l | r;
	case '^': return l ^ r;
	case '=': return l == r;
	case '!': return l != r;
	case '<': return e->op[1] ? l <= r : l < r;
	default: return e->op[1] ? l >= r : l > r;
	}
}

/* A number as the example writes it: bits where the operation is on bits. */
static char *literal(const struct op *op, long n)
{
	char bits[] = "0b0000";

	if (!rust_is_bitwise(op) || n < 0 || n > 15)
		return xprintf("%ld", n);
	for (int i = 0; i < 4; i++)
		bits[5 - i] = (char)('0' + (n >> i & 1));
	return xprintf("%s", bits);
}

/* Arguments for a useful example: new differs from old, u is one of the values tried below. */
static struct example begin_example(const struct op *op)
{
	struct example x = { .op = op, .v = rust_is_bitwise(op) ? 0xc : 5 };

	for (int i = 0; i < op->nargs; i++) {
		const char *name = op->args[i].name;

		x.arg[i] = rust_is_bitwise(op) ? 0xa : streq(name, "old") ?
			   5 : streq(name, "new") ? 7 :
			   streq(name, "u") ? 0 : 3;
	}
	return x;
}

/* Looks for a value of which @e is @want. */
static void choose_value(struct example *x, const struct expr *e, bool want)
{
	static const long candidates[] = { 5, 3, 1, 0, -1, -5 };

	for (size_t i = 0; i < COUNT(candidates); i++) {
		x->v = candidates[i];
		if ((eval(x, e) != 0) == want)
			return;
	}
}

static const char *example_order(const struct op *op)
{
	static const char *const name[] = { "Relaxed", "Acquire", "Release", "Full" };

	return name[op->orders[op->norders == 2 ? 1 : 0]];
}

static char *example_call(const struct example *x)
{
	const struct op *op = x->op;
	char *s = xprintf("v.%s(", op->rust);

	for (int i = 0; i < op->nargs; i++)
		if (i != op->object)
			s = xprintf("%s%s, ", s,
				    op->args[i].inout ? "&mut old" : literal(op, x->arg[i]));
	return xprintf("%s%s)", s, example_order(op));
}

static void line(struct out *o, const char *text)
{
	put(o, "    /// %s\n", text);
}

/* Runs the operation on x->v: shows its result and the new value. */
static void put_example(struct out *o, const struct example *x)
{
	const struct op *op = x->op;
	char *call = example_call(x);
	bool writes = op->becomes && (!op->when || eval(x, op->when));

	line(o, xprintf("let v = AtomicI32::new(%s);", literal(op, x->v)));
	if (!op->returns)
		line(o, xprintf("%s;", call));
	else if (op_returns_bool(op))
		line(o, xprintf("assert!(%s%s);", eval(x, op->returns) ? "" : "!", call));
	else
		line(o, xprintf("assert_eq!(%s, %s);", call, literal(op, eval(x, op->returns))));
	if (op->becomes)
		line(o, xprintf("assert_eq!(v.load(Relaxed), %s);",
				literal(op, writes ? eval(x, op->becomes) : x->v)));
}

static void put_cmpxchg_example(struct out *o, const struct op *op)
{
	const char *name = op->rust;

	line(o, "let v = AtomicI32::new(5);");
	if (op_returns_bool(op)) {
		line(o, "let mut old = 5;");
		line(o, xprintf("assert!(v.%s(&mut old, 7, Full));", name));
		line(o, xprintf("assert!(!v.%s(&mut old, 9, Full));", name));
		line(o, "assert_eq!(old, 7);");
	} else {
		line(o, xprintf("assert_eq!(v.%s(5, 7, Full), Ok(5));", name));
		line(o, xprintf("assert_eq!(v.%s(5, 9, Full), Err(7));", name));
	}
}

void rust_example(struct out *o, const struct op *op)
{
	struct example x = begin_example(op);
	enum plan_kind kind = plan_op(op).kind;
	const char *order = example_order(op);
	bool relaxed = op->becomes && kind != PLAN_CMPXCHG && !streq(order, "Relaxed");

	put(o, "    /// ```\n");
	if (strcmp(order, "AtomicI32") < 0)
		line(o, xprintf("use lkmm::{%s, AtomicI32%s};", order, relaxed ? ", Relaxed" : ""));
	else if (relaxed && strcmp(order, "Relaxed") > 0)
		line(o, xprintf("use lkmm::{AtomicI32, Relaxed, %s};", order));
	else
		line(o, xprintf("use lkmm::{AtomicI32, %s%s};", order, relaxed ? ", Relaxed" : ""));
	put(o, "    ///\n");
	if (kind == PLAN_CMPXCHG) {
		put_cmpxchg_example(o, op);
	} else {
		if (op->when)
			choose_value(&x, op->when, true);
		else if (op_returns_bool(op))
			choose_value(&x, op->returns, true);
		put_example(o, &x);
		if (op->when) {
			choose_value(&x, op->when, false);
			put(o, "    ///\n");
			put_example(o, &x);
		}
	}
	put(o, "    /// ```\n");
}
