// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Arithmetic that may leave the type: wrapping_add(b), checked_add(b), saturating_add(b),
 * overflowing_add(b), and the same of the other operations; abs(), which wraps.
 */
#include "front/constant.h"
#include "item.h"

#include <string.h>

/* What is done where the result does not fit: it wraps, is None, is the limit, or is marked. */
enum { WRAPS, CHECKS, SATURATES, MARKS };

/* How many values an operation takes, and of which type. */
enum { NO_OPERAND, SAME_TYPE, A_U32 };

enum { IS_ABS = 1000, IS_POW };

static const struct {
	const char *name;
	int op;				/* enum lkmm_operator, or what is built from several */
	int takes;
	bool saturates, bare;		/* whether saturating_NAME and NAME alone exist */
} operations[] = {
	{ "add", LKMM_ADD, SAME_TYPE, true, false },
	{ "sub", LKMM_SUB, SAME_TYPE, true, false },
	{ "mul", LKMM_MUL, SAME_TYPE, true, false },
	{ "div", LKMM_DIV, SAME_TYPE, true, false },
	{ "rem", LKMM_MOD, SAME_TYPE, false, false },
	{ "neg", LKMM_NEG, NO_OPERAND, true, false },
	{ "shl", LKMM_SHL, A_U32, false, false },
	{ "shr", LKMM_SHR, A_U32, false, false },
	{ "abs", IS_ABS, NO_OPERAND, true, true },
	{ "pow", IS_POW, A_U32, true, false },
};

/* A result, wrapped to its type, and whether it did not fit. */
struct outcome {
	struct lkmm_expr *value, *over;
};

struct lkmm_expr *rust_conditional(struct rust *r, struct lkmm_expr *cond, struct lkmm_expr *a,
				   struct lkmm_expr *b, struct lkmm_place at)
{
	struct lkmm_expr *e = new_expr(r->l, LKMM_CONDITIONAL, at);

	if (e) {
		e->a = cond;
		e->b = a;
		e->c = b;
	}
	return e;
}

static struct lkmm_expr *number(struct rust *r, int64_t n, struct lkmm_place at)
{
	return new_number(r->l, n, at);
}

/* The limits of the type @t. */
static int64_t largest(const struct rust_type *t)
{
	return (int64_t)(UINT64_MAX >> (64 - t->integer.bits) >> !t->integer.is_unsigned);
}

static int64_t smallest(const struct rust_type *t)
{
	return t->integer.is_unsigned ? 0 : (int64_t)~(uint64_t)largest(t);
}

bool rust_limit(const struct rust_type *t, const struct token *name, int64_t *value)
{
	if (token_is(name, "MAX"))
		*value = largest(t);
	else if (token_is(name, "MIN"))
		*value = smallest(t);
	else if (token_is(name, "BITS"))
		*value = t->integer.bits;
	else
		return false;
	return true;
}

/* A value in a register, so that it can be used repeatedly; or a constant. */
static struct lkmm_expr *held(struct rust *r, const struct rust_type *t, struct lkmm_expr *e,
			      struct lkmm_place at)
{
	int64_t n;

	if (e && constant_value(r->l->test, e, &n))
		return new_number(r->l, n, at);
	return rust_now(r, rust_value(t, e, at)).e;
}

/* @a OP @b, wrapped to the type of @a. */
static struct lkmm_expr *wrapped(struct rust *r, enum lkmm_operator op, struct value a,
				 struct lkmm_expr *b, struct lkmm_place at)
{
	return new_cast(r->l, a.type->integer, rust_binary(r, op, a.type, a.e, b, at), at);
}

static struct lkmm_expr *is_value(struct rust *r, struct value v, int64_t n, struct lkmm_place at)
{
	return new_binary(r->l, LKMM_EQ, v.e, number(r, n, at), at);
}

/* MIN / -1, and its like */
static struct lkmm_expr *leaves_by_sign(struct rust *r, struct value a, struct value b,
					struct lkmm_place at)
{
	if (a.type->integer.is_unsigned)
		return number(r, 0, at);
	return new_binary(r->l, LKMM_LAND, is_value(r, a, smallest(a.type), at),
			  is_value(r, b, -1, at), at);
}

/*
 * Whether @a OP @b, which is @value where it wraps, does not fit, of 64 bits: there is no wider
 * type to compare it in.
 */
static struct lkmm_expr *leaves_64_bits(struct rust *r, enum lkmm_operator op, struct value a,
					struct value b, struct lkmm_expr *value,
					struct lkmm_place at)
{
	struct lkmm_expr *x, *y, *back;

