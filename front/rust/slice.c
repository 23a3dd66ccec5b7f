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

const struct rust_type *rust_array_of(struct rust *r, const struct rust_type *of, int n)
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
	const struct rust_type *t = rust_array_of(r, v.type->of, n);
	struct binding *b;

	if (v.where == IS_LOCAL && v.local->part) {
		b = rust_slice_of(r, v.local, from, t);
		return b ? rust_local(r, b, at) : rust_nothing(r, &rust_never, at);
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
	struct lkmm_expr *within;
	struct value v;

	i = rust_copy_registers(r, rust_now(r, i));
	if (i.e && i.e->kind == LKMM_NUMBER) {
		if (i.e->number < 0 || i.e->number >= self.type->n)
			return rust_wrap(r, rust_type_of(r, RUST_OPTION, false, t),
					 rust_nothing(r, t, at), false);
		v = rust_borrow(r, rust_element(r, self, i, at), false, mut);
		return rust_wrap(r, rust_type_of(r, RUST_OPTION, false, t), v, true);
	}
	within = rust_binary(r, LKMM_LT, i.type, i.e, new_number(r->l, self.type->n, at), at);
	if (self.where == IS_LOCAL) {
		v = rust_nothing(r, t, at);
		v.lent = rust_element_of(r, self.local, i.e, at);
	} else {
		i.e = new_binary(r->l, LKMM_MUL, i.e,
				 new_number(r->l, rust_size(self.type->of), at), at);
		v = rust_value(t, new_binary(r->l, LKMM_ADD, rust_now_address(r, self).e, i.e, at),
			       at);
	}
	v = rust_wrap(r, rust_type_of(r, RUST_OPTION, false, t), rust_now(r, v), true);
	v.ok = within;
	return rust_now(r, v);
}

/* The argument at hand, which is a constant from @from to @to; or 0, and an error. */
static int parse_length(struct rust *r, int from, int to, const char *expected)
{
	struct value v = parse_rust_as(r, rust_named_type("usize", 5));
	int64_t n = 0;

	close_call(r);
	if (r->x->error[0])
		return 0;
	if (v.first || !constant_value(r->l->test, v.e, &n) || n < from || n > to) {
		rust_error(r, v.at, "expected %s, from %d to %d", expected, from, to);
		return 0;
	}
	return (int)n;
}

/* chunks(n), chunks_exact(n), windows(n) */
static struct value parse_chunks(struct rust *r, struct value self, const struct token *name)
{
	bool exact = is_name(name, "chunks_exact") || is_name(name, "chunks_exact_mut");
	bool windows = is_name(name, "windows");
	int n = parse_length(r, 1, 1 << 20, "a constant"), length = self.type->n;

	if (n && !windows && !exact && length % n && n < length)
		rust_error(r, name->at, "expected a constant that divides the length, %d: "
			   "the last one would be shorter", length);
	if (r->x->error[0])
		return rust_nothing(r, &rust_never, name->at);
	if (!windows && !exact && n > length)
		n = length;
	return rust_iterate_parts(r, self, n, windows ? 1 : n);
}

/* split_at(n): both parts, as references */
static struct value parse_split(struct rust *r, struct value self, bool mut,
				struct lkmm_place at)
{
	int n = parse_length(r, 1, self.type->n - 1, "a constant");
	struct value half[2];

	if (r->x->error[0])
		return rust_nothing(r, &rust_never, at);
	half[0] = subarray(r, self, 0, n, at);
	half[1] = subarray(r, self, n, self.type->n - n, at);
	for (int i = 0; i < 2; i++)
		half[i] = rust_borrow(r, half[i], false, mut);
	return rust_pair(r, half[0], half[1], at);
}

/* split_first(), split_last(): one element, and the others, as references */
static struct value split_one(struct rust *r, struct value self, bool first, bool mut,
			      struct lkmm_place at)
{
	int n = self.type->n;
	struct value one, rest, pair;

	if (n < 2) {
		rust_error(r, at, "expected at least 2 elements to split");
		return rust_nothing(r, &rust_never, at);
	}
	one = rust_borrow(r, rust_element(r, self, number(r, first ? 0 : n - 1, at), at), false,
			  mut);
	rest = rust_borrow(r, subarray(r, self, first, n - 1, at), false, mut);
	pair = rust_pair(r, one, rest, at);
	return rust_wrap(r, rust_type_of(r, RUST_OPTION, false, pair.type), pair, true);
}

