// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Methods of integers and of bool. Those that can overflow are in overflow.c. */
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

/* The operand of a method, which is at hand behind the bracket; *self stays the same. */
static struct value parse_operand(struct rust *r, struct value *self)
{
	struct lkmm_stmt **mark = rust_mark(r);
	struct value by = parse_rust_value(r);

	self->type = rust_unify(r, self, &by);
	rust_keep(r, self, mark);
	close_call(r);
	return by;
}

/* min(b), max(b): @self or an operand, which is at hand */
static bool parse_extreme(struct rust *r, struct value *self, const struct token *name)
{
	bool min = is_name(name, "min");
	struct value by;

	if (!min && !is_name(name, "max"))
		return false;
	by = rust_now(r, parse_operand(r, self));
	*self = rust_now(r, *self);
	self->e = rust_conditional(r, rust_binary(r, min ? LKMM_LE : LKMM_GE, self->type, self->e,
						  by.e, name->at), self->e, by.e, name->at);
	return true;
}

/* core::cmp::max(a, b) */
bool parse_rust_cmp_function(struct rust *r, const struct token *name, struct value *v)
{
	char text[RUST_TYPE_TEXT];

	if (!is_name(name, "min") && !is_name(name, "max"))
		return false;
	lex_expect(r->x, "(");
	*v = parse_rust_value(r);
	if (!rust_is_integer(v->type) && v->type->kind != RUST_NEVER)
		rust_error(r, v->at, "expected an integer, found %s",
			   rust_type_text(v->type, text));
	lex_expect(r->x, ",");
	parse_extreme(r, v, name);
	v->local = NULL;
	return true;
}

/* unsigned_abs(), abs_diff(b): of the unsigned type of the same size */
static bool parse_distance(struct rust *r, struct value *self, const struct token *name)
{
	struct lkmm_expr *zero = new_number(r->l, 0, name->at), *a, *b;
	bool difference = is_name(name, "abs_diff");
	const char *type = self->type->name;
	char text[8] = "u";
	struct value by;

	if (!difference && (!is_name(name, "unsigned_abs") || self->type->integer.is_unsigned))
		return false;
	if (difference)
		by = rust_now(r, parse_operand(r, self));
	else
		close_call(r);
	*self = rust_now(r, *self);
	if (self->type->kind != RUST_INTEGER || r->x->error[0]) {
		rust_error(r, name->at, "expected an integer whose type is known");
		return true;
	}
	a = self->e;
	b = difference ? by.e : zero;
	self->e = rust_conditional(r, rust_binary(r, LKMM_LT, self->type, a, b, name->at),
				   new_binary(r->l, LKMM_SUB, b, a, name->at),
				   new_binary(r->l, LKMM_SUB, a, b, name->at), name->at);
	strncat(text, type + (*type == 'u' || *type == 'i'), sizeof(text) - 2);
	self->type = rust_named_type(text, (int)strlen(text));
	self->e = new_cast(r->l, self->type->integer, self->e, name->at);
	return true;
}

/* is_power_of_two() */
static bool parse_power_of_two(struct rust *r, struct value *self, const struct token *name)
{
	struct lkmm_expr *zero = new_number(r->l, 0, name->at);
	struct lkmm_expr *less;

	if (!is_name(name, "is_power_of_two"))
		return false;
	close_call(r);
	*self = rust_now(r, *self);
	less = new_binary(r->l, LKMM_SUB, self->e, new_number(r->l, 1, name->at), name->at);
	less = new_binary(r->l, LKMM_AND, self->e, less, name->at);
	less = new_binary(r->l, LKMM_EQ, less, zero, name->at);
	self->e = new_binary(r->l, LKMM_LAND, new_binary(r->l, LKMM_NE, self->e, zero, name->at),
			     less, name->at);
	self->type = &rust_bool;
	return true;
}

