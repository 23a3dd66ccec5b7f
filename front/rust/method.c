// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Calls of methods: those of Atomic, Result, pointers and integers. */
#include "front/primitive.h"
#include "flow.h"
#include "item.h"

#include <stdio.h>
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

struct value rust_no_method(struct rust *r, const struct rust_type *t, const struct token *name,
			    const char *expected)
{
	char text[RUST_TYPE_TEXT];

	const char *here = rust_counterpart(r, t, name);

	if (t->kind != RUST_NEVER)
		rust_error_of_name(r, name->at, "%s has no method '%.*s': %s %s",
				   rust_type_text(t, text), name->len > 40 ? 40 : name->len,
				   name->text, here ? "write" : "expected", here ? here : expected);
	return rust_nothing(r, &rust_never, name->at);
}

/* ---- orderings ---- */

static const struct {
	const char *name;
	enum lkmm_order order;
} orderings[] = {
	{ "Full", LKMM_FULL },
	{ "Acquire", LKMM_ACQUIRE },
	{ "Release", LKMM_RELEASE },
	{ "Relaxed", LKMM_RELAXED },
};

enum { NR_ORDERINGS = sizeof(orderings) / sizeof(orderings[0]) };

/* "an ordering: Acquire or Relaxed" */
static void list_orderings(const struct lkmm_op *op, char *text, size_t room)
{
	int n = 0, left = 0;

	for (int i = 0; i < NR_ORDERINGS; i++)
		left += op->orders >> orderings[i].order & 1;
	snprintf(text, room, "%s", left == 1 ? "the ordering " : "an ordering: ");
	for (int i = 0; i < NR_ORDERINGS; i++) {
		size_t len = strlen(text);

		if (!(op->orders >> orderings[i].order & 1))
			continue;
		snprintf(text + len, room - len, "%s%s",
			 !n++	   ? "" :
			 left == 1 ? " or " :
				     ", ",
			 orderings[i].name);
		left--;
	}
}

/* Skips the text before the last name of a path. */
static void skip_path(struct lexer *x)
{
	while (!x->error[0] && x->tok.kind == T_NAME && lex_next_is(x, "::")) {
		lex_next(x);
		lex_next(x);
	}
}

static void parse_ordering(struct rust *r, const struct lkmm_op *op, struct lkmm_access *a)
{
	struct token name;
	char expected[80];

	list_orderings(op, expected, sizeof(expected));
	skip_path(r->x);
	name = rust_renamed(r, r->x->tok);
	for (int i = 0; i < NR_ORDERINGS; i++)
		if (is_name(&name, orderings[i].name) && op->orders >> orderings[i].order & 1) {
			a->order = orderings[i].order;
			lex_next(r->x);
			return;
		}
	if (r->x->tok.kind == T_NAME)
		lex_error(r->x, r->x->tok.at, "expected %s, found '%.*s'%s", expected,
			  r->x->tok.len > 40 ? 40 : r->x->tok.len, r->x->tok.text,
			  rust_ordering_hint(&r->x->tok, op->orders));
	else
		lex_expected(r->x, expected);
}

/* ---- the rows of ops.tbl ---- */

static const struct lkmm_op *find_method(const struct token *name)
{
	for (int i = 0; i < lkmm_nr_ops; i++)
		if (lkmm_ops[i].atomic && is_name(name, lkmm_ops[i].rust))
			return &lkmm_ops[i];
	return NULL;
}

/*
 * Arithmetic is for integers of at least 32 bits; methods that depend on the sign, for signed ones.
 */
static bool has_op(struct rust *r, const struct lkmm_op *op, const struct rust_type *t,
		   const struct token *name)
{
	bool wide = t->kind == RUST_INTEGER && t->integer.bits >= 32;
	char text[RUST_TYPE_TEXT];

	if (op->shape != LKMM_SHAPE_COMPUTE ||
	    (wide && (!t->integer.is_unsigned || !op->asks_sign)))
		return true;
	rust_error(r, name->at,
		   "Atomic<%s> has no %s(): expected an Atomic of a%s integer of 32 or 64 bits",
		   rust_type_text(t, text), op->rust, op->asks_sign ? " signed" : "n");
	return false;
}

