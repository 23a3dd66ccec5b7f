// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Methods of Result and Option. */
#include "flow.h"
#include "item.h"

#include <string.h>

static bool is_name(const struct token *t, const char *name)
{
	return strlen(name) == (size_t)t->len && !memcmp(name, t->text, (size_t)t->len);
}

struct value parse_rust_applied(struct rust *r, struct value in, bool nothing)
{
	return parse_rust_closure_of(r, &in, nothing ? 0 : 1);
}

/* The contents of @self if it is Ok, and else the value of a closure or an argument. */
static struct value parse_unwrap_or(struct rust *r, struct value self, bool lazy,
				    struct lkmm_place at)
{
	struct stmts yes, no, *outer;
	struct value in, v;

	self = rust_now(r, self);
	in = rust_inside(self);
	in.at = at;
	if (!lazy)
		v = rust_now(r, parse_rust_as(r, in.type));
	rust_open(r, &yes, &outer);
	r->out = outer;
	rust_open(r, &no, &outer);
	if (lazy)
		v = parse_rust_applied(r, rust_inside_err(self), self.type->kind == RUST_OPTION);
	r->out = outer;
	if (r->x->error[0])
		return rust_nothing(r, &rust_never, at);
	rust_coerce(r, &v, in.type);
	/* |v| v: the value found, whichever it was; nothing depends on which */
	if (!no.first && v.e == in.e && !in.part && !in.ok)
		return in;
	return rust_choose(r, self.ok, &yes, in, &no, v, at);
}

/* An Option or Result, like @self, of a type that may differ. */
static const struct rust_type *of_type(struct rust *r, const struct rust_type *self,
				       const struct rust_type *of, const struct rust_type *err)
{
	if (self->kind == RUST_RESULT)
		return rust_result_of(r, of, err ? err : of);
	return rust_type_of(r, self->kind, false, of);
}

/* map(|v| ..), map_err(|e| ..), and_then(|v| ..) */
static struct value parse_map(struct rust *r, struct value self, bool on_err, bool flat,
			      struct lkmm_place at)
{
	const struct rust_type *t, *err = rust_err_type(self.type);
	struct stmts yes, no, *outer;
	struct value v, other;

	self = rust_now(r, self);
	rust_open(r, &yes, &outer);
	v = parse_rust_closure(r, on_err ? rust_inside_err(self) : rust_inside(self));
	r->out = outer;
	rust_open(r, &no, &outer);
	r->out = outer;
	if (r->x->error[0] || v.type->kind == RUST_NEVER)
		return rust_nothing(r, &rust_never, at);
	if (flat && v.type->kind != self.type->kind)
		rust_error(r, v.at, "expected a closure that returns an Option for an Option, and "
				    "a Result for a Result");
	t = flat   ? v.type :
	    on_err ? of_type(r, self.type, self.type->of, v.type) :
		     of_type(r, self.type, v.type, err);
	if (!flat)
		v = rust_wrap(r, t, v, !on_err);
	other = rust_wrap(r, t, on_err ? rust_inside(self) : rust_inside_err(self), on_err);
	/* None refers to nothing */
	if (self.type->kind == RUST_OPTION)
		other.lent = NULL;
	return on_err ? rust_choose(r, self.ok, &no, other, &yes, v, at) :
			rust_choose(r, self.ok, &yes, v, &no, other, at);
}

/* map_or(v, |v| ..), map_or_else(|| v, |v| ..) */
static struct value parse_map_or(struct rust *r, struct value self, bool lazy,
				 struct lkmm_place at)
{
	struct stmts yes, no, *outer;
	struct value v, other = { 0 };

	self = rust_now(r, self);
	if (!lazy)
		other = rust_now(r, parse_rust_value(r));
	rust_open(r, &no, &outer);
	if (lazy)
		other = parse_rust_applied(r, rust_inside_err(self),
					   self.type->kind == RUST_OPTION);
	r->out = outer;
	lex_expect(r->x, ",");
	rust_open(r, &yes, &outer);
	v = parse_rust_closure(r, rust_inside(self));
	r->out = outer;
	if (r->x->error[0])
		return rust_nothing(r, &rust_never, at);
	return rust_choose(r, self.ok, &yes, v, &no, other, at);
}

