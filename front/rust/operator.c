// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Operators of structs, enums and tuples: those of a trait of core::ops that the test implements,
 * and the comparisons that #[derive(PartialEq, PartialOrd)] makes.
 */
#include "flow.h"
#include "item.h"

static const struct {
	enum lkmm_operator op;
	const char *trait, *method;
	const char *update, *update_method;	/* OP= */
} traits[] = {
	{ LKMM_ADD, "Add", "add", "AddAssign", "add_assign" },
	{ LKMM_SUB, "Sub", "sub", "SubAssign", "sub_assign" },
	{ LKMM_MUL, "Mul", "mul", "MulAssign", "mul_assign" },
	{ LKMM_DIV, "Div", "div", "DivAssign", "div_assign" },
	{ LKMM_MOD, "Rem", "rem", "RemAssign", "rem_assign" },
	{ LKMM_AND, "BitAnd", "bitand", "BitAndAssign", "bitand_assign" },
	{ LKMM_OR, "BitOr", "bitor", "BitOrAssign", "bitor_assign" },
	{ LKMM_XOR, "BitXor", "bitxor", "BitXorAssign", "bitxor_assign" },
	{ LKMM_SHL, "Shl", "shl", "ShlAssign", "shl_assign" },
	{ LKMM_SHR, "Shr", "shr", "ShrAssign", "shr_assign" },
	{ LKMM_NEG, "Neg", "neg", NULL, NULL },
	{ LKMM_NOT, "Not", "not", NULL, NULL },
};

enum { NR_TRAITS = sizeof(traits) / sizeof(traits[0]) };

/* The function of the impl of the trait for @t whose operand is a @by, or NULL. */
static struct rust_item *find(struct rust *r, const struct rust_type *t, enum lkmm_operator op,
			      const struct rust_type *by, bool update)
{
	struct rust_item *item = NULL;
	struct token name;
	int i = 0;

	if (!t->item)
		return NULL;
	while (i < NR_TRAITS && traits[i].op != op)
		i++;
	if (i < NR_TRAITS && (!update || traits[i].update))
		item = r->l->rust_item;
	rust_type_name(t, &name);
	for (; item; item = item->next)
		if (item->kind == RUST_FN && rust_is_owner(r->l, item, &name) &&
		    token_is(&item->trait, update ? traits[i].update : traits[i].trait) &&
		    token_is(&item->name, update ? traits[i].update_method : traits[i].method) &&
		    (!by || rust_takes(r, item, 2, by)))
			return item;
	return NULL;
}

static bool is_comparison(enum lkmm_operator op)
{
	return op >= LKMM_EQ && op <= LKMM_GE;
}

/* ---- comparisons ---- */

static bool is_compared_by_parts(const struct rust_type *t)
{
	return t->kind == RUST_STRUCT || t->kind == RUST_ARRAY ||
	       (t->kind == RUST_ENUM && t->has_values);
}

/* eq(&a, &b), which the test has written; NULL if it has not */
static struct lkmm_expr *by_trait(struct rust *r, struct value a, struct value b,
				  struct lkmm_place at)
{
	struct rust_item *item = rust_find_method(r->l, a.type, "PartialEq", "eq");
	struct value arg[2];

	if (!item)
		return NULL;
	arg[0] = rust_borrow(r, rust_now(r, a), false, false);
	arg[1] = rust_borrow(r, rust_now(r, b), false, false);
	return rust_now(r, rust_call(r, item, arg, 2, at)).e;
}

/* Of an enum, the values of other variants than that of both do not matter. */
static struct lkmm_expr *equal_part(struct rust *r, struct value a, struct value b, int i,
				    struct lkmm_place at)
{
	struct lkmm_expr *e, *other;

	if (a.part[i].type->kind == RUST_UNIT)
		return NULL;
	e = rust_equal(r, a.part[i], b.part[i], at);
	if (a.type->kind != RUST_ENUM)
		return e;
	other = new_binary(r->l, LKMM_NE, a.e, new_number(r->l, a.type->field[i].offset, at), at);
	return new_binary(r->l, LKMM_LOR, other, e, at);
}