/* as_ptr(), as_mut_ptr() */
static struct value pointer_to(struct rust *r, struct value self, bool mut, struct lkmm_place at)
{
	if (self.where == IS_LOCAL)
		rust_error(r, at, "a local variable is a register here, and has no address: "
			   "write the variable in { } before the processes");
	self.type = rust_type_of(r, RUST_POINTER, mut, self.type->of);
	self.where = IS_VALUE;
	return self;
}

/* map(|v| ..): an array of the values of the closure */
static struct value parse_map(struct rust *r, struct value self, struct lkmm_place at)
{
	struct value f = parse_rust_value(r), *v;
	int n = self.type->n;

	close_call(r);
	v = litmus_alloc(r->l, (size_t)(n ? n : 1) * sizeof(*v));
	for (int i = 0; v && i < n && !r->x->error[0]; i++) {
		v[i] = rust_now(r, rust_read(r, rust_element(r, self, number(r, i, at), at)));
		v[i] = rust_copy_registers(r, rust_now(r, rust_apply(r, f, &v[i], 1, at)));
	}
	if (r->x->error[0] || !v || !n)
		return rust_nothing(r, &rust_never, at);
	return rust_array_value(r, v[0].type, v, n, at);
}

static bool is_chunks(const struct token *name)
{
	return is_name(name, "chunks") || is_name(name, "chunks_exact") ||
	       is_name(name, "chunks_mut") || is_name(name, "chunks_exact_mut") ||
	       is_name(name, "windows");
}

/* The methods without arguments. */
static struct value plain_method(struct rust *r, struct value self, bool by_value, bool mut,
				 const struct token *name)
{
	struct lkmm_place at = name->at;

	close_call(r);
	if (is_name(name, "as_ptr") || is_name(name, "as_mut_ptr"))
		return pointer_to(r, self, is_name(name, "as_mut_ptr"), at);
	if (name->len > 6 && !memcmp(name->text, "split_", 6))
		return split_one(r, self, name->text[6] == 'f', mut, at);
	if (is_name(name, "is_empty"))
		return rust_value(&rust_bool, new_number(r->l, !self.type->n, at), at);
	if (is_name(name, "len"))
		return number(r, self.type->n, at);
	if (is_name(name, "iter") || is_name(name, "iter_mut") || is_name(name, "into_iter")) {
		self.mut |= mut;
		return rust_iterate_array(r, self, by_value && is_name(name, "into_iter"));
	}
	if (is_name(name, "clone") || is_name(name, "to_owned"))
		return rust_read(r, self);
	if (is_name(name, "as_slice") || is_name(name, "as_mut_slice") ||
	    is_name(name, "as_ref") || is_name(name, "as_mut") || is_name(name, "borrow"))
		return rust_borrow(r, self, false, mut);
	return some_element(r, self,
			    number(r, *name->text == 'f' ? 0 : self.type->n - 1, at), mut);
}

/* Whether it has no arguments. */
static bool is_plain_method(const struct token *name)
{
	static const char *const names[] = {
		"is_empty", "len", "iter", "iter_mut", "into_iter", "clone", "to_owned", "as_slice",
		"as_mut_slice", "as_ref", "as_mut", "first", "first_mut", "last", "last_mut",
		"as_ptr", "as_mut_ptr", "split_first", "split_first_mut", "split_last",
		"split_last_mut",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (is_name(name, names[i]))
			return true;
	return false;
}

struct value parse_rust_array_method(struct rust *r, struct value self, bool by_value,
				     const struct token *name)
{
	struct lkmm_place at = name->at;
	bool mut = (name->len > 4 && !memcmp(name->text + name->len - 4, "_mut", 4)) ||
		   is_name(name, "as_mut_slice");
	struct value i, v;

	if (parse_rust_library_method(r, "slice", &self, name, &v))
		return v;
	lex_expect(r->x, "(");
	if (is_plain_method(name))
		return plain_method(r, self, by_value, mut, name);
	if (is_chunks(name))
		return parse_chunks(r, self, name);
	if (is_name(name, "split_at") || is_name(name, "split_at_mut"))
		return parse_split(r, self, mut, at);
	if (is_name(name, "map"))
		return parse_map(r, self, at);
	if (!is_name(name, "get") && !is_name(name, "get_mut"))
		return rust_no_method(r, self.type, name,
				      "len, is_empty, get, first, last, iter, windows, chunks, "
				      "split_at, swap, fill, contains, copy_from_slice, map or "
				      "as_slice");
	i = parse_rust_as(r, rust_named_type("usize", 5));
	close_call(r);
	return r->x->error[0] ? rust_nothing(r, &rust_never, at) : some_element(r, self, i, mut);
}