/* @self, an Ok(), as a Result that has the errors of @other. */
static struct value with_errors(struct rust *r, struct value self, const struct rust_type *other)
{
	const struct rust_type *t = other->kind == RUST_RESULT ? rust_err_type(other) : NULL;

	if (!t || t->kind == RUST_UNKNOWN || rust_same_type(t, rust_err_type(self.type)))
		return self;
	return rust_wrap(r, rust_result_of(r, self.type->of, t), rust_inside(self), true);
}

/* or(v), or_else(|| v): @self if it is Some or Ok, and else another one */
static struct value parse_or(struct rust *r, struct value self, bool lazy, struct lkmm_place at)
{
	bool option = self.type->kind == RUST_OPTION;
	struct stmts yes, no, *outer;
	struct value other = { 0 };

	self = rust_now(r, self);
	if (!lazy)
		other = rust_now(r, option ? parse_rust_as(r, self.type) : parse_rust_value(r));
	rust_open(r, &no, &outer);
	if (lazy)
		other = parse_rust_applied(r, rust_inside_err(self), option);
	r->out = outer;
	rust_open(r, &yes, &outer);
	r->out = outer;
	if (r->x->error[0])
		return rust_nothing(r, &rust_never, at);
	return rust_choose(r, self.ok, &yes, with_errors(r, self, other.type), &no, other, at);
}

/* is_some_and(|v| ..), is_none_or(|v| ..) */
static struct value parse_is_and(struct rust *r, struct value self, bool is_or,
				 struct lkmm_place at)
{
	struct stmts yes, no, *outer;
	struct value v;

	self = rust_now(r, self);
	rust_open(r, &yes, &outer);
	v = parse_rust_closure(r, rust_inside(self));
	rust_coerce(r, &v, &rust_bool);
	r->out = outer;
	rust_open(r, &no, &outer);
	r->out = outer;
	if (r->x->error[0])
		return rust_nothing(r, &rust_never, at);
	return rust_choose(r, self.ok, &yes, v, &no,
			   rust_value(&rust_bool, new_number(r->l, is_or, at), at), at);
}

/* ok_or(e): a Result of an Option */
static struct value parse_ok_or(struct rust *r, struct value self, bool lazy, struct lkmm_place at)
{
	const struct rust_type *t;
	struct stmts yes, no, *outer;
	struct value v, ok;

	self = rust_now(r, self);
	if (!lazy)
		v = rust_now(r, parse_rust_value(r));
	rust_open(r, &yes, &outer);
	r->out = outer;
	rust_open(r, &no, &outer);
	if (lazy)
		v = parse_rust_applied(r, self, true);
	r->out = outer;
	t = rust_result_of(r, self.type->of, v.type);
	if (r->x->error[0] || t == &rust_never)
		return rust_nothing(r, &rust_never, at);
	ok = rust_wrap(r, t, rust_inside(self), true);
	return rust_choose(r, self.ok, &yes, ok, &no, rust_wrap(r, t, v, false), at);
}

/* copied(): the value behind the reference in @self, read if it exists */
static struct value copied(struct rust *r, struct value self, struct lkmm_place at)
{
	const struct rust_type *of = self.type->of, *t;
	struct stmts yes, no, *outer;
	struct value v;

	if (of->kind != RUST_REFERENCE) {
		rust_error(r, at, "expected an Option of a reference");
		return rust_nothing(r, &rust_never, at);
	}
	t = of_type(r, self.type, of->of, rust_err_type(self.type));
	self = rust_now(r, self);
	rust_open(r, &yes, &outer);
	v = rust_now(r, rust_read(r, rust_place(r, rust_inside(self))));
	r->out = outer;
	rust_open(r, &no, &outer);
	r->out = outer;
	if (r->x->error[0])
		return rust_nothing(r, &rust_never, at);
	return rust_choose(r, self.ok, &yes, rust_wrap(r, t, v, true), &no,
			   rust_wrap(r, t, rust_nothing(r, t->of, at), false), at);
}

/* An error if the place @v may not be written. */
static void expect_mut(struct rust *r, const struct value *v, struct lkmm_place at)
{
	if (v->where == IS_MEMORY && !v->mut)
		rust_error(r, at, "expected a *mut pointer to write through");
}

