// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Places: members of structs, elements of arrays; borrows of them, and '?'. */
#include "item.h"

#include <string.h>

struct value rust_place(struct rust *r, struct value v)
{
	for (;;) {
		bool reference = v.type->kind == RUST_REFERENCE;

		if (v.where != IS_VALUE && reference)
			v = rust_read(r, v);
		if (v.where != IS_VALUE || !reference)
			return v;
		if (v.lent) {
			v = rust_local(r, v.lent, v.at);
			continue;
		}
		v.mut = v.type->mut;
		v.type = v.type->of;
		v.where = IS_MEMORY;
		v.by_value = false;
		v.local = NULL;
	}
}

struct value rust_offset(struct rust *r, struct value v, int bytes, const struct rust_type *t,
			 struct lkmm_place at)
{
	const struct lkmm_test *test = r->l->test;
	int loc = -1;

	v.type = t;
	v.at = at;
	v.ok = NULL;
	if (!bytes)
		return v;
	if (v.e && v.e->kind == LKMM_ADDRESS)
		loc = lkmm_pointee(test, lkmm_address(test, v.e->index) + bytes);
	v.e = loc >= 0 ? new_index(r->l, LKMM_ADDRESS, loc, at) :
			 new_binary(r->l, LKMM_ADD, v.e, new_number(r->l, bytes, at), at);
	return v;
}

struct value rust_member(struct rust *r, struct value v, int i, struct lkmm_place at)
{
	struct rust_field f = rust_memory_part(v.type, i);

	return rust_offset(r, v, f.offset, f.type, at);
}

/* The place that @v points to, by its deref(). */
struct value rust_dereferenced(struct rust *r, struct value v, struct lkmm_place at)
{
	struct rust_item *deref = rust_find_method(r->l, v.type, "Deref", "deref");
	bool mut;

	if (!deref)
		return v;
	mut = rust_find_method(r->l, v.type, "DerefMut", "deref_mut");
	v = rust_placed(r, v);
	v = rust_borrow(r, v, false, false);
	v = rust_place(r, rust_call(r, deref, &v, 1, at));
	v.mut = mut;
	return v;
}

/* The struct that has the member @name: @v, or its dereferenced value. */
static struct value with_member(struct rust *r, struct value v, const struct token *name)
{
	v = rust_place(r, v);
	while (v.type->kind == RUST_STRUCT && !rust_find_field(v.type, name)) {
		struct value to = rust_dereferenced(r, v, name->at);

		if (to.type == v.type || r->x->error[0])
			return v;
		v = to;
	}
	return v;
}

struct value parse_rust_field(struct rust *r, struct value v, const struct token *name)
{
	const struct rust_field *f;
	char text[RUST_TYPE_TEXT];

	v = with_member(r, v, name);
	if (v.type->kind == RUST_POINTER && v.type->of->kind == RUST_STRUCT)
		rust_error(r, name->at, "expected a struct, found a raw pointer to one: "
			   "as in (*p).%.*s, in 'unsafe { }'",
			   name->len > 40 ? 40 : name->len, name->text);
	f = v.type->kind == RUST_STRUCT ? rust_find_field(v.type, name) : NULL;
	if (!f) {
		if (v.type->kind != RUST_NEVER)
			rust_error(r, name->at, "%s has no member '%.*s'",
				   rust_type_text(v.type, text), name->len > 40 ? 40 : name->len,
				   name->text);
		return rust_nothing(r, &rust_never, name->at);
	}
	if (v.where == IS_VALUE)
		v = rust_now(r, v);
	if (v.where != IS_MEMORY)
		return rust_part(r, v, (int)(f - v.type->field), name->at);
	return rust_offset(r, v, f->offset, f->type, name->at);
}

/* Whether the array @v is all of a variable: then its ends are that one's. */
static bool is_variable(const struct rust *r, const struct value *v)
{
	const struct lkmm_test *t = r->l->test;

	return v->e && v->e->kind == LKMM_ADDRESS &&
	       t->loc[v->e->index].object == v->e->index + 1 &&
	       rust_elements(t, v->e->index, v->type->of) == v->type->n;
}

/* The element @i of an array in registers. */
static struct value element_of_value(struct rust *r, struct value v, struct value i,
				     struct lkmm_place at)
{
	struct binding *element;

	if (i.e && i.e->kind == LKMM_NUMBER) {
		if (i.e->number >= 0 && i.e->number < v.type->n)
			return rust_part(r, v, (int)i.e->number, at);
		rust_error(r, i.at, "there is no element %lld of %d", (long long)i.e->number,
			   v.type->n);
		return rust_nothing(r, &rust_never, at);
	}
	v = rust_placed(r, v);
	if (v.where != IS_LOCAL || !v.local->part)
		return rust_nothing(r, &rust_never, at);
	i = rust_copy_registers(r, rust_now(r, i));
	rust_fail_unless(r, rust_binary(r, LKMM_LT, i.type, i.e,
					new_number(r->l, v.type->n, at), at), LKMM_BUG, at);
	element = r->x->error[0] ? NULL : rust_element_of(r, v.local, i.e, at);
	return element ? rust_local(r, element, at) : rust_nothing(r, &rust_never, at);
}

