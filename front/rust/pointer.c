// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Methods of raw pointers: reads, writes, casts. */
#include "front/primitive.h"
#include "item.h"

#include <string.h>

static bool is_name(const struct token *t, const char *name)
{
	return strlen(name) == (size_t)t->len && !memcmp(name, t->text, (size_t)t->len);
}

/* p.write(v) of a struct, or of an Atomic: the object that is there, if any, is not dropped. */
static struct value parse_write_object(struct rust *r, struct value self, struct lkmm_place at)
{
	struct value to = rust_now_address(r, self), v;

	to.type = self.type->of;
	to.where = IS_MEMORY;
	v = rust_now(r, parse_rust_as(r, to.type));
	if (!self.type->mut)
		rust_error(r, at, "expected a *mut pointer to write through");
	if (!r->x->error[0])
		rust_initialise(r, to, v, at);
	return rust_nothing(r, &rust_unit, at);
}

/* p.read() of the same: what is read is moved out of there. */
static struct value read_object(struct rust *r, struct value self)
{
	self = rust_now_address(r, self);
	self.type = self.type->of;
	self.where = IS_MEMORY;
	return rust_read_memory(r, self);
}

/* *p and *p = v by method; a volatile access is a marked one. */
struct value parse_rust_pointer_access(struct rust *r, struct value self, bool write,
				       bool is_volatile, const struct token *name)
{
	const struct lkmm_op *op =
		find_row(false, write ? LKMM_SHAPE_STORE : LKMM_SHAPE_LOAD, LKMM_RELAXED);
	struct lkmm_expr *e = new_access(r->l,
					 is_volatile ? LKMM_OP :
					 write	     ? LKMM_PLAIN_STORE :
						       LKMM_PLAIN_LOAD,
					 rust_address(r, self.e, self.type->of), name->at);
	struct lkmm_stmt **mark = rust_mark(r);
	const struct rust_type *t = self.type->of;
	char text[RUST_TYPE_TEXT];

	rust_needs_unsafe(r, name->at, "reading or writing through a raw pointer");
	if (write && !is_volatile &&
	    (rust_is_object(t) || rust_is_laid_out(t) || t->kind == RUST_UNIT))
		return parse_write_object(r, self, name->at);
	if (!write && !is_volatile && t->kind != RUST_CELL && rust_is_laid_out(t))
		return read_object(r, self);
	if (!rust_is_plain(t))
		rust_error(r, name->at,
			   "expected a pointer to an integer, bool or pointer, found %s",
			   rust_type_text(self.type, text));
	if (write && !self.type->mut)
		rust_error(r, name->at, "expected a *mut pointer to write through");
	if (!e || r->x->error[0])
		return rust_nothing(r, &rust_never, name->at);
	if (is_volatile) {
		e->access->op = op;
		e->access->order = op->bare;
	}
	if (!write)
		return rust_value(t, rust_loaded(r, t, e, self.e), name->at);
	e->access->arg[1] = parse_rust_as(r, t).e;
	rust_keep(r, &self, mark);
	e->access->arg[0] = rust_address(r, self.e, t);
	rust_emit(r, LKMM_EXPR, e, name->at);
	return rust_nothing(r, &rust_unit, name->at);
}

/* The methods that move a pointer, and by what type. */
static const struct move {
	const char *name;
	enum lkmm_operator op;
	const char *by;
} moves[] = {
	{ "add", LKMM_ADD, "usize" }, { "sub", LKMM_SUB, "usize" },
	{ "wrapping_add", LKMM_ADD, "usize" }, { "wrapping_sub", LKMM_SUB, "usize" },
	{ "offset", LKMM_ADD, "isize" },
};

static const struct move *find_move(const struct token *name)
{
	for (size_t i = 0; i < sizeof(moves) / sizeof(moves[0]); i++)
		if (is_name(name, moves[i].name))
			return &moves[i];
	return NULL;
}

bool rust_moves_pointer(const struct token *name)
{
	return find_move(name);
}