/* &mut old */
static struct lkmm_expr *parse_inout(struct rust *r, const struct rust_type *t,
				     struct lkmm_access *a, struct binding **borrowed)
{
	struct binding *b = NULL;
	struct value v;

	if (r->x->tok.kind == T_NAME && (b = rust_find(r, &r->x->tok)) && b->lent)
		b = b->lent;
	else if (!lex_accept(r->x, "&") || !lex_accept(r->x, "mut"))
		lex_expected(r->x, "'&mut' and a variable that gets the value found");
	else if (r->x->tok.kind == T_NAME)
		b = rust_find(r, &r->x->tok);
	if (!b || b->alias)
		lex_expected(r->x, "a variable that gets the value found");
	else if (!b->mut)
		rust_error(r, r->x->tok.at,
			   "'%.*s' cannot be borrowed as mutable: expected it to be "
			   "declared 'let mut'",
			   b->len > 80 ? 80 : b->len, b->name);
	if (r->x->error[0])
		return r->zero;
	v = rust_value(b->type, NULL, r->x->tok.at);
	v.where = IS_LOCAL;
	v.local = b;
	v = rust_read(r, v);
	rust_coerce(r, &v, t);
	a->inout = b->reg;
	b->borrowed = true;
	*borrowed = b;
	lex_next(r->x);
	return v.e;
}

static void expect_comma(struct rust *r, const struct lkmm_op *op, int i)
{
	char expected[96] = "','";

	if (lex_accept(r->x, ","))
		return;
	if (i == op->nargs) {
		strcat(expected, " and ");
		list_orderings(op, expected + strlen(expected),
			       sizeof(expected) - strlen(expected));
	}
	lex_expected(r->x, expected);
}

/* The arguments other than the object, each before the statements that those after it need. */
static void parse_arguments(struct rust *r, struct lkmm_access *a, const struct rust_type *t)
{
	struct value v[LKMM_MAX_ARGS] = { { 0 } };
	struct lkmm_stmt **mark[LKMM_MAX_ARGS] = { NULL };
	const struct lkmm_op *op = a->op;
	struct binding *borrowed = NULL;
	bool first = true;

	for (int i = 0; i < op->nargs; i++) {
		if (i == op->object)
			continue;
		if (!first)
			expect_comma(r, op, i);
		first = false;
		if (i == op->inout)
			a->arg[i] = parse_inout(r, t, a, &borrowed);
		else
			v[i] = parse_rust_as(r, t);
		mark[i] = rust_mark(r);
	}
	if (!first)
		expect_comma(r, op, op->nargs);
	if (borrowed)
		borrowed->borrowed = false;
	for (int i = op->nargs - 1; i >= 0; i--) {
		if (i == op->object || i == op->inout)
			continue;
		rust_keep(r, &v[i], mark[i]);
		a->arg[i] = v[i].e;
	}
}

/* A cmpxchg: the value found in a register; whether that was the value expected. */
static struct value cmpxchg_result(struct rust *r, struct lkmm_expr *e, const struct rust_type *t,
				   struct lkmm_place at)
{
	const struct lkmm_formula *when = e->access->op->when;
	int old = when->right->number;
	struct value expected = rust_hold(r, rust_value(t, e->access->arg[old], at)), v;

	e->access->arg[old] = expected.e;
	v = rust_hold(r, rust_value(t, e, at));
	v.first = rust_whole(r, expected, v.first);
	v.ok = new_binary(r->l, when->op, v.e, expected.e, at);
	v.type = rust_type_of(r, RUST_RESULT, false, t);
	return v;
}

/* @before: "(", or in a function "," behind the pointer */
static struct value parse_op(struct rust *r, const struct lkmm_op *op, struct value self,
			     const struct token *name, const char *before)
{
	struct lkmm_expr *e = new_access(r->l, LKMM_OP, NULL, name->at), *result;
	const struct rust_type *t = self.type;
	struct lkmm_stmt **mark = rust_mark(r);

	if (!e || !has_op(r, op, t, name))
		return rust_nothing(r, &rust_never, name->at);
	e->access->op = op;
	e->access->integer = t->kind == RUST_INTEGER ? t->integer : LKMM_SIGNED(0);
	lex_expect(r->x, before);
	parse_arguments(r, e->access, t);
	parse_ordering(r, op, e->access);
	close_call(r);
	rust_keep(r, &self, mark);
	e->access->arg[op->object] = self.e;
	if (r->x->error[0])
		return rust_nothing(r, &rust_never, name->at);
	if (!op->returns) {
		rust_emit(r, LKMM_EXPR, e, name->at);
		return rust_nothing(r, &rust_unit, name->at);
	}
	if (op->shape == LKMM_SHAPE_CMPXCHG)
		return cmpxchg_result(r, e, t, name->at);
	result = op->returns_bool ? e : rust_loaded(r, t, e, self.e);
	return rust_value(op->returns_bool ? &rust_bool : t, result, name->at);
}

