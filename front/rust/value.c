// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Values, and the statements that have to run before they are there. */
#include "rust.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void rust_error(struct rust *r, struct lkmm_place at, const char *fmt, ...)
{
	char text[sizeof(r->x->error)];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	lex_error(r->x, at, "%s", text);
}

void rust_error_of_name(struct rust *r, struct lkmm_place at, const char *fmt, ...)
{
	char text[sizeof(r->x->error)];
	va_list ap;

	if (r->x->error[0])
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	r->x->of_name = true;
	lex_error(r->x, at, "%s", text);
}

/* ---- statements ---- */

void rust_open(struct rust *r, struct stmts *s, struct stmts **outer)
{
	s->first = NULL;
	s->end = &s->first;
	*outer = r->out;
	r->out = s;
}

static void append_to(struct stmts *s, struct lkmm_stmt *add)
{
	*s->end = add;
	while (*s->end)
		s->end = &(*s->end)->next;
}

void rust_append(struct rust *r, struct lkmm_stmt *s)
{
	append_to(r->out, s);
}

static struct lkmm_stmt *stmt_of(struct rust *r, enum lkmm_stmt_kind kind, struct lkmm_expr *e,
				 struct lkmm_place at)
{
	struct lkmm_stmt *s = new_stmt(r->l, kind, at);

	if (s)
		s->expr = e;
	return s;
}

void rust_emit(struct rust *r, enum lkmm_stmt_kind kind, struct lkmm_expr *e, struct lkmm_place at)
{
	rust_append(r, stmt_of(r, kind, e, at));
}

static struct lkmm_expr *reg_expr(struct rust *r, int reg, struct lkmm_place at)
{
	return new_index(r->l, LKMM_REGISTER, reg, at);
}

static struct lkmm_expr *set_reg(struct rust *r, int reg, struct lkmm_expr *e, struct lkmm_place at)
{
	return new_assign(r->l, reg_expr(r, reg, at), e, at);
}

/* ---- values ---- */

struct value rust_value(const struct rust_type *t, struct lkmm_expr *e, struct lkmm_place at)
{
	return (struct value){ .type = t, .e = e, .at = at };
}

struct value rust_nothing(struct rust *r, const struct rust_type *t, struct lkmm_place at)
{
	return rust_value(t, r->zero, at);
}

static bool has_ok(const struct value *v)
{
	return v->type->kind == RUST_RESULT || v->type->kind == RUST_OPTION;
}

struct lkmm_expr *rust_loaded(struct rust *r, const struct rust_type *t, struct lkmm_expr *e,
			      const struct lkmm_expr *address)
{
	struct lkmm_integer as = rust_is_integer(t) ? t->integer : LKMM_SIGNED(64);
	bool same = as.bits == 64 ||
		    (!as.is_unsigned && address && address->kind != LKMM_ADDRESS);

	if (address && address->kind == LKMM_ADDRESS)
		same |= lkmm_same_integer(r->l->test->loc[address->index].integer, as);
	return same ? e : new_cast(r->l, as, e, e ? e->at : r->x->tok.at);
}

struct lkmm_expr *rust_address(struct rust *r, struct lkmm_expr *e, const struct rust_type *t)
{
	struct lkmm_expr *copy;

	if (!e || e->kind == LKMM_ADDRESS)
		return e;
	copy = new_expr(r->l, e->kind, e->at);
	if (!copy)
		return e;
	*copy = *e;
	copy->type.points_to = t->kind == RUST_POINTER || t->kind == RUST_REFERENCE ?
				       LKMM_SIGNED(64) : t->integer;
	return copy;
}

struct value rust_read(struct rust *r, struct value v)
{
	char text[RUST_TYPE_TEXT];
	struct lkmm_expr *address = v.e;

