// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Values that get the type that is asked for: literals, references, slices. */
#include "item.h"

static bool fits(int64_t n, const struct rust_type *t)
{
	int bits = t->integer.bits - !t->integer.is_unsigned;

	/* -128 is a negated 128 */
	if (bits >= 63)
		return true;
	return n <= INT64_C(1) << bits && n >= -(INT64_C(1) << bits) &&
	       (!t->integer.is_unsigned || n < INT64_C(1) << bits);
}

/* The literal or the variable @v turns out to be a @t. */
static void adopt(struct rust *r, struct value *v, const struct rust_type *t)
{
	if (v->type->kind != RUST_LITERAL || t->kind != RUST_INTEGER)
		return;
	if (v->e && v->e->kind == LKMM_NUMBER && !fits(v->e->number, t))
		rust_error(r, v->at, "expected an %s, %lld does not fit", t->name,
			   (long long)v->e->number);
	if (v->local && v->local->type->kind == RUST_LITERAL &&
	    (v->local->reg >= 0 || v->local->one)) {
		rust_settle_type(r, v->local, t);
	} else if (!v->local && v->e && v->e->kind != LKMM_NUMBER &&
		   v->e->kind != LKMM_REGISTER && t->integer.bits < 64) {
		/* !0 is a u32 */
		v->e = new_cast(r->l, t->integer, v->e, v->at);
	}
	v->type = t;
}

static const struct rust_type *merged(struct rust *r, const struct rust_type *a,
				      const struct rust_type *b);

/* Which of two types, of one value, says more. */
static const struct rust_type *known(struct rust *r, const struct rust_type *a,
				     const struct rust_type *b)
{
	if (a->kind == RUST_UNKNOWN || (a->kind == RUST_LITERAL && b->kind == RUST_INTEGER))
		return b;
	return a->kind == b->kind && (a->kind == RUST_RESULT || a->kind == RUST_OPTION) ?
		       merged(r, a, b) : a;
}

/* The same of two Results or two Options: each may know another part of it. */
static const struct rust_type *merged(struct rust *r, const struct rust_type *a,
				      const struct rust_type *b)
{
	const struct rust_type *of = known(r, a->of, b->of), *err;

	if (a->kind == RUST_OPTION)
		return of == a->of ? a : rust_type_of(r, RUST_OPTION, false, of);
	err = known(r, rust_err_type(a), rust_err_type(b));
	if (of == a->of && err == rust_err_type(a))
		return a;
	return rust_result_of(r, of, err);
}

/* The number in the Err(), Ok() or Some() @v turns out to be a @t. */
static void adopt_inside(struct rust *r, struct value *v, const struct rust_type *t)
{
	bool is_err = v->type->kind == RUST_RESULT && v->ok && v->ok->kind == LKMM_NUMBER &&
		      !v->ok->number;
	const struct rust_type *from = is_err ? rust_err_type(v->type) : v->type->of;
	const struct rust_type *to = is_err ? rust_err_type(t) : t->of;

	if (from->kind != RUST_LITERAL || to->kind != RUST_INTEGER || !v->e || !v->ok ||
	    v->ok->kind != LKMM_NUMBER)
		return;
	if (v->e->kind == LKMM_NUMBER && !fits(v->e->number, to))
		rust_error(r, v->at, "expected an %s, %lld does not fit", to->name,
			   (long long)v->e->number);
	else if (v->e->kind != LKMM_NUMBER && to->integer.bits < 64)
		v->e = new_cast(r->l, to->integer, v->e, v->at);
}

/* The function in the Some() @v becomes a pointer. */
static void adopt_function(struct rust *r, struct value *v, const struct rust_type *t)
{
	struct value in;

	if (v->type->kind != t->kind || (t->kind != RUST_OPTION && t->kind != RUST_RESULT) ||
	    v->type->of->kind != RUST_CLOSURE || t->of->kind != RUST_FN_POINTER)
		return;
	in = rust_inside(*v);
	in.first = NULL;
	in = rust_function_pointer(r, in, t->of);
	v->e = in.e;
	v->type = t;
}

/* References become pointers, and mutable ones may become shared ones. */
static bool becomes(const struct rust_type *from, const struct rust_type *to)
{
	bool pointers = (from->kind == RUST_POINTER || from->kind == RUST_REFERENCE) &&
			(to->kind == RUST_POINTER || to->kind == from->kind);

	return pointers && (from->mut || !to->mut) && rust_same_type(from->of, to->of);
}