/* ---- the other methods of Atomic ---- */

/* do { v = load } while (!wanted(v)) */
static struct value parse_cond_load(struct rust *r, struct value self, const struct token *name)
{
	static const struct token load = { .text = "load", .len = 4 };
	struct lkmm_expr *e = new_access(r->l, LKMM_OP, NULL, name->at);
	struct value held = rust_now(r, self), v, wanted;
	struct stmts body, *outer;
	struct lkmm_stmt *s;

	if (!e)
		return rust_nothing(r, &rust_never, name->at);
	e->access->op = find_method(&load);
	e->access->arg[0] = held.e;
	v = rust_hold(r, rust_value(self.type, rust_loaded(r, self.type, e, held.e), name->at));
	lex_expect(r->x, "(");
	rust_open(r, &body, &outer);
	rust_emit(r, LKMM_EXPR, v.first, name->at);
	v.first = NULL;
	wanted = parse_rust_closure(r, v);
	r->out = outer;
	rust_coerce(r, &wanted, &rust_bool);
	lex_expect(r->x, ",");
	parse_ordering(r, e->access->op, e->access);
	close_call(r);
	s = new_stmt(r->l, LKMM_LOOP, name->at);
	if (s) {
		s->test_after = true;
		s->body = body.first;
		s->expr = new_binary(r->l, LKMM_LNOT, wanted.e, NULL, name->at);
	}
	rust_append(r, s);
	return v;
}

static struct value parse_atomic_method(struct rust *r, struct value self, const struct token *name)
{
	const struct lkmm_op *op = find_method(name);
	const struct rust_type *atomic = self.type;

	self.type = atomic->of;
	if (op)
		return parse_op(r, op, self, name, "(");
	if (is_name(name, "cond_load"))
		return parse_cond_load(r, self, name);
	if (is_name(name, "as_ptr")) {
		lex_expect(r->x, "(");
		lex_expect(r->x, ")");
		return rust_value(rust_type_of(r, RUST_POINTER, true, atomic->of), self.e,
				  name->at);
	}
	return rust_no_method(r, atomic, name,
			 "load, store, xchg, cmpxchg, try_cmpxchg, cond_load, as_ptr, or an "
			 "operation such as fetch_add");
}

/* ---- structs ---- */

static struct value method_of(struct rust *r, struct value self, const struct token *name);

/* A function of an impl for the type of the place @self, or of its dereferenced type. */
static struct value parse_struct_method(struct rust *r, struct value self, const struct token *name)
{
	struct rust_item *item = NULL;
	struct value to;

	if (self.type->item)
		item = rust_find_item(r->l, &self.type->item->name, name);
	if (item && item->kind == RUST_FN)
		return parse_rust_call(r, item, &self, name->at);
	if (rust_find_method(r->l, self.type, "Iterator", "next"))
		return parse_rust_iterator_method(r, rust_iterate_next(r, self), name);
	if (is_name(name, "into") && r->expected && rust_convert(r, &self, r->expected)) {
		lex_expect(r->x, "(");
		close_call(r);
		return self;
	}
	to = rust_dereferenced(r, self, name->at);
	if (to.type != self.type)
		return method_of(r, to, name);
	if (is_name(name, "clone") && !rust_is_dropped(r, self.type)) {
		lex_expect(r->x, "(");
		close_call(r);
		return rust_read(r, self);
	}
	return rust_no_method(r, self.type, name, "one of its impl");
}

/* A struct, or an enum that is more than a number. */
static bool is_struct_like(const struct rust_type *t)
{
	return t->kind == RUST_STRUCT || t->kind == RUST_ENUM;
}

