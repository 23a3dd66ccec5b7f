// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The types that expressions have in a program, where operands are converted as in C. */
#include "object.h"
#include "own.h"

const struct lkmm_integer emit_bool_type = { EMIT_BOOL_BITS, false };
static const struct lkmm_integer any_type = { .bits = 0 };

struct lkmm_integer emit_promote(struct lkmm_integer t)
{
	return t.bits >= 32 ? t : LKMM_SIGNED(32);
}

struct lkmm_integer emit_common(struct lkmm_integer a, struct lkmm_integer b)
{
	a = emit_promote(a);
	b = emit_promote(b);
	if (a.bits != b.bits)
		return a.bits > b.bits ? a : b;
	return a.is_unsigned ? a : b;
}

struct lkmm_integer emit_or_long(struct lkmm_integer t)
{
	return t.bits ? t : LKMM_SIGNED(64);
}

struct lkmm_integer emit_object_type(const struct emit *e, const struct lkmm_access *a)
{
	if (a->op && a->op->atomic && a->integer.bits)
		return a->integer;
	return emit_or_long(emit_integer(e, a));
}

struct lkmm_integer emit_cast_type(const struct emit *e, int t, const struct lkmm_expr *x)
{
	if (e->is_widened && emit_may_be_address(e, t, x->a))
		return LKMM_SIGNED(64);
	return emit_or_long(x->to);
}

static struct lkmm_integer access_type(const struct emit *e, const struct lkmm_access *a)
{
	switch (a->kind) {
	case LKMM_OP:
		return a->op->returns_bool ? emit_bool_type : emit_object_type(e, a);
	case LKMM_TRYLOCK:
	case LKMM_IS_LOCKED:
		return emit_bool_type;
	case LKMM_PLAIN_LOAD:
	case LKMM_PLAIN_STORE:
		return emit_object_type(e, a);
	case LKMM_ALLOC:
		return LKMM_SIGNED(64);
	default:
		return LKMM_SIGNED(32);
	}
}

bool emit_is_constant(const struct lkmm_expr *x, int64_t *v)
{
	if (x->kind == LKMM_UNARY && x->op == LKMM_NEG && x->a->kind == LKMM_NUMBER &&
	    x->a->number != INT64_MIN) {
		*v = -x->a->number;
		return true;
	}
	*v = x->number;
	return x->kind == LKMM_NUMBER;
}

/* Whether the value of @op is another one for operands without a sign. */
static bool asks_sign(enum lkmm_operator op)
{
	return op == LKMM_DIV || op == LKMM_MOD || op == LKMM_SHR ||
	       (op > LKMM_NE && op <= LKMM_GE);
}

struct lkmm_integer emit_operand_type(const struct emit *e, int t, const struct lkmm_expr *x)
{
	struct lkmm_integer type = emit_type_of(e, t, x->a);

	if (x->op == LKMM_SHL || x->op == LKMM_SHR)
		type = emit_promote(type);
	else
		type = emit_common(type, emit_type_of(e, t, x->b));
	if (emit_is_long(x))
		type = x->type.integer;
	if (!asks_sign(x->op))
		return type;
	if (x->is_unsigned)
		return LKMM_UNSIGNED(64);
	return type.bits == 64 ? LKMM_SIGNED(64) : type;
}

struct lkmm_integer emit_type_of(const struct emit *e, int t, const struct lkmm_expr *x)
{
	const struct own_word *own = emit_own_word(e, x);
	int64_t v;

	if (own)
		return own->is_bool ? emit_bool_type :
		       own->returns.bits ? own->returns : LKMM_SIGNED(32);

	if (emit_is_constant(x, &v))
		return v > INT32_MAX || v < INT32_MIN ? LKMM_SIGNED(64) : any_type;
	switch (x->kind) {
	case LKMM_REGISTER:
	case LKMM_ASSIGN:
		return emit_or_long(e->reg[t][x->index].integer);
	case LKMM_UNARY:
		if (x->op >= LKMM_POPCOUNT)
			return LKMM_SIGNED(32);
		if (emit_is_long(x))
			return x->type.integer;
		return x->op == LKMM_LNOT ? emit_bool_type : emit_promote(emit_type_of(e, t, x->a));
	case LKMM_BINARY:
		if (x->op >= LKMM_EQ)
			return emit_bool_type;
		return emit_operand_type(e, t, x);
	case LKMM_CONDITIONAL:
		return emit_common(emit_type_of(e, t, x->b), emit_type_of(e, t, x->c));
	case LKMM_CAST:
		return emit_cast_type(e, t, x);
	case LKMM_COMMA:
		return emit_type_of(e, t, x->b);
	case LKMM_BODY:
		return x->a ? emit_type_of(e, t, x->a) : LKMM_SIGNED(32);
	case LKMM_ACCESS:
		return access_type(e, x->access);
	default:
		return LKMM_SIGNED(64);
	}
}
