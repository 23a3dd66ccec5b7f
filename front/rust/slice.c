// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Slices, and the methods of arrays. A slice is an array whose length is known: its ends are
 * constants, and the type of a &[T] is that of the value.
 */
#include "front/constant.h"
#include "item.h"

#include <string.h>

static bool is_name(const struct token *t, const char *name)
{
	return strlen(name) == (size_t)t->len && !memcmp(name, t->text, (size_t)t->len);
}

static const struct rust_type *array_of(struct rust *r, const struct rust_type *of, int n)
{
	struct rust_type *t = (void *)rust_type_of(r, RUST_ARRAY, false, of);

	if (t == &rust_never)
		return t;
	t->n = n;
	t->integer = LKMM_SIGNED(0);
	return t;
}

/* @n elements of the array @v, from @from on. */
static struct value subarray(struct rust *r, struct value v, int from, int n, struct lkmm_place at)
{
	const struct rust_type *t = array_of(r, v.type->of, n);
	struct binding *b;

	if (v.where == IS_LOCAL && v.local->part) {
		b = litmus_alloc(r->l, sizeof(*b));
		if (!b)
			return rust_nothing(r, &rust_never, at);
		*b = *v.local;
		b->type = t;
		b->part += from;
		b->drop = NULL;
		return rust_local(r, b, at);
	}
	if (v.part) {
		v.part += from;
		v.type = t;
		return v;
	}
	v = rust_offset(r, v, from * rust_size(v.type->of), t, at);
	return v;
}

/* An end of a slice, which is a constant; @none if there is none. */
static int64_t parse_end(struct rust *r, const struct value *v, int64_t none)
{
	struct value end;
	int64_t n = 0;

	if (!v && tok_is(r->x, "]"))
		return none;
	end = v ? *v : parse_rust_as(r, rust_named_type("usize", 5));
	if (!r->x->error[0] && (end.first || !constant_value(r->l->test, end.e, &n)))
		rust_error(r, end.at, "expected a constant as the end of a slice: "
			   "write a loop over the indices");
	return n;
}

struct value parse_rust_slice(struct rust *r, struct value v, const struct value *first,
			      struct lkmm_place at)
{
	int64_t from = first ? parse_end(r, first, 0) : 0, to;
	bool last = lex_accept(r->x, "..=");

	if (!last)
		lex_expect(r->x, "..");
	to = parse_end(r, NULL, v.type->n) + last;
	lex_expect(r->x, "]");
	if (r->x->error[0])
		return rust_nothing(r, &rust_never, at);
	if (from < 0 || to > v.type->n || from >= to) {
		rust_error(r, at,
			   "expected a slice of at least one of %d elements, found %lld..%lld",
			   v.type->n, (long long)from, (long long)to);
		return rust_nothing(r, &rust_never, at);
	}
	return subarray(r, v, (int)from, (int)(to - from), at);
}

/* ---- methods ---- */

static void close_call(struct rust *r)
{
	lex_accept(r->x, ",");
	lex_expect(r->x, ")");
}

static struct value number(struct rust *r, int64_t n, struct lkmm_place at)
{
	return rust_value(rust_named_type("usize", 5), new_number(r->l, n, at), at);
}

/* Some(&self[i]) if @i is an index of it, as a reference that is @mut. */
static struct value some_element(struct rust *r, struct value self, struct value i, bool mut)
{
	struct lkmm_place at = i.at;
	const struct rust_type *t = rust_type_of(r, RUST_REFERENCE, mut, self.type->of);
	struct lkmm_expr *within, *offset;
	struct value v;

	if (self.part) {
		rust_error(r, at, "expected an index in [ ]: a reference to an element of a local "
			   "array cannot be in an Option here");
		return rust_nothing(r, &rust_never, at);
	}
	self = rust_now(r, self);
	i = rust_now(r, i);
	within = rust_binary(r, LKMM_LT, i.type, i.e, new_number(r->l, self.type->n, at), at);
	offset = new_binary(r->l, LKMM_MUL, i.e,
			    new_number(r->l, rust_size(self.type->of), at), at);
	v = rust_value(t, new_binary(r->l, LKMM_ADD, self.e, offset, at), at);
	if (i.e && i.e->kind == LKMM_NUMBER) {
		bool is = i.e->number >= 0 && i.e->number < self.type->n;
		struct value place = self;

		place.where = IS_MEMORY;
		if (is)
			v.e = rust_offset(r, place, (int)i.e->number * rust_size(self.type->of),
					  self.type->of, at).e;
		return rust_wrap(r, rust_type_of(r, RUST_OPTION, false, t), v, is);
	}
	v = rust_wrap(r, rust_type_of(r, RUST_OPTION, false, t), rust_now(r, v), true);
	v.ok = within;
	return rust_now(r, v);
}