/* count_ones(), leading_zeros(), trailing_zeros(): of 64 bits, with none above those of the type */
static bool parse_bits(struct rust *r, struct value *self, const struct token *name)
{
	enum lkmm_operator op = is_name(name, "count_ones")	 ? LKMM_POPCOUNT :
				is_name(name, "leading_zeros")	 ? LKMM_CLZ :
				is_name(name, "trailing_zeros") ? LKMM_CTZ : LKMM_ADD;
	int bits = self->type->integer.bits;
	struct lkmm_place at = name->at;
	struct lkmm_expr *e;

	if (op == LKMM_ADD)
		return false;
	close_call(r);
	*self = rust_now(r, *self);
	e = bits == 64 ? self->e : new_cast(r->l, LKMM_UNSIGNED(bits), self->e, at);
	/* there are at most as many as there are bits */
	if (op == LKMM_CTZ && bits < 64)
		e = new_binary(r->l, LKMM_OR, e, new_number(r->l, INT64_C(1) << bits, at), at);
	e = new_binary(r->l, op, new_cast(r->l, LKMM_SIGNED(64), e, at), NULL, at);
	if (op == LKMM_CLZ)
		e = new_binary(r->l, LKMM_SUB, e, new_number(r->l, 64 - bits, at), at);
	if (e)
		e->type.integer = LKMM_SIGNED(32);
	self->e = e;
	self->type = rust_named_type("u32", 3);
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

struct value rust_try_cast(struct rust *r, struct value v, const struct rust_type *t,
			   struct lkmm_place at)
{
	static const struct token name = { .kind = T_NAME, .text = "TryFromIntError", .len = 15 };
	struct rust_item *item = rust_find_item(r->l, NULL, &name);
	const struct rust_type *err = item ? rust_item_type(r->l, item) : &rust_unit, *to;
	bool was_unsigned = v.type->integer.is_unsigned;
	struct lkmm_expr *ok, *sign;
	struct value c;

	if (!rust_is_integer(v.type) || r->x->error[0]) {
		if (v.type->kind != RUST_NEVER)
			rust_error(r, at, "expected an integer to convert");
		return rust_nothing(r, &rust_never, at);
	}
	v = rust_now(r, v);
	c = rust_now(r, rust_cast(r, v, t, at));
	ok = new_binary(r->l, LKMM_EQ, c.e, v.e, at);
	/* the same 64 bits are another number, if the one is signed and the other is not */
	if (was_unsigned != t->integer.is_unsigned) {
		sign = was_unsigned ? c.e : v.e;
		sign = new_binary(r->l, LKMM_GE, sign, new_number(r->l, 0, at), at);
		ok = new_binary(r->l, LKMM_LAND, ok, sign, at);
	}
	to = rust_result_of(r, t, err);
	c = rust_wrap(r, to, c, true);
	c.ok = ok;
	return rust_now(r, c);
}

/* try_into(), of the type that is expected */
static bool parse_try_into(struct rust *r, struct value *self, const struct token *name)
{
	const struct rust_type *t = r->expected;
	struct rust_item *item;

	if (!is_name(name, "try_into"))
		return false;
	close_call(r);
	if (t && t->kind == RUST_RESULT)
		t = t->of;
	item = t && t->item ? rust_find_method(r->l, t, "TryFrom", "try_from") : NULL;
	if (item) {
		*self = rust_now(r, rust_read(r, *self));
		*self = rust_call(r, item, self, 1, name->at);
		return true;
	}
	if (!t || t->kind != RUST_INTEGER) {
		rust_error(r, name->at, "the type is not known here: write u32::try_from(v) and "
			   "the like");
		*self = rust_nothing(r, &rust_never, name->at);
		return true;
	}
	*self = rust_try_cast(r, *self, t, name->at);
	return true;
}

struct value parse_rust_integer_method(struct rust *r, struct value self, const struct token *name)
{
	bool any_type = is_name(name, "min") || is_name(name, "max");
	struct value v;

	if (self.type->kind == RUST_LITERAL && self.e && self.e->kind == LKMM_NUMBER && !any_type) {
		rust_error(r, name->at, "the type of this number is not known: write it, as in "
			   "5_u32");
		return rust_nothing(r, &rust_never, name->at);
	}
	if (parse_rust_library_method(r, "num", &self, name, &v))
		return v;
	lex_expect(r->x, "(");
	if (parse_rust_overflowing(r, &self, name) || parse_extreme(r, &self, name) ||
	    parse_power_of_two(r, &self, name) || parse_bits(r, &self, name) ||
	    parse_distance(r, &self, name) ||
	    parse_into(r, &self, name) || parse_try_into(r, &self, name)) {
		self.local = NULL;
		return self;
	}
	return rust_no_method(r, self.type, name,
			      "wrapping_add, checked_add, saturating_add and their like, pow, abs, "
			      "min, max, count_ones and its like, is_power_of_two or into");
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