/* &a == &b of local variables: what they lead to. */
static struct lkmm_expr *equal_places(struct rust *r, struct value a, struct value b,
				      struct lkmm_place at)
{
	a = rust_place(r, a);
	b = rust_place(r, b);
	if (a.where != IS_LOCAL || b.where != IS_LOCAL)
		rust_error(r, at, "expected references that both lead to local variables: "
			   "compare the values");
	if (r->x->error[0])
		return NULL;
	return rust_equal(r, rust_now(r, a), rust_now(r, b), at);
}

/* Both are Ok or both not; and the contents are the same, unless both are None. */
static struct lkmm_expr *same_result(struct rust *r, const struct value *a, const struct value *b,
				     struct lkmm_place at)
{
	struct lkmm_expr *ok = b->ok && b->ok->kind == LKMM_NUMBER && b->ok->number ?
				       a->ok :
				       new_binary(r->l, LKMM_EQ, a->ok, b->ok, at);
	struct lkmm_expr *in = rust_equal(r, rust_inside(*a), rust_inside(*b), at);

	if (a->type->kind == RUST_OPTION || rust_has_parts(a->type)) {
		struct lkmm_expr *no = new_binary(r->l, LKMM_LNOT, a->ok, NULL, at), *err;

		/* what Ok() holds is nothing to two that are Err() */
		in = new_binary(r->l, LKMM_LOR, no, in, at);
		err = a->type->kind == RUST_OPTION ? NULL :
		      rust_equal(r, rust_inside_err(*a), rust_inside_err(*b), at);
		if (err)
			in = new_binary(r->l, LKMM_LAND, in,
					new_binary(r->l, LKMM_LOR, a->ok, err, at), at);
	}
	return new_binary(r->l, LKMM_LAND, ok, in, at);
}

struct lkmm_expr *rust_equal(struct rust *r, struct value a, struct value b, struct lkmm_place at)
{
	struct lkmm_expr *e = a.type->item ? by_trait(r, a, b, at) : NULL;

	if (e || r->x->error[0])
		return e;
	if (a.type->kind == RUST_RESULT || a.type->kind == RUST_OPTION)
		return same_result(r, &a, &b, at);
	if (a.type->kind == RUST_REFERENCE && (a.lent || b.lent || !a.type->of))
		return equal_places(r, a, b, at);
	if (!is_compared_by_parts(a.type))
		return a.type->kind == RUST_UNIT ? new_number(r->l, 1, at) :
						   new_binary(r->l, LKMM_EQ, a.e, b.e, at);
	if (a.type->kind == RUST_ENUM)
		e = new_binary(r->l, LKMM_EQ, a.e, b.e, at);
	for (int i = 0; a.part && b.part && i < rust_parts(a.type) && !r->x->error[0]; i++)
		e = rust_both(r, e, equal_part(r, a, b, i, at), at);
	return e ? e : new_number(r->l, 1, at);
}

static struct lkmm_expr *less(struct rust *r, struct value a, struct value b,
			      struct lkmm_place at);

/* None < Some(), Ok() < Err(); of two that are the same, what they hold decides */
static struct lkmm_expr *less_result(struct rust *r, struct value a, struct value b,
				     struct lkmm_place at)
{
	bool option = a.type->kind == RUST_OPTION;
	struct lkmm_expr *not_a = new_binary(r->l, LKMM_LNOT, a.ok, NULL, at);
	struct lkmm_expr *not_b = new_binary(r->l, LKMM_LNOT, b.ok, NULL, at);
	struct lkmm_expr *e, *in;

	e = option ? rust_both(r, not_a, b.ok, at) : rust_both(r, a.ok, not_b, at);
	in = less(r, rust_inside(a), rust_inside(b), at);
	e = new_binary(r->l, LKMM_LOR, e, rust_both(r, rust_both(r, a.ok, b.ok, at), in, at), at);
	if (option || r->x->error[0])
		return e;
	in = less(r, rust_inside_err(a), rust_inside_err(b), at);
	in = rust_both(r, rust_both(r, not_a, not_b, at), in, at);
	return new_binary(r->l, LKMM_LOR, e, in, at);
}

/* (a0, a1) < (b0, b1): the first parts that differ decide */
static struct lkmm_expr *less(struct rust *r, struct value a, struct value b,
			      struct lkmm_place at)
{
	struct lkmm_expr *e = new_number(r->l, 0, at);