/* p.add(n) and the like, behind the bracket */
static struct value parse_moved(struct rust *r, struct value self, const struct token *name)
{
	const struct move *move = find_move(name);
	const struct rust_type *t = self.type->of;
	struct lkmm_place at = name->at;
	struct lkmm_expr *by;
	struct value n;

	if (*name->text != 'w')
		rust_needs_unsafe(r, at, "moving a pointer");
	self = rust_now(r, self);
	n = parse_rust_as(r, rust_named_type(move->by, 5));
	if (r->x->error[0])
		return rust_nothing(r, &rust_never, at);
	n = rust_now(r, n);
	by = new_binary(r->l, LKMM_MUL, n.e, new_number(r->l, rust_size(t), at), at);
	self.e = new_binary(r->l, move->op, self.e, by, at);
	self.local = NULL;
	return self;
}

struct value parse_rust_pointer_method(struct rust *r, struct value self, const struct token *name)
{
	bool is_volatile = is_name(name, "read_volatile") || is_name(name, "write_volatile");
	bool write = is_name(name, "write") || is_name(name, "write_volatile");
	const struct rust_type *of = NULL;
	struct value v = self;

	v.local = NULL;
	v.at = name->at;
	if (lex_accept(r->x, "::")) {
		lex_accept_char(r->x, '<');
		of = parse_rust_type(r);
		if (!lex_accept_char(r->x, '>'))
			lex_expected(r->x, "'>'");
	}
	lex_expect(r->x, "(");
	if (is_volatile || write || is_name(name, "read")) {
		v = parse_rust_pointer_access(r, self, write, is_volatile, name);
	} else if (rust_moves_pointer(name)) {
		v = parse_moved(r, self, name);
	} else if (is_name(name, "is_null")) {
		v.type = &rust_bool;
		v.e = new_binary(r->l, LKMM_EQ, self.e, new_number(r->l, 0, name->at), name->at);
	} else if (self.type->non_null && is_name(name, "as_ptr")) {
		v.type = rust_type_of(r, RUST_POINTER, true, self.type->of);
	} else if (self.type->non_null && (is_name(name, "as_ref") || is_name(name, "as_mut"))) {
		rust_needs_unsafe(r, name->at, "as_ref()");
		v.type = rust_type_of(r, RUST_REFERENCE, is_name(name, "as_mut"), self.type->of);
	} else if (is_name(name, "as_ref") || is_name(name, "as_mut")) {
		rust_needs_unsafe(r, name->at, "as_ref()");
		v = rust_hold(r, self);
		v.ok = new_binary(r->l, LKMM_NE, v.e, new_number(r->l, 0, name->at), name->at);
		v.type = rust_type_of(r, RUST_OPTION, false,
				      rust_type_of(r, RUST_REFERENCE, is_name(name, "as_mut"),
						   self.type->of));
	} else if (is_name(name, "cast")) {
		v.type = rust_type_of(r, RUST_POINTER, self.type->mut, of ? of : self.type->of);
		if (v.type != &rust_never)
			((struct rust_type *)v.type)->non_null = self.type->non_null;
	} else if (is_name(name, "cast_mut") || is_name(name, "cast_const")) {
		v.type = rust_type_of(r, RUST_POINTER, is_name(name, "cast_mut"), self.type->of);
	} else {
		return rust_no_method(r, self.type, name,
				 "read, write, read_volatile, write_volatile, is_null, add, "
				 "cast_mut or cast_const");
	}
	lex_accept(r->x, ",");
	lex_expect(r->x, ")");
	return v;
}

/* NonNull::new(p), an Option; NonNull::new_unchecked(p), NonNull::from(reference) */
bool parse_rust_non_null(struct rust *r, const struct token *module, const struct token *name,
			 struct value *v)
{
	bool is_new = is_name(name, "new"), unchecked = is_name(name, "new_unchecked");
	char text[RUST_TYPE_TEXT];
	struct rust_type *t;

