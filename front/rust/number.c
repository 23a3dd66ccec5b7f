// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Methods of integers and of bool. */
#include "item.h"

#include <string.h>

static bool is_name(const struct token *t, const char *name)
{
	return strlen(name) == (size_t)t->len && !memcmp(name, t->text, (size_t)t->len);
}

static void close_call(struct rust *r)
{
	lex_accept(r->x, ",");
	lex_expect(r->x, ")");
}

/* cond ? a : b */
static struct lkmm_expr *choose(struct rust *r, struct lkmm_expr *cond, struct lkmm_expr *a,
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

/* The operand of a method, which is at hand behind the bracket; *self stays the same. */
static struct value parse_operand(struct rust *r, struct value *self)
{
	struct lkmm_stmt **mark = rust_mark(r);
	struct value by = parse_rust_as(r, self->type);

	rust_keep(r, self, mark);
	if (self->type->kind == RUST_LITERAL)
		self->type = by.type;
	close_call(r);
	return by;
}

/* @a OP @b, wrapped to the type @t. */
static struct lkmm_expr *wrapped(struct rust *r, enum lkmm_operator op, const struct rust_type *t,
				 struct lkmm_expr *a, struct lkmm_expr *b, struct lkmm_place at)
{
	return new_cast(r->l, t->integer, new_binary(r->l, op, a, b, at), at);
}

static bool parse_wrapping(struct rust *r, struct value *self, const struct token *name)
{
	static const struct {
		const char *name;
		enum lkmm_operator op;
	} wrapping[] = {
		{ "wrapping_add", LKMM_ADD },
		{ "wrapping_sub", LKMM_SUB },
		{ "wrapping_mul", LKMM_MUL },
		{ "wrapping_neg", LKMM_NEG },
	};

	for (size_t i = 0; i < sizeof(wrapping) / sizeof(wrapping[0]); i++) {
		struct value by = { 0 };

		if (!is_name(name, wrapping[i].name))
			continue;
		if (wrapping[i].op == LKMM_NEG)
			close_call(r);
		else
			by = parse_operand(r, self);
		self->e = wrapped(r, wrapping[i].op, self->type, self->e, by.e, name->at);
		return true;
	}
	return false;
}

/*
 * Whether @a OP @b leaves the type @t; @value is the wrapped result. More than 32 bits with a sign,
 * and products of them, have no wider type to be compared in.
 */
static struct lkmm_expr *overflows(struct rust *r, enum lkmm_operator op, struct value a,
				   struct value b, struct lkmm_expr *value, struct lkmm_place at)
{
	const struct rust_type *t = a.type;
	bool wide = t->integer.bits == 64;

	if (wide && (!t->integer.is_unsigned || op == LKMM_MUL)) {
		rust_error(r, at, "expected an integer of at most 32 bits, or the sum or "
			   "difference of an unsigned one");
		return r->zero;
	}
	if (t->integer.is_unsigned && op == LKMM_SUB)
		return rust_binary(r, LKMM_LT, t, a.e, b.e, at);
	if (wide)
		return rust_binary(r, LKMM_LT, t, value, a.e, at);
	return new_binary(r->l, LKMM_NE, value,
			  new_binary(r->l, op, new_cast(r->l, LKMM_SIGNED(64), a.e, at),
				     new_cast(r->l, LKMM_SIGNED(64), b.e, at), at), at);
}

/* The limit that @a OP @b would pass. */
static struct lkmm_expr *limit(struct rust *r, enum lkmm_operator op, struct value a,
			       struct value b, struct lkmm_place at)
{
	struct lkmm_integer i = a.type->integer;
	uint64_t max = UINT64_MAX >> (64 - i.bits) >> !i.is_unsigned;
	struct lkmm_expr *top = new_number(r->l, (int64_t)max, at), *down;

	if (i.is_unsigned)
		return op == LKMM_SUB ? new_number(r->l, 0, at) : top;
	down = new_binary(r->l, op == LKMM_SUB ? LKMM_GT : LKMM_LT, b.e, new_number(r->l, 0, at),
			  at);
	if (op == LKMM_MUL)
		down = new_binary(r->l, LKMM_XOR, down,
				  new_binary(r->l, LKMM_LT, a.e, new_number(r->l, 0, at), at), at);
	return choose(r, down, new_number(r->l, (int64_t)~max, at), top, at);
}

/* checked_add(b): None where it overflows; saturating_add(b): the limit there */
static bool parse_checked(struct rust *r, struct value *self, const struct token *name)
{
	static const struct {
		const char *name;
		enum lkmm_operator op;
	} ops[] = { { "add", LKMM_ADD }, { "sub", LKMM_SUB }, { "mul", LKMM_MUL } };
	bool checked = name->len == 11 && !memcmp(name->text, "checked_", 8);
	bool saturating = name->len == 14 && !memcmp(name->text, "saturating_", 11);
	struct lkmm_expr *over;
	struct value by, v;

	for (size_t i = 0; (checked || saturating) && i < 3; i++) {
		if (memcmp(name->text + name->len - 3, ops[i].name, 3))
			continue;
		by = rust_now(r, parse_operand(r, self));
		*self = rust_now(r, *self);
		v = rust_value(self->type, wrapped(r, ops[i].op, self->type, self->e, by.e,
						   name->at), name->at);
		v = rust_now(r, v);
		over = overflows(r, ops[i].op, *self, by, v.e, name->at);
		if (saturating) {
			v.e = choose(r, over, limit(r, ops[i].op, *self, by, name->at), v.e,
				     name->at);
		} else {
			v.ok = new_binary(r->l, LKMM_LNOT, over, NULL, name->at);
			v.type = rust_type_of(r, RUST_OPTION, false, self->type);
		}
		*self = v;
		return true;
	}
	return false;
}

/* min(b), max(b) */
static bool parse_extreme(struct rust *r, struct value *self, const struct token *name)
{
	bool min = is_name(name, "min");
	struct value by;

	if (!min && !is_name(name, "max"))
		return false;
	by = rust_now(r, parse_operand(r, self));
	*self = rust_now(r, *self);
	self->e = choose(r, rust_binary(r, min ? LKMM_LE : LKMM_GE, self->type, self->e, by.e,
					name->at), self->e, by.e, name->at);
	return true;
}

/* abs(), is_power_of_two() */
static bool parse_unary_method(struct rust *r, struct value *self, const struct token *name)
{
	struct lkmm_expr *zero = new_number(r->l, 0, name->at);
	struct lkmm_expr *one = new_number(r->l, 1, name->at);
	bool power = is_name(name, "is_power_of_two");
	struct lkmm_expr *less;

	if (!power && (!is_name(name, "abs") || self->type->integer.is_unsigned))
		return false;
	close_call(r);
	*self = rust_now(r, *self);
	if (!power) {
		self->e = choose(r, new_binary(r->l, LKMM_LT, self->e, zero, name->at),
				 wrapped(r, LKMM_NEG, self->type, self->e, NULL, name->at),
				 self->e, name->at);
		return true;
	}
	less = new_binary(r->l, LKMM_SUB, self->e, one, name->at);
	less = new_binary(r->l, LKMM_AND, self->e, less, name->at);
	less = new_binary(r->l, LKMM_EQ, less, zero, name->at);
	self->e = new_binary(r->l, LKMM_LAND, new_binary(r->l, LKMM_NE, self->e, zero, name->at),
			     less, name->at);
	self->type = &rust_bool;
	return true;
}

/* into(): a type that has all values of this one, where one is expected */
static bool parse_into(struct rust *r, struct value *self, const struct token *name)
{
	const struct rust_type *t = r->expected;
	struct lkmm_integer from = self->type->integer;

	if (!is_name(name, "into"))
		return false;
	close_call(r);
	if (!t || t->kind != RUST_INTEGER || t->integer.bits < from.bits ||
	    (t->integer.is_unsigned && !from.is_unsigned))
		rust_error(r, name->at, "the type is not known here: write 'as' and a type");
	else
		*self = rust_cast(r, *self, t, name->at);
	return true;
}

struct value parse_rust_integer_method(struct rust *r, struct value self, const struct token *name)
{
	lex_expect(r->x, "(");
	if (parse_wrapping(r, &self, name) || parse_checked(r, &self, name) ||
	    parse_extreme(r, &self, name) || parse_unary_method(r, &self, name) ||
	    parse_into(r, &self, name)) {
		self.local = NULL;
		return self;
	}
	return rust_no_method(r, self.type, name,
			      "wrapping_add, checked_add, saturating_add and their like, "
			      "wrapping_neg, min, max, abs, is_power_of_two or into");
}

/* then(|| v), then_some(v) */
struct value parse_rust_bool_method(struct rust *r, struct value self, const struct token *name)
{
	bool lazy = is_name(name, "then");
	struct stmts yes, no, *outer;
	const struct rust_type *t;
	struct value v = self, none;

	lex_expect(r->x, "(");
	if (is_name(name, "into") && parse_into(r, &self, name))
		return self;
	if (!lazy && !is_name(name, "then_some"))
		return rust_no_method(r, self.type, name, "then, then_some or into");
	self = rust_now(r, self);
	if (!lazy)
		v = rust_now(r, parse_rust_value(r));
	rust_open(r, &yes, &outer);
	if (lazy)
		v = parse_rust_applied(r, self, true);
	r->out = outer;
	close_call(r);
	rust_open(r, &no, &outer);
	r->out = outer;
	if (r->x->error[0])
		return rust_nothing(r, &rust_never, name->at);
	t = rust_type_of(r, RUST_OPTION, false, v.type);
	none = rust_wrap(r, t, rust_nothing(r, v.type, name->at), false);
	return rust_choose(r, self.e, &yes, rust_wrap(r, t, v, true), &no, none, name->at);
}