	if (a.type->kind == RUST_RESULT || a.type->kind == RUST_OPTION)
		return less_result(r, a, b, at);
	if (rust_is_plain(a.type))
		return rust_binary(r, LKMM_LT, a.type, a.e, b.e, at);
	if (a.type->kind == RUST_ENUM ||
	    rust_find_method(r->l, a.type, "PartialOrd", "partial_cmp"))
		rust_error(r, at, "expected '==' or '!=' between these");
	for (int i = rust_parts(a.type) - 1; a.part && b.part && i >= 0 && !r->x->error[0]; i--) {
		e = new_binary(r->l, LKMM_LAND, rust_equal(r, a.part[i], b.part[i], at), e, at);
		e = new_binary(r->l, LKMM_LOR, less(r, a.part[i], b.part[i], at), e, at);
	}
	return e;
}

static struct value compare(struct rust *r, enum lkmm_operator op, struct value a, struct value b,
			    struct lkmm_place at)
{
	bool swapped = op == LKMM_GT || op == LKMM_LE;
	bool negated = op == LKMM_NE || op == LKMM_LE || op == LKMM_GE;
	struct lkmm_expr *e;

	rust_unify(r, &a, &b);
	if (r->x->error[0])
		return rust_nothing(r, &rust_never, at);
	a = rust_now(r, a);
	b = rust_now(r, b);
	e = op == LKMM_EQ || op == LKMM_NE ? rust_equal(r, a, b, at) :
	    swapped			   ? less(r, b, a, at) :
					     less(r, a, b, at);
	if (negated)
		e = new_binary(r->l, LKMM_LNOT, e, NULL, at);
	return rust_value(&rust_bool, e, at);
}

struct value rust_compare_results(struct rust *r, enum lkmm_operator op, struct value a,
				  struct value b, struct lkmm_place at)
{
	bool swapped = op == LKMM_GT || op == LKMM_LE;
	bool negated = op == LKMM_NE || op == LKMM_LE || op == LKMM_GE;
	struct lkmm_expr *e;

	a = rust_hold(r, a);
	b = rust_hold(r, b);
	e = op == LKMM_EQ || op == LKMM_NE ? same_result(r, &a, &b, at) :
	    swapped			   ? less_result(r, b, a, at) :
					     less_result(r, a, b, at);
	if (negated)
		e = new_binary(r->l, LKMM_LNOT, e, NULL, at);
	return rust_value(&rust_bool, rust_whole(r, a, rust_whole(r, b, e)), at);
}

/* ---- all of them ---- */

bool rust_operate(struct rust *r, enum lkmm_operator op, struct value a, struct value b,
		  struct lkmm_place at, struct value *v)
{
	struct rust_item *item;

	if (r->x->error[0])
		return false;
	if (is_comparison(op)) {
		if (!is_compared_by_parts(a.type) &&
		    !(a.type->item && rust_find_method(r->l, a.type, "PartialEq", "eq")))
			return false;
		*v = compare(r, op, a, b, at);
		return true;
	}
	item = find(r, a.type, op, b.type, false);
	if (!item)
		return false;
	*v = rust_call(r, item, (struct value[]){ rust_now(r, a), rust_now(r, b) }, 2, at);
	return true;
}

bool rust_operate_unary(struct rust *r, enum lkmm_operator op, struct value a,
			struct lkmm_place at, struct value *v)
{
	struct rust_item *item = r->x->error[0] ? NULL : find(r, a.type, op, NULL, false);

	if (!item)
		return false;
	a = rust_now(r, a);
	*v = rust_call(r, item, &a, 1, at);
	return true;
}

bool rust_operate_update(struct rust *r, enum lkmm_operator op, struct value to, struct value by,
			 struct lkmm_place at)
{
	struct value place = rust_place(r, to), arg[2];
	struct rust_item *item;

	item = r->x->error[0] ? NULL : find(r, place.type, op, by.type, true);
	if (!item)
		return false;
	arg[0] = rust_borrow(r, place, false, true);
	arg[1] = by;
	rust_discard(r, rust_call(r, item, arg, 2, at));
	return true;
}