struct value rust_element(struct rust *r, struct value v, struct value i, struct lkmm_place at)
{
	const struct rust_type *of = v.type->of;
	int size = rust_size(of);
	struct lkmm_expr *e;

	if (v.where != IS_MEMORY)
		return element_of_value(r, v, i, at);
	if (i.e && i.e->kind == LKMM_NUMBER) {
		if (i.e->number < 0 || i.e->number >= v.type->n) {
			rust_error(r, i.at, "there is no element %lld of %d",
				   (long long)i.e->number, v.type->n);
			return rust_nothing(r, &rust_never, at);
		}
		return rust_offset(r, v, (int)i.e->number * size, of, at);
	}
	/*
	 * An address outside of the variable is a bad pointer. Outside of a member it could be
	 * another member: such an address is moved far away. Not by a branch, which would order
	 * later stores.
	 */
	if (!is_variable(r, &v)) {
		v = rust_now_address(r, v);
		i = rust_now(r, i);
		e = rust_binary(r, LKMM_GE, i.type, i.e, new_number(r->l, v.type->n, at), at);
		e = new_binary(r->l, LKMM_MUL, e, new_number(r->l, LKMM_FAR_AWAY, at), at);
		v.e = new_binary(r->l, LKMM_ADD, v.e, e, at);
	}
	e = size > 1 ? new_binary(r->l, LKMM_MUL, i.e, new_number(r->l, size, at), at) : i.e;
	v.e = new_binary(r->l, LKMM_ADD, v.e, e, at);
	v.type = of;
	v.at = at;
	return v;
}

static bool is_range(const struct lexer *x)
{
	return tok_is(x, "..") || tok_is(x, "..=");
}

/* What is indexed: @v, or the array that a guard dereferences to. */
static struct value indexed(struct rust *r, struct value v, struct lkmm_place at)
{
	struct value to;

	v = rust_place(r, v);
	while (v.type->kind == RUST_STRUCT && !r->x->error[0] &&
	       !rust_find_method(r->l, v.type, "Index", "index")) {
		to = rust_dereferenced(r, v, at);
		if (to.type == v.type)
			break;
		v = rust_place(r, to);
	}
	return v;
}

/* v[i] of a struct with an impl of Index. False if it has none. */
static bool parse_index_of_trait(struct rust *r, struct value *v, struct lkmm_place at)
{
	struct rust_item *mut = rust_find_method(r->l, v->type, "IndexMut", "index_mut");
	struct rust_item *item = mut && (v->where != IS_MEMORY || v->mut) &&
						 (!v->local || v->local->mut) ?
					 mut :
					 rust_find_method(r->l, v->type, "Index", "index");
	struct lkmm_stmt **mark;
	struct value arg[2];

	if (!item)
		return false;
	lex_next(r->x);
	arg[0] = rust_borrow(r, *v, false, item == mut);
	mark = rust_mark(r);
	arg[1] = parse_rust_value(r);
	if (rust_takes(r, item, 2, rust_named_type("usize", 5)))
		rust_coerce(r, &arg[1], rust_named_type("usize", 5));
	rust_keep(r, &arg[0], mark);
	arg[1] = rust_now(r, arg[1]);
	lex_expect(r->x, "]");
	*v = rust_place(r, rust_call(r, item, arg, 2, at));
	return true;
}

struct value parse_rust_index(struct rust *r, struct value v)
{
	struct lkmm_place at = r->x->tok.at;
	struct lkmm_stmt **mark;
	char text[RUST_TYPE_TEXT];
	struct value i;

	v = indexed(r, v, at);
	if (v.type->kind == RUST_STRUCT && parse_index_of_trait(r, &v, at))
		return v;
	if (v.type->kind != RUST_ARRAY) {
		if (v.type->kind != RUST_NEVER)
			rust_error(r, at, "expected an array in front of '[', found %s",
				   rust_type_text(v.type, text));
		/* the error has been reported where the type is */
		lex_next(r->x);
		parse_rust_value(r);
		lex_expect(r->x, "]");
		return rust_nothing(r, &rust_never, at);
	}
	lex_next(r->x);
	if (is_range(r->x))
		return parse_rust_slice(r, v, NULL, at);
	mark = rust_mark(r);
	i = parse_rust_as(r, rust_named_type("usize", 5));
	if (is_range(r->x))
		return parse_rust_slice(r, v, &i, at);
	rust_keep(r, &v, mark);
	lex_expect(r->x, "]");
	if (r->x->error[0])
		return rust_nothing(r, &rust_never, at);
	return rust_element(r, v, i, at);
}