	if (v.type->kind == RUST_CLOSURE && v.local) {
		v = rust_copy_closure(r, v);
		v.where = IS_VALUE;
	}
	if (v.where == IS_LOCAL && rust_has_parts(v.type)) {
		v = rust_read_parts(r, v);
	} else if (v.where == IS_MEMORY && v.type->kind != RUST_CELL && rust_is_laid_out(v.type)) {
		v = rust_copy_memory(r, v);
	} else if (v.where == IS_LOCAL) {
		if (v.type->kind == RUST_UNKNOWN)
			rust_error(r, v.at, "expected a variable with a value: '%.*s' has none yet",
				   v.local->len > 80 ? 80 : v.local->len, v.local->name);
		v.e = v.local->alias ? v.local->alias : reg_expr(r, v.local->reg, v.at);
		if (has_ok(&v))
			v.ok = v.local->alias_ok ? v.local->alias_ok :
						   reg_expr(r, v.local->ok, v.at);
	} else if (v.where == IS_MEMORY) {
		if (!rust_is_plain(v.type) && v.type->kind != RUST_NEVER)
			rust_error(r, v.at,
				   "expected a value that can be copied, found %s: call a "
				   "method of it, or write '&'",
				   rust_type_text(v.type, text));
		address = rust_address(r, address, v.type);
		v.e = rust_loaded(r, v.type, new_access(r->l, LKMM_PLAIN_LOAD, address, v.at),
				  address);
	}
	v.where = IS_VALUE;
	return v;
}

bool rust_is_reference(const struct rust_type *t)
{
	while ((t->kind == RUST_RESULT || t->kind == RUST_OPTION) && t->of && !rust_is_nested(t))
		t = t->of;
	return t->kind == RUST_REFERENCE;
}

bool rust_is_none(const struct value *v)
{
	return v->ok && v->ok->kind == LKMM_NUMBER && !v->ok->number;
}

static struct lkmm_expr *comma(struct rust *r, struct lkmm_expr *a, struct lkmm_expr *b)
{
	struct lkmm_expr *c;

	if (!a || !b)
		return a ? a : b;
	c = new_expr(r->l, LKMM_COMMA, b->at);
	if (c) {
		c->a = a;
		c->b = b;
	}
	return c;
}

struct lkmm_expr *rust_whole(struct rust *r, struct value v, struct lkmm_expr *e)
{
	return comma(r, v.first, e);
}

static bool is_simple(const struct lkmm_expr *e)
{
	return !e || e->kind == LKMM_NUMBER || e->kind == LKMM_ADDRESS || e->kind == LKMM_REGISTER;
}

void rust_discard(struct rust *r, struct value v)
{
	if (v.where == IS_MEMORY)
		v = rust_read(r, v);
	if (v.where == IS_LOCAL)
		return;
	if (v.first)
		rust_emit(r, LKMM_EXPR, v.first, v.at);
	if (!is_simple(v.e))
		rust_emit(r, LKMM_EXPR, v.e, v.at);
	for (int i = 0; v.part && i < rust_parts(v.type); i++)
		rust_discard(r, v.part[i]);
}

struct value rust_hold(struct rust *r, struct value v)
{
	v = rust_read(r, v);
	if (!is_simple(v.e)) {
		int reg = rust_temporary(r, LKMM_SIGNED(0));

		v.first = comma(r, v.first, set_reg(r, reg, v.e, v.at));
		v.e = reg_expr(r, reg, v.at);
		v.local = NULL;
	}
	if (rust_has_parts(v.type))
		rust_hold_parts(r, &v);
	return v;
}

struct value rust_now(struct rust *r, struct value v)
{
	v = rust_hold(r, v);
	if (v.first)
		rust_emit(r, LKMM_EXPR, v.first, v.at);
	v.first = NULL;
	return v;
}

struct value rust_now_address(struct rust *r, struct value v)
{
	struct value held = rust_now(r, rust_value(v.type, v.e, v.at));

	v.e = held.e;
	return v;
}