	if (op == LKMM_MUL) {
		/* a * b / a == b, unless it has wrapped */
		back = rust_binary(r, LKMM_DIV, a.type, value, a.e, at);
		back = new_binary(r->l, LKMM_NE, back, b.e, at);
		back = rust_conditional(r, leaves_by_sign(r, b, a, at), number(r, 1, at), back, at);
		return rust_conditional(r, is_value(r, a, 0, at), number(r, 0, at), back, at);
	}
	if (a.type->integer.is_unsigned)
		return rust_binary(r, LKMM_LT, a.type, value, a.e, at);
	/* the sign is neither that of @a nor the one that @b gives it */
	x = new_binary(r->l, LKMM_XOR, a.e, value, at);
	y = new_binary(r->l, LKMM_XOR, op == LKMM_SUB ? a.e : value, b.e, at);
	return new_binary(r->l, LKMM_LT, new_binary(r->l, LKMM_AND, x, y, at), number(r, 0, at),
			  at);
}

static struct outcome add_or_multiply(struct rust *r, enum lkmm_operator op, struct value a,
				      struct value b, struct lkmm_place at)
{
	struct outcome o = { .value = held(r, a.type, wrapped(r, op, a, b.e, at), at) };
	struct lkmm_integer wide = LKMM_SIGNED(64);

	if (a.type->integer.is_unsigned && op == LKMM_SUB)
		o.over = rust_binary(r, LKMM_LT, a.type, a.e, b.e, at);
	else if (a.type->integer.bits == 64)
		o.over = leaves_64_bits(r, op, a, b, o.value, at);
	else
		o.over = new_binary(r->l, LKMM_NE, o.value,
				    new_binary(r->l, op, new_cast(r->l, wide, a.e, at),
					       new_cast(r->l, wide, b.e, at), at), at);
	return o;
}

/* Only checked_div() takes 0: the others panic. */
static struct outcome divide(struct rust *r, enum lkmm_operator op, struct value a,
			     struct value b, int result, struct lkmm_place at)
{
	struct lkmm_expr *zero = is_value(r, b, 0, at), *quotient;
	struct outcome o = { .over = leaves_by_sign(r, a, b, at) };

	if (result == CHECKS)
		o.over = new_binary(r->l, LKMM_LOR, zero, o.over, at);
	else
		rust_fail_unless(r, new_binary(r->l, LKMM_LNOT, zero, NULL, at), LKMM_BUG, at);
	o.over = held(r, &rust_bool, o.over, at);
	quotient = rust_binary(r, op, a.type, a.e, b.e, at);
	o.value = rust_conditional(r, o.over, op == LKMM_DIV ? a.e : number(r, 0, at), quotient,
				   at);
	o.value = held(r, a.type, o.value, at);
	return o;
}

static struct outcome shift(struct rust *r, enum lkmm_operator op, struct value a, struct value b,
			    struct lkmm_place at)
{
	int bits = a.type->integer.bits;
	struct lkmm_expr *by = new_binary(r->l, LKMM_AND, b.e, number(r, bits - 1, at), at);

	return (struct outcome){
		.value = held(r, a.type, wrapped(r, op, a, by, at), at),
		.over = rust_binary(r, LKMM_GE, b.type, b.e, number(r, bits, at), at),
	};
}

/* -a, |a|: of the smallest value, or of an unsigned one, there is none */
static struct outcome negate(struct rust *r, struct value a, bool is_abs, struct lkmm_place at)
{
	struct outcome o = { .value = wrapped(r, LKMM_NEG, a, NULL, at) };

	o.over = is_value(r, a, smallest(a.type), at);
	if (a.type->integer.is_unsigned)
		o.over = new_binary(r->l, LKMM_LNOT, o.over, NULL, at);
	if (is_abs)
		o.value = rust_conditional(r, new_binary(r->l, LKMM_LT, a.e, number(r, 0, at), at),
					   o.value, a.e, at);
	return o;
}

/* a * a * ...: once one of the products does not fit, none does that follows */
static struct outcome power(struct rust *r, struct value a, struct value n, struct lkmm_place at)
{
	struct outcome o = { .value = number(r, 1, at), .over = number(r, 0, at) };
	int64_t times = 0;

	if (!constant_value(r->l->test, n.e, &times) || times < 0 || times > 64)
		rust_error(r, n.at, "expected a constant exponent of at most 64: pow() and "
				    "wrapping_pow() take others");
	for (int64_t i = 0; i < times && !r->x->error[0]; i++) {
		struct value by = rust_value(a.type, o.value, at);
		struct outcome step = add_or_multiply(r, LKMM_MUL, by, a, at);

		o.value = step.value;
		o.over = held(r, &rust_bool, new_binary(r->l, LKMM_LOR, o.over, step.over, at), at);
	}
	return o;
}

/* The limit that the result would pass. */
static struct lkmm_expr *limit(struct rust *r, int op, struct value a, struct value b,
			       struct lkmm_place at)
{
	struct lkmm_expr *zero = number(r, 0, at), *top = number(r, largest(a.type), at), *down;