/* The Option or Result @self: questions and references leave its parts where they are. */
static struct value result_of(struct rust *r, struct value self, const struct token *name)
{
	static const char *const stay[] = {
		"is_some", "is_none", "is_ok", "is_err", "as_ref", "as_mut", "take",
	};
	struct value to = { 0 };

	for (size_t i = 0; i < sizeof(stay) / sizeof(stay[0]); i++) {
		if (!is_name(name, stay[i]))
			continue;
		if (self.where == IS_MEMORY)
			return self;
		if (self.where == IS_LOCAL && self.local)
			to = rust_view(r, self.local, true, name->at);
	}
	if (to.type) {
		to.local = self.local;
		return to;
	}
	self = rust_read(r, self);
	self.local = NULL;
	return self;
}

/* ---- all of them ---- */

/* The object that a method is called on, through any references. */
static struct value parse_self(struct rust *r, struct value self)
{
	if (self.where == IS_LOCAL && rust_is_in_register(r, self.type, self.at))
		return rust_nothing(r, &rust_never, self.at);
	if (self.where == IS_LOCAL || (self.where == IS_MEMORY && rust_is_plain(self.type)))
		self = rust_read(r, self);
	while (self.where == IS_VALUE && self.type->kind == RUST_REFERENCE) {
		if (self.lent) {
			if (rust_is_in_register(r, self.lent->type, self.at))
				return rust_nothing(r, &rust_never, self.at);
			self.local = self.lent;
			self.where = IS_LOCAL;
			self.type = self.lent->type;
			self.lent = NULL;
			self = rust_read(r, self);
		} else {
			self.mut = self.type->mut;
			self.type = self.type->of;
		}
	}
	self.where = IS_VALUE;
	self.local = NULL;
	return self;
}

/* atomic_load(p, Relaxed) of kernel::sync::atomic, and others: the method of Atomic::from_ptr(p) */
bool parse_rust_pointer_op(struct rust *r, const struct token *name, struct value *v)
{
	static const struct {
		const char *name;
		struct token method;
	} all[] = {
		{ "atomic_load", { .text = "load", .len = 4 } },
		{ "atomic_store", { .text = "store", .len = 5 } },
		{ "xchg", { .text = "xchg", .len = 4 } },
		{ "cmpxchg", { .text = "cmpxchg", .len = 7 } },
	};
	struct value self;

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		if (!is_name(name, all[i].name))
			continue;
		self = parse_self(r, parse_rust_from_ptr(r, name, "this function"));
		if (self.type->kind != RUST_ATOMIC) {
			*v = rust_nothing(r, &rust_never, name->at);
			return true;
		}
		self.type = self.type->of;
		*v = parse_op(r, find_method(&all[i].method), self, name, ",");
		return true;
	}
	return false;
}

struct value parse_rust_method(struct rust *r, struct value self)
{
	struct token name = r->x->tok;

	if (name.kind != T_NAME && name.kind != T_NUMBER) {
		lex_expected(r->x, "the name of a method");
		return rust_nothing(r, &rust_never, name.at);
	}
	lex_next(r->x);
	if (!tok_is(r->x, "(") && !tok_is(r->x, "::"))
		return parse_rust_field(r, self, &name);
	return method_of(r, self, &name);
}

/* The parts of @b, which may be written. */
static void make_mutable(struct rust *r, struct binding *b)
{
	int n = rust_parts(b->type);
	struct binding *part = b->part;

	b->mut = true;
	if (!part || r->x->error[0])
		return;
	b->part = litmus_alloc(r->l, (size_t)(n ? n : 1) * sizeof(*b->part));
	for (int i = 0; b->part && i < n; i++) {
		b->part[i] = part[i];
		make_mutable(r, &b->part[i]);
	}
}

/* Whether a @t leads anywhere. */
static bool has_pointers(const struct rust_type *t)
{
	bool has = t->kind == RUST_REFERENCE || t->kind == RUST_POINTER;

	for (int i = 0; !has && i < rust_parts(t); i++)
		has = has_pointers(rust_part_type(t, i));
	return has || ((t->kind == RUST_OPTION || t->kind == RUST_RESULT) && t->of &&
		       has_pointers(t->of));
}