/* A variable that has a reference to a local variable leads nowhere else. */
static void store_lent(struct rust *r, struct binding *b, struct value v, struct lkmm_place at)
{
	if (rust_is_none(&v) || (!v.lent && v.e == r->zero))
		return;
	if (v.lent ? b->addressed || (b->lent && b->lent != v.lent) : !!b->lent)
		rust_error(r, at, "a variable cannot lead to one local variable after another: "
			   "declare a new one with 'let'");
	b->addressed |= !v.lent;
	b->lent = v.lent;
}

void rust_store_local(struct rust *r, struct binding *b, struct value v, struct lkmm_place at)
{
	if (v.type->kind == RUST_NEVER || !b)
		return;
	if (rust_is_reference(v.type) && !b->one)
		store_lent(r, b, v, at);
	if (b->one) {
		rust_store_if(r, b, NULL, rust_copy_registers(r, rust_now(r, v)), at);
		return;
	}
	if (v.first)
		rust_emit(r, LKMM_EXPR, v.first, at);
	if (rust_has_parts(v.type)) {
		rust_store_parts(r, b, v, at);
		return;
	}
	rust_emit(r, LKMM_EXPR, set_reg(r, b->reg, v.e, at), at);
	if (b->ok >= 0)
		rust_emit(r, LKMM_EXPR, set_reg(r, b->ok, v.ok, at), at);
}

/* ---- statements inside of expressions ---- */

struct lkmm_stmt **rust_mark(const struct rust *r)
{
	return r->out->end;
}

static void insert(struct rust *r, struct lkmm_stmt **mark, struct lkmm_stmt *s)
{
	if (!s)
		return;
	s->next = *mark;
	*mark = s;
	if (r->out->end == mark)
		r->out->end = &s->next;
}

void rust_keep(struct rust *r, struct value *v, struct lkmm_stmt **mark)
{
	if (r->out->end == mark || r->x->error[0])
		return;
	rust_keep_parts(r, v, mark);
	if (!is_simple(v->e) || (v->e && v->e->kind == LKMM_REGISTER)) {
		int reg = rust_temporary(r, LKMM_SIGNED(0));

		insert(r, mark, stmt_of(r, LKMM_EXPR, set_reg(r, reg, v->e, v->at), v->at));
		v->e = reg_expr(r, reg, v->at);
		v->local = NULL;
	}
	if (v->ok && v->ok->kind != LKMM_NUMBER) {
		int reg = rust_temporary(r, LKMM_SIGNED(0));

		insert(r, mark, stmt_of(r, LKMM_EXPR, set_reg(r, reg, v->ok, v->at), v->at));
		v->ok = reg_expr(r, reg, v->at);
	}
	if (v->first)
		insert(r, mark, stmt_of(r, LKMM_EXPR, v->first, v->at));
	v->first = NULL;
}

struct value rust_slot(struct rust *r, const struct rust_type *t, struct lkmm_place at)
{
	struct value v = rust_nothing(r, t, at);

	if (t->kind == RUST_UNIT || t->kind == RUST_NEVER)
		return v;
	if (rust_has_parts(t)) {
		rust_slot_parts(r, &v);
		return v;
	}
	v.e = reg_expr(r, rust_temporary(r, LKMM_SIGNED(0)), at);
	if (has_ok(&v))
		v.ok = reg_expr(r, rust_temporary(r, LKMM_SIGNED(0)), at);
	return v;
}

void rust_fill(struct rust *r, struct value *slot, struct value v)
{
	if (!slot->part && rust_parts(v.type))
		rust_grow(r, slot, v.type, v.at);
	if (v.type->kind != RUST_NEVER && slot->part) {
		rust_fill_parts(r, slot, v);
		return;
	}
	if (v.type->kind == RUST_NEVER || !slot->e || slot->e->kind != LKMM_REGISTER) {
		rust_discard(r, v);
		return;
	}
	if (v.first)
		rust_emit(r, LKMM_EXPR, v.first, v.at);
	if (rust_is_reference(v.type) && v.lent)
		rust_lead(r, slot, v);
	else if (rust_is_reference(v.type) && !rust_is_none(&v) && v.e != r->zero)
		slot->addressed = true;
	if (slot->addressed && slot->lent)
		rust_lead(r, slot, v);	/* the error */
	rust_emit(r, LKMM_EXPR, set_reg(r, slot->e->index, v.e, v.at), v.at);
	if (slot->ok)
		rust_emit(r, LKMM_EXPR, set_reg(r, slot->ok->index, v.ok, v.at), v.at);
}