/* chunks(n), chunks_exact(n): an array of arrays */
static struct value parse_chunks(struct rust *r, struct value self, const struct token *name)
{
	const struct rust_type *t = self.type;
	struct value v = parse_rust_as(r, rust_named_type("usize", 5));
	bool exact = is_name(name, "chunks_exact") || is_name(name, "chunks_exact_mut");
	int64_t n = 0;

	close_call(r);
	if (r->x->error[0])
		return rust_nothing(r, &rust_never, name->at);
	if (v.first || !constant_value(r->l->test, v.e, &n) || n < 1 || n > t->n ||
	    (t->n % n && !exact)) {
		rust_error(r, v.at, "expected a constant that divides the length, %d", t->n);
		return rust_nothing(r, &rust_never, name->at);
	}
	if (self.part) {
		rust_error(r, name->at, "expected an array in { } before the processes");
		return rust_nothing(r, &rust_never, name->at);
	}
	t = array_of(r, array_of(r, t->of, (int)n), t->n / (int)n);
	self.type = t;
	return rust_iterate_array(r, self);
}

/* split_at(n): both parts, as references */
static struct value parse_split(struct rust *r, struct value self, bool mut,
				struct lkmm_place at)
{
	struct value v = parse_rust_as(r, rust_named_type("usize", 5)), pair, half[2];
	struct rust_type *t = rust_new_tuple(r);
	int64_t n = 0;

	close_call(r);
	if (r->x->error[0] || !t)
		return rust_nothing(r, &rust_never, at);
	if (self.part || v.first || !constant_value(r->l->test, v.e, &n) || n < 1 ||
	    n >= self.type->n) {
		rust_error(r, v.at, "expected a shared array, and a constant between 1 and %d",
			   self.type->n - 1);
		return rust_nothing(r, &rust_never, at);
	}
	self.where = IS_MEMORY;
	half[0] = subarray(r, self, 0, (int)n, at);
	half[1] = subarray(r, self, (int)n, self.type->n - (int)n, at);
	for (int i = 0; i < 2; i++) {
		half[i].where = IS_VALUE;
		half[i].type = rust_type_of(r, RUST_REFERENCE, mut, half[i].type);
		rust_add_numbered(r, t, half[i].type);
	}
	rust_name_tuple(r, t);
	pair = rust_composite(r, t, at);
	for (int i = 0; i < 2 && pair.part; i++)
		pair.part[i] = half[i];
	return pair;
}

/* iter(), iter_mut(), as_slice() */
static struct value iterated(struct rust *r, struct value self, const struct token *name)
{
	if (self.part && !is_name(name, "iter"))
		rust_error(r, name->at, "expected iter(), or an array in { } before the processes");
	self.mut = is_name(name, "iter_mut");
	if (!is_name(name, "as_slice"))
		return rust_iterate_array(r, self);
	self.type = rust_type_of(r, RUST_REFERENCE, false, self.type);
	return self;
}

static bool is_chunks(const struct token *name)
{
	return is_name(name, "chunks") || is_name(name, "chunks_exact") ||
	       is_name(name, "chunks_mut") || is_name(name, "chunks_exact_mut");
}

struct value parse_rust_array_method(struct rust *r, struct value self, const struct token *name)
{
	struct lkmm_place at = name->at;
	bool mut = name->len > 4 && !memcmp(name->text + name->len - 4, "_mut", 4);
	int n = self.type->n;
	struct value i;

	lex_expect(r->x, "(");
	if (is_chunks(name))
		return parse_chunks(r, self, name);
	if (is_name(name, "split_at") || is_name(name, "split_at_mut"))
		return parse_split(r, self, mut, at);
	if (is_name(name, "get") || is_name(name, "get_mut")) {
		i = parse_rust_as(r, rust_named_type("usize", 5));
		close_call(r);
		return r->x->error[0] ? rust_nothing(r, &rust_never, at) :
					some_element(r, self, i, mut);
	}
	if (is_name(name, "first") || is_name(name, "first_mut") || is_name(name, "last") ||
	    is_name(name, "last_mut")) {
		close_call(r);
		return some_element(r, self, number(r, *name->text == 'f' ? 0 : n - 1, at), mut);
	}
	if (is_name(name, "is_empty")) {
		close_call(r);
		return rust_value(&rust_bool, new_number(r->l, 0, at), at);
	}
	if (is_name(name, "len")) {
		close_call(r);
		return number(r, n, at);
	}
	if (!is_name(name, "iter") && !is_name(name, "iter_mut") && !is_name(name, "as_slice"))
		return rust_no_method(r, self.type, name,
				      "len, is_empty, get, first, last, iter, chunks, split_at or "
				      "as_slice");
	close_call(r);
	return iterated(r, self, name);
}