/* &[T; N] for a &[T]: the length stays known. */
static bool is_slice_of(const struct rust_type *from, const struct rust_type *to)
{
	return to->of->kind == RUST_SLICE && from->kind == to->kind && (from->mut || !to->mut) &&
	       rust_same_type(from->of->of, to->of->of);
}

/* The literals in the tuple or array @v get the types of @t. */
static void adopt_parts(struct rust *r, struct value *v, const struct rust_type *t)
{
	for (int i = 0; v->part && i < rust_parts(t); i++)
		rust_coerce(r, &v->part[i], rust_part_type(t, i));
}

/* A reference to a guard becomes one to its dereferenced value, if that is expected. */
static struct value dereferenced(struct rust *r, struct value v, const struct rust_type *t)
{
	struct value place = v, to;

	for (int depth = 0; depth < 4; depth++) {
		place = rust_place(r, place);
		if (place.type->kind != RUST_STRUCT)
			return v;
		to = rust_dereferenced(r, place, v.at);
		if (to.type == place.type)
			return v;
		if (rust_same_type(to.type, t->of))
			return rust_borrow(r, to, false, t->mut);
		place = to;
	}
	return v;
}

void rust_coerce(struct rust *r, struct value *v, const struct rust_type *t)
{
	char want[RUST_TYPE_TEXT], found[RUST_TYPE_TEXT];

	if (v->type->kind == RUST_NEVER || t->kind == RUST_NEVER)
		return;
	if (t->kind == RUST_FN_POINTER && v->type->kind == RUST_CLOSURE) {
		*v = rust_function_pointer(r, *v, t);
		return;
	}
	adopt_function(r, v, t);
	if (v->type->of && t->of && v->type->of->kind == RUST_ARRAY && is_slice_of(v->type, t))
		return;
	if (t->kind == RUST_REFERENCE && v->type->kind == RUST_REFERENCE &&
	    !rust_same_type(v->type->of, t->of) && t->of->kind != RUST_SLICE)
		*v = dereferenced(r, *v, t);
	if (v->lent && t->kind == RUST_POINTER)
		rust_error(r, v->at, "a local variable is a register here, and has no address");
	if (v->type->kind == RUST_ITERATOR && t->kind == RUST_ITERATOR && v->type->iter != t->iter)
		rust_error(r, v->at, "expected the same iterator on every way here: "
			   "write a variable and a loop for each");
	if (!rust_same_type(v->type, t) && !becomes(v->type, t)) {
		rust_error(r, v->at, "expected %s, found %s", rust_type_text(t, want),
			   rust_type_text(v->type, found));
		return;
	}
	adopt(r, v, t);
	if ((v->type->is_tuple && t->is_tuple) ||
	    (v->type->kind == RUST_ARRAY && t->kind == RUST_ARRAY && v->where == IS_VALUE))
		adopt_parts(r, v, t);
	if (v->type->kind == t->kind && (t->kind == RUST_RESULT || t->kind == RUST_OPTION)) {
		t = merged(r, t, v->type);
		/* else no memory */
		if (t->kind == v->type->kind && rust_is_nested(t)) {
			if (v->where == IS_VALUE && v->type != t)
				*v = rust_nested(r, t, *v);
			v->type = t;
			return;
		}
		if (t->kind == v->type->kind)
			adopt_inside(r, v, t);
		if (v->where == IS_VALUE && rust_parts(v->type) == rust_parts(t))
			adopt_parts(r, v, t);
	}
	if (t->kind != RUST_UNKNOWN && t->kind != RUST_LITERAL &&
	    !(t->of && t->of->kind == RUST_UNKNOWN && t->kind != RUST_RESULT))
		v->type = t;
	if (v->where == IS_VALUE && rust_has_parts(v->type) && !v->part)
		v->part = rust_composite(r, v->type, v->at).part;
}

const struct rust_type *rust_unify(struct rust *r, struct value *a, struct value *b)
{
	if (a->type->kind == RUST_NEVER)
		return b->type;
	if (rust_unify_functions(r, a, b))
		return a->type;
	if (a->type->kind == RUST_LITERAL)
		adopt(r, a, b->type);
	/* None, and then Some(); Ok(), and then Err() */
	if ((a->type->of && a->type->of->kind == RUST_UNKNOWN) ||
	    a->type->kind == RUST_RESULT || a->type->kind == RUST_OPTION)
		rust_coerce(r, a, b->type);
	rust_coerce(r, b, a->type);
	return a->type;
}