struct value rust_copy_registers(struct rust *r, struct value v)
{
	struct value to;

	if (v.lent || v.type->kind == RUST_UNIT || v.type->kind == RUST_NEVER ||
	    (!v.part && (!v.e || v.e->kind != LKMM_REGISTER)))
		return v;
	to = rust_slot(r, v.type, v.at);
	rust_fill(r, &to, v);
	return to;
}

/* The end of one branch of a choice: its value goes to @reg, and @ok. */
static void put_branch(struct rust *r, struct stmts *s, struct value v, int reg, int ok)
{
	if (v.type->kind == RUST_NEVER)
		return;
	if (v.first)
		append_to(s, stmt_of(r, LKMM_EXPR, v.first, v.at));
	append_to(s, stmt_of(r, LKMM_EXPR, set_reg(r, reg, v.e, v.at), v.at));
	if (ok >= 0)
		append_to(s, stmt_of(r, LKMM_EXPR, set_reg(r, ok, v.ok, v.at), v.at));
}

static struct value choose_value(struct rust *r, struct lkmm_expr *cond, struct value a,
				 struct value b, struct lkmm_place at)
{
	struct lkmm_expr *e = new_expr(r->l, LKMM_CONDITIONAL, at);

	if (e) {
		e->a = cond;
		e->b = rust_whole(r, a, a.e);
		e->c = rust_whole(r, b, b.e);
	}
	return rust_value(a.type, e, at);
}

/* The same of values that have parts: each branch fills the same registers. */
static struct value choose_parts(struct rust *r, const struct rust_type *t, struct stmts *a,
				 struct value va, struct stmts *b, struct value vb,
				 struct lkmm_place at)
{
	struct value v = rust_slot(r, t, at);
	struct stmts *outer = r->out;

	r->out = a;
	rust_fill(r, &v, va);
	r->out = b;
	rust_fill(r, &v, vb);
	r->out = outer;
	rust_settle(&v);
	return v;
}

struct value rust_choose(struct rust *r, struct lkmm_expr *cond, struct stmts *a, struct value va,
			 struct stmts *b, struct value vb, struct lkmm_place at)
{
	const struct rust_type *t = rust_unify(r, &va, &vb);
	bool never = va.type->kind == RUST_NEVER || vb.type->kind == RUST_NEVER;
	struct value v = rust_nothing(r, t, at);
	struct lkmm_stmt *s;
	int reg, ok = -1;

	if (r->x->error[0])
		return rust_nothing(r, &rust_never, at);
	v.type = t;
	if (rust_has_parts(t) || va.lent || vb.lent) {
		v = choose_parts(r, t, a, va, b, vb, at);
	} else if (t->kind != RUST_UNIT && t->kind != RUST_NEVER) {
		if (!a->first && !b->first && !never && !has_ok(&v))
			return choose_value(r, cond, va, vb, at);
		reg = rust_temporary(r, LKMM_SIGNED(0));
		if (has_ok(&v)) {
			ok = rust_temporary(r, LKMM_SIGNED(0));
			v.ok = reg_expr(r, ok, at);
		}
		put_branch(r, a, va, reg, ok);
		put_branch(r, b, vb, reg, ok);
		v.e = reg_expr(r, reg, at);
	}
	s = stmt_of(r, LKMM_IF, cond, at);
	if (s) {
		s->body = a->first;
		s->orelse = b->first;
	}
	rust_append(r, s);
	return v;
}