/* take(): the contents of the variable, which then has None */
static struct value take(struct rust *r, struct value self, struct lkmm_place at)
{
	struct binding *b = self.local;
	struct value v, none;

	expect_mut(r, &self, at);
	if (self.where == IS_MEMORY) {
		self = rust_now_address(r, self);
		v = rust_slot(r, self.type, at);
		rust_fill(r, &v, rust_read_memory(r, self));
		none = rust_wrap(r, self.type, rust_nothing(r, self.type->of, at), false);
		rust_initialise(r, self, none, at);
		return v;
	}
	if (!b) {
		rust_error(r, at, "expected a local variable to take from");
		return rust_nothing(r, &rust_never, at);
	}
	v = rust_slot(r, self.type, at);
	rust_fill(r, &v, self);
	rust_settle(&v);
	none = rust_has_parts(b->type) ? rust_composite(r, b->type, at) :
					 rust_nothing(r, b->type, at);
	none.ok = new_number(r->l, 0, at);
	rust_store_local(r, b, none, at);
	return v;
}

/* ok(), err(): a Result as an Option */
static struct value as_option(struct rust *r, struct value self, bool err, struct lkmm_place at)
{
	struct value in = err ? rust_inside_err(self) : rust_inside(self);
	struct value v = rust_wrap(r, rust_type_of(r, RUST_OPTION, false, in.type), in, true);

	v.ok = err ? new_binary(r->l, LKMM_LNOT, self.ok, NULL, at) : self.ok;
	return v;
}

/* The same of a place in memory. */
static struct value as_ref_in_memory(struct rust *r, struct value self, bool mut)
{
	struct value v, in;
	char text[RUST_TYPE_TEXT];

	if (self.type->kind != RUST_OPTION) {
		rust_error(r, self.at, "expected an Option, found %s: write a match of it",
			   rust_type_text(self.type, text));
		return rust_nothing(r, &rust_never, self.at);
	}
	self = rust_now_address(r, self);
	in = rust_borrow(r, rust_member(r, self, 0, self.at), false, mut);
	v = rust_wrap(r, rust_type_of(r, RUST_OPTION, false, in.type), in, true);
	v.ok = rust_now(r, rust_tag(r, self)).e;
	return v;
}

/* as_ref() of a variable: an Option of a reference to its contents */
static struct value as_ref(struct rust *r, struct value self, bool mut, struct lkmm_place at)
{
	const struct rust_type *ref;
	struct value v = self;

	if (mut)
		expect_mut(r, &self, at);
	if (self.where == IS_MEMORY)
		return as_ref_in_memory(r, self, mut);

	/* a reference stays the same */
	v.local = NULL;
	if (self.type->of->kind == RUST_REFERENCE || r->x->error[0])
		return v;
	if (!self.local)
		self.local = rust_declare_hidden(r, self, true);
	if (!self.local)
		return v;
	v.first = NULL;
	v.lent = rust_binding_inside(r, self.local, false);
	ref = rust_type_of(r, RUST_REFERENCE, mut, self.type->of);
	v.type = of_type(r, self.type, ref, NULL);
	v.part = NULL;
	return v;
}

struct value rust_as_ref(struct rust *r, struct value place, bool mut, struct lkmm_place at)
{
	struct value v = place;

	if (place.where == IS_LOCAL && place.local) {
		v = rust_view(r, place.local, true, at);
		v.local = place.local;
	}
	if (v.where == IS_MEMORY ? v.type->kind != RUST_OPTION : !v.ok)
		return v;
	return as_ref(r, v, mut, at);
}

static struct value unwrap_or_default(struct rust *r, struct value self, struct lkmm_place at)
{
	struct stmts yes, no, *outer;
	struct value v;

	self = rust_now(r, self);
	rust_open(r, &yes, &outer);
	r->out = outer;
	rust_open(r, &no, &outer);
	v = rust_default(r, self.type->of, at);
	r->out = outer;
	return rust_choose(r, self.ok, &yes, rust_inside(self), &no, v, at);
}

static bool parse_question(struct rust *r, struct value self, const struct token *name,
			   struct value *v)
{
	bool option = self.type->kind == RUST_OPTION;
	bool yes = is_name(name, option ? "is_some" : "is_ok");