/* ---- borrowing ---- */

/* &x, &mut x of a local variable */
static struct value lend(struct rust *r, struct value v, bool mut)
{
	struct binding *b = v.local;

	if (mut && !b->mut && b->len)
		rust_error(r, v.at,
			   "'%.*s' cannot be borrowed as mutable: expected it to be declared "
			   "'let mut'", b->len > 80 ? 80 : b->len, b->name);
	return rust_lend(r, b, mut, v.at);
}

struct value rust_borrow(struct rust *r, struct value v, bool raw, bool mut)
{
	char text[RUST_TYPE_TEXT];

	if (v.where == IS_MEMORY) {
		v.type = rust_type_of(r, raw ? RUST_POINTER : RUST_REFERENCE, mut, v.type);
		v.where = IS_VALUE;
		v.ok = NULL;
		return v;
	}
	if (v.type->kind == RUST_REFERENCE && !mut && !raw)
		return rust_read(r, v);
	if (v.type->kind == RUST_CLOSURE || v.type->kind == RUST_ITERATOR) {
		v.type = rust_type_of(r, RUST_REFERENCE, mut, v.type);
		return v;
	}
	v = rust_placed(r, v);
	/* &1: a variable without a name */
	if (v.where == IS_VALUE && (rust_is_plain(v.type) || v.ok) && !raw &&
	    !r->x->error[0]) {
		struct binding *b = rust_declare_hidden(r, v, true);

		return b ? rust_lend(r, b, mut, v.at) : rust_nothing(r, &rust_never, v.at);
	}
	if (v.where == IS_LOCAL && !raw)
		return lend(r, v, mut);
	if (v.type->kind != RUST_NEVER)
		rust_error(r, v.at,
			   "expected an object that a pointer points to after '&', found %s",
			   rust_type_text(v.type, text));
	return rust_nothing(r, &rust_never, v.at);
}

/* ---- after an expression ---- */

static bool has_ok(const struct value *v)
{
	return v->type->kind == RUST_RESULT || v->type->kind == RUST_OPTION;
}

/* The error @err as a @t, which From may make of it. */
static struct value converted(struct rust *r, struct value err, const struct rust_type *t)
{
	if (!rust_same_type(t, err.type) && rust_convert(r, &err, t))
		err = rust_now(r, err);
	return err;
}

/* v?: its contents, or the function returns None or the error. */
static struct value parse_question(struct rust *r, struct value v)
{
	struct lkmm_place at = r->x->tok.at;
	struct stmts yes, no, *outer;
	const struct rust_type *result = rust_result(r);
	struct value other;

	lex_next(r->x);
	v = rust_now(r, v);
	/* the closure's own type is not known yet */
	if (result->kind == RUST_UNKNOWN && v.type->kind == RUST_OPTION)
		result = rust_type_of(r, RUST_OPTION, false, &rust_unknown);
	else if (result->kind == RUST_UNKNOWN && v.type->kind == RUST_RESULT)
		result = rust_result_of(r, &rust_unknown, rust_err_type(v.type));
	if (!has_ok(&v) || result->kind != v.type->kind) {
		if (v.type->kind != RUST_NEVER)
			rust_error(r, at, "expected '?' after a Result or Option, in a function "
				   "that returns one");
		return rust_nothing(r, &rust_never, at);
	}
	rust_open(r, &yes, &outer);
	r->out = outer;
	rust_open(r, &no, &outer);
	other = rust_nothing(r, &rust_unknown, at);
	if (v.type->kind == RUST_RESULT)
		other = converted(r, rust_inside_err(v), rust_err_type(result));
	if (v.type->kind == RUST_RESULT)
		rust_coerce(r, &other, rust_err_type(result));
	rust_return(r, rust_wrap(r, result, other, false), at);
	r->out = outer;
	rust_choose(r, v.ok, &yes, rust_nothing(r, &rust_unit, at), &no,
		    rust_nothing(r, &rust_never, at), at);
	return rust_inside(v);
}

/* A closure, or a reference to one. */
static bool rust_is_closure(const struct rust_type *t)
{
	while (t->kind == RUST_REFERENCE)
		t = t->of;
	return t->kind == RUST_CLOSURE || t->kind == RUST_FN_POINTER;
}

struct value parse_rust_postfix(struct rust *r, struct value v)
{
	for (;;) {
		v = rust_own(r, v);
		if (lex_accept(r->x, "."))
			v = parse_rust_method(r, v);
		else if (tok_is(r->x, "?"))
			v = parse_question(r, v);
		else if (tok_is(r->x, "["))
			v = parse_rust_index(r, v);
		else if (tok_is(r->x, "(") && rust_is_closure(v.type))
			v = parse_rust_apply(r, v);
		else
			return v;
		if (r->x->error[0])
			return v;
	}
}