	if (!is_name(module, "NonNull") || (!is_new && !unchecked && !is_name(name, "from")))
		return false;
	if (unchecked)
		rust_needs_unsafe(r, name->at, "new_unchecked()");
	lex_expect(r->x, "(");
	*v = rust_now(r, parse_rust_value(r));
	lex_expect(r->x, ")");
	if (v->lent)
		rust_error(r, v->at, "a local variable is a register here, and has no address");
	if (v->type->kind != RUST_POINTER && v->type->kind != RUST_REFERENCE)
		rust_error(r, v->at, "expected a pointer or reference, found %s",
			   rust_type_text(v->type, text));
	t = r->x->error[0] ? NULL : (void *)rust_type_of(r, RUST_POINTER, true, v->type->of);
	if (!t || t == &rust_never) {
		*v = rust_nothing(r, &rust_never, name->at);
		return true;
	}
	t->non_null = true;
	v->type = t;
	v->local = NULL;
	if (is_new) {
		v->ok = new_binary(r->l, LKMM_NE, v->e, new_number(r->l, 0, name->at), name->at);
		v->type = rust_type_of(r, RUST_OPTION, false, t);
	}
	return true;
}

/* ---- functions of core::ptr ---- */

/* ptr::eq(a, b) */
static struct value parse_eq(struct rust *r, const struct token *name)
{
	char text[RUST_TYPE_TEXT];
	struct lkmm_stmt **mark;
	struct value v[2];

	lex_expect(r->x, "(");
	for (int i = 0; i < 2; i++) {
		v[i] = parse_rust_value(r);
		if (v[i].lent)
			rust_error(r, v[i].at, "a local variable is a register here, and has no "
				   "address");
		else if (v[i].type->kind != RUST_REFERENCE && v[i].type->kind != RUST_POINTER &&
			 v[i].type->kind != RUST_NEVER)
			rust_error(r, v[i].at, "expected a reference or pointer, found %s",
				   rust_type_text(v[i].type, text));
		if (!i)
			mark = rust_mark(r);
		if (!i)
			lex_expect(r->x, ",");
	}
	lex_accept(r->x, ",");
	lex_expect(r->x, ")");
	rust_keep(r, &v[0], mark);
	return rust_value(&rust_bool, new_binary(r->l, LKMM_EQ, v[0].e, v[1].e, name->at),
			  name->at);
}

/* ptr::drop_in_place(p) */
static struct value parse_drop_in_place(struct rust *r, const struct token *name)
{
	char text[RUST_TYPE_TEXT];
	struct value v;

	rust_needs_unsafe(r, name->at, "drop_in_place()");
	lex_expect(r->x, "(");
	v = rust_now(r, parse_rust_value(r));
	lex_expect(r->x, ")");
	if (v.lent || !v.type->mut ||
	    (v.type->kind != RUST_POINTER && v.type->kind != RUST_REFERENCE))
		rust_error(r, v.at, "expected a *mut pointer, found %s",
			   rust_type_text(v.type, text));
	if (r->x->error[0])
		return rust_nothing(r, &rust_never, name->at);
	v.type = v.type->of;
	v.where = IS_MEMORY;
	v.mut = true;
	v.local = NULL;
	rust_drop_place(r, v);
	return rust_nothing(r, &rust_unit, name->at);
}

bool parse_rust_ptr_function(struct rust *r, const struct token *module, const struct token *name,
			     struct value *v)
{
	bool is_volatile = is_name(name, "read_volatile") || is_name(name, "write_volatile");
	bool write = is_name(name, "write") || is_name(name, "write_volatile");
	char text[RUST_TYPE_TEXT];

	if (is_name(module, "ptr") && is_name(name, "eq")) {
		*v = parse_eq(r, name);
		return true;
	}
	if (is_name(name, "drop_in_place")) {
		*v = parse_drop_in_place(r, name);
		return true;
	}
	if (!is_name(module, "ptr") || (!write && !is_volatile && !is_name(name, "read")))
		return false;
	lex_expect(r->x, "(");
	*v = parse_rust_value(r);
	if (v->type->kind != RUST_POINTER) {
		rust_error(r, v->at, "expected a raw pointer, found %s",
			   rust_type_text(v->type, text));
		return true;
	}
	if (write)
		lex_expect(r->x, ",");
	*v = parse_rust_pointer_access(r, *v, write, is_volatile, name);
	lex_expect(r->x, ")");
	return true;
}