	if (!yes && !is_name(name, option ? "is_none" : "is_err"))
		return false;
	if (self.where == IS_MEMORY)
		self.ok = rust_tag(r, rust_now_address(r, self)).e;
	*v = rust_value(&rust_bool, self.ok, name->at);
	if (!yes)
		v->e = new_binary(r->l, LKMM_LNOT, self.ok, NULL, name->at);
	if (self.where != IS_MEMORY)
		v->e = rust_whole(r, self, v->e);
	return true;
}

/* The methods that keep the type of the contents of @self. */
static bool parse_same(struct rust *r, struct value self, const struct token *name, struct value *v)
{
	bool option = self.type->kind == RUST_OPTION;

	if (parse_question(r, self, name, v))
		return true;
	if (is_name(name, "unwrap_or") || is_name(name, "unwrap_or_else")) {
		*v = parse_unwrap_or(r, self, is_name(name, "unwrap_or_else"), name->at);
	} else if (is_name(name, "unwrap_or_default")) {
		*v = unwrap_or_default(r, self, name->at);
	} else if (is_name(name, "unwrap") || is_name(name, "expect")) {
		self = rust_now(r, self);
		rust_fail_unless(r, self.ok, LKMM_BUG, name->at);
		rust_pass_message(r->x);
		*v = rust_inside(self);
	} else if (!option && (is_name(name, "unwrap_err") || is_name(name, "expect_err"))) {
		self = rust_now(r, self);
		rust_fail_unless(r, new_binary(r->l, LKMM_LNOT, self.ok, NULL, name->at),
				 LKMM_BUG, name->at);
		rust_pass_message(r->x);
		*v = rust_inside_err(self);
	} else if (is_name(name, "unwrap_unchecked")) {
		rust_needs_unsafe(r, name->at, "unwrap_unchecked()");
		*v = rust_inside(rust_now(r, self));
	} else if (!option && (is_name(name, "ok") || is_name(name, "err"))) {
		*v = as_option(r, self, is_name(name, "err"), name->at);
	} else {
		return false;
	}
	return true;
}

struct value parse_rust_result_method(struct rust *r, struct value self, const struct token *name)
{
	bool option = self.type->kind == RUST_OPTION;
	bool mut = is_name(name, "as_mut");
	struct value v;

	lex_expect(r->x, "(");
	if (parse_same(r, self, name, &v))
		;
	else if (is_name(name, "map") || is_name(name, "and_then"))
		v = parse_map(r, self, false, is_name(name, "and_then"), name->at);
	else if (!option && is_name(name, "map_err"))
		v = parse_map(r, self, true, false, name->at);
	else if (is_name(name, option ? "is_some_and" : "is_ok_and"))
		v = parse_is_and(r, self, false, name->at);
	else if (option && is_name(name, "is_none_or"))
		v = parse_is_and(r, self, true, name->at);
	else if (is_name(name, "map_or") || is_name(name, "map_or_else"))
		v = parse_map_or(r, self, is_name(name, "map_or_else"), name->at);
	else if (is_name(name, "or") || is_name(name, "or_else"))
		v = parse_or(r, self, is_name(name, "or_else"), name->at);
	else if (option && (is_name(name, "ok_or") || is_name(name, "ok_or_else")))
		v = parse_ok_or(r, self, is_name(name, "ok_or_else"), name->at);
	else if (is_name(name, "copied") || is_name(name, "cloned"))
		v = copied(r, self, name->at);
	else if (option && is_name(name, "take"))
		v = take(r, self, name->at);
	else if (mut || is_name(name, "as_ref"))
		v = as_ref(r, self, mut, name->at);
	else
		return rust_no_method(r, self.type, name,
				      option ? "is_some, is_none, unwrap, expect, unwrap_or, "
					       "unwrap_or_else, is_some_and, map, map_or, "
					       "and_then, filter, or_else, ok_or, as_ref, "
					       "copied, take or replace" :
					       "is_ok, is_err, ok, err, unwrap, expect, unwrap_or, "
					       "unwrap_or_else, is_ok_and, map, map_or, map_err, "
					       "or_else or and_then");
	lex_accept(r->x, ",");
	lex_expect(r->x, ")");
	return v;
}
