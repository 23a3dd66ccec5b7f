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
	    parse_power_of_two(r, &self, name) || parse_distance(r, &self, name) ||
	    parse_into(r, &self, name)) {
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