	if (a.type->integer.is_unsigned)
		return op == LKMM_SUB || op == LKMM_NEG ? zero : top;
	if (op == LKMM_DIV || op == LKMM_NEG || op == IS_ABS)
		return top;
	if (op == IS_POW)
		down = new_binary(r->l, LKMM_LAND, new_binary(r->l, LKMM_LT, a.e, zero, at),
				  new_binary(r->l, LKMM_AND, b.e, number(r, 1, at), at), at);
	else
		down = new_binary(r->l, op == LKMM_SUB ? LKMM_GT : LKMM_LT, b.e, zero, at);
	if (op == LKMM_MUL)
		down = new_binary(r->l, LKMM_XOR, down, new_binary(r->l, LKMM_LT, a.e, zero, at),
				  at);
	return rust_conditional(r, down, number(r, smallest(a.type), at), top, at);
}

/* (v, true) where the result did not fit */
static struct value marked(struct rust *r, const struct rust_type *of, struct outcome o,
			   struct lkmm_place at)
{
	struct rust_type *t = rust_new_tuple(r);
	struct value v;

	if (!t)
		return rust_nothing(r, &rust_never, at);
	rust_add_numbered(r, t, of);
	rust_add_numbered(r, t, &rust_bool);
	rust_name_tuple(r, t);
	rust_lay_out(r, t);
	v = rust_composite(r, t, at);
	if (v.part) {
		v.part[0].e = o.value;
		v.part[1].e = held(r, &rust_bool, o.over, at);
	}
	return v;
}

static struct outcome compute(struct rust *r, int op, struct value a, struct value b, int result,
			      struct lkmm_place at)
{
	switch (op) {
	case LKMM_DIV:
	case LKMM_MOD:
		return divide(r, op, a, b, result, at);
	case LKMM_SHL:
	case LKMM_SHR:
		return shift(r, op, a, b, at);
	case LKMM_NEG:
	case IS_ABS:
		return negate(r, a, op == IS_ABS, at);
	case IS_POW:
		return power(r, a, b, at);
	default:
		return add_or_multiply(r, op, a, b, at);
	}
}

/* The row of the operation that @name does, and what it does where the result does not fit. */
static int find_operation(const struct token *name, int *result)
{
	static const char *const prefix[] = {
		[WRAPS] = "wrapping_", [CHECKS] = "checked_", [SATURATES] = "saturating_",
		[MARKS] = "overflowing_",
	};
	const char *text = name->text;
	int len = name->len, bare = 1;

	*result = WRAPS;
	for (int i = WRAPS; i <= MARKS; i++) {
		int n = (int)strlen(prefix[i]);

		if (len <= n || memcmp(text, prefix[i], (size_t)n))
			continue;
		*result = i;
		text += n;
		len -= n;
		bare = 0;
		break;
	}
	for (size_t i = 0; i < sizeof(operations) / sizeof(operations[0]); i++)
		if (strlen(operations[i].name) == (size_t)len &&
		    !memcmp(operations[i].name, text, (size_t)len))
			return (bare && !operations[i].bare) ||
					       (*result == SATURATES && !operations[i].saturates) ?
				       -1 :
				       (int)i;
	return -1;
}

bool parse_rust_overflowing(struct rust *r, struct value *self, const struct token *name)
{
	struct lkmm_stmt **mark = rust_mark(r);
	struct value b = { 0 }, a;
	struct outcome o;
	int result, i = find_operation(name, &result);

	if (i < 0 || (operations[i].op == IS_ABS && self->type->integer.is_unsigned))
		return false;
	if (operations[i].takes == SAME_TYPE) {
		b = parse_rust_value(r);
		self->type = rust_unify(r, self, &b);
	} else if (operations[i].takes == A_U32) {
		b = parse_rust_as(r, rust_named_type("u32", 3));
	}
	rust_keep(r, self, mark);
	lex_accept(r->x, ",");
	lex_expect(r->x, ")");
	if (r->x->error[0]) {
		*self = rust_nothing(r, &rust_never, name->at);
		return true;
	}
	a = *self = rust_now(r, *self);
	if (operations[i].takes)
		b = rust_now(r, b);
	o = compute(r, operations[i].op, a, b, result, name->at);
	*self = rust_value(a.type, o.value, name->at);
	if (result == SATURATES) {
		self->e = rust_conditional(r, o.over, limit(r, operations[i].op, a, b, name->at),
					   o.value, name->at);
	} else if (result == CHECKS) {
		self->ok = new_binary(r->l, LKMM_LNOT, o.over, NULL, name->at);
		self->type = rust_type_of(r, RUST_OPTION, false, a.type);
	} else if (result == MARKS) {
		*self = marked(r, a.type, o, name->at);
	}
	return true;
}