/* What is in a local UnsafeCell: everybody who sees the cell may write it. */
static struct binding *in_cell(struct rust *r, struct binding *cell)
{
	struct binding *in = litmus_alloc(r->l, sizeof(*in));

	if (!in)
		return NULL;
	/* an Option is a part of it */
	*in = cell->part && rust_is_nested(cell->type) ? cell->part[0] : *cell;
	in->type = cell->type->of;
	in->drop = NULL;
	make_mutable(r, in);
	if (has_pointers(in->type) || rust_is_dropped(r, in->type))
		rust_error(r, r->x->tok.at, "a Cell that is a local variable cannot hold a "
			   "pointer, or what is dropped: write 'let mut'");
	return in;
}

/* The methods of an UnsafeCell that is a local variable, which has no address. */
static struct value parse_local_cell(struct rust *r, struct value self, const struct token *name)
{
	struct binding *in = in_cell(r, self.local);
	bool get = is_name(name, "get");

	lex_expect(r->x, "(");
	close_call(r);
	if (!in || r->x->error[0])
		return rust_nothing(r, &rust_never, name->at);
	if (is_name(name, "into_inner"))
		return rust_read(r, rust_local(r, in, name->at));
	if (!get && !is_name(name, "get_mut"))
		return rust_no_method(r, self.type, name, "get_mut or into_inner");
	/* those of Cell and RefCell keep it to themselves */
	if (get && !(r->in && r->in->in_library))
		rust_error(r, name->at, "a local variable is a register here, and has no address: "
			   "write a Cell, or the variable in { } before the processes");
	self = rust_lend(r, in, true, name->at);
	if (get)
		self.type = rust_type_of(r, RUST_POINTER, true, in->type);
	return self;
}

static struct value method_of(struct rust *r, struct value self, const struct token *method)
{
	struct token name = *method;
	bool by_value = self.type->kind == RUST_ARRAY;
	struct value to;

	if (parse_rust_uninit_method(r, self, &name, &to))
		return to;
	to = rust_place(r, self);
	if (is_name(&name, "clone") && rust_is_plain(to.type)) {
		lex_expect(r->x, "(");
		close_call(r);
		return rust_read(r, to);
	}
	if (to.type->kind == RUST_CELL && to.where == IS_LOCAL && to.local)
		return parse_local_cell(r, to, &name);
	if (to.type->kind == RUST_ARRAY)
		return parse_rust_array_method(r, rust_placed(r, to), by_value, &name);
	if (self.type->kind == RUST_REFERENCE || is_struct_like(self.type))
		self = rust_place(r, self);
	if (is_struct_like(self.type))
		return parse_struct_method(r, rust_placed(r, self), &name);
	if ((self.type->kind == RUST_OPTION || self.type->kind == RUST_RESULT) &&
	    parse_rust_library_method(r, self.type->kind == RUST_OPTION ? "option" : "result",
				      &self, &name, &to))
		return to;
	if (self.type->kind == RUST_OPTION || self.type->kind == RUST_RESULT)
		return parse_rust_result_method(r, result_of(r, self, &name), &name);
	self = parse_self(r, self);
	switch (self.type->kind) {
	case RUST_ATOMIC:
		return parse_atomic_method(r, self, &name);
	case RUST_POINTER:
		if (self.type->of->kind == RUST_ATOMIC && find_method(&name) &&
		    !rust_moves_pointer(&name))
			rust_error(r, name.at,
				   "expected an Atomic, found a raw pointer to one: "
				   "as in (*p).%.*s(), in 'unsafe { }'",
				   name.len, name.text);
		return parse_rust_pointer_method(r, self, &name);
	case RUST_INTEGER:
	case RUST_LITERAL:
		return parse_rust_integer_method(r, self, &name);
	case RUST_BOOL:
		return parse_rust_bool_method(r, self, &name);
	case RUST_ITERATOR:
		return parse_rust_iterator_method(r, self, &name);
	case RUST_CELL:
		if (is_name(&name, "get")) {
			lex_expect(r->x, "(");
			close_call(r);
			return rust_value(rust_type_of(r, RUST_POINTER, true, self.type->of),
					  self.e, name.at);
		}
		return rust_no_method(r, self.type, &name, "get");
	default:
		return rust_no_method(r, self.type, &name,
				      "a method of an Atomic, Result or pointer");
	}
}
