// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Values of several parts in memory: each part is read and written by an access of its own, and so
 * is the tag of an Option, a Result or an enum.
 */
#include "item.h"

/* ---- the tag ---- */

/* The place of the pointer that is null for None, in the place @v of it. */
static struct value niche_place(struct rust *r, struct value v)
{
	int i = 0;

	while (v.type->kind == RUST_OPTION || v.type->kind == RUST_STRUCT) {
		for (i = 0; v.type->kind == RUST_STRUCT && i + 1 < v.type->nfields; i++)
			if (v.type->field[i].type->kind != RUST_UNIT)
				break;
		v = rust_member(r, v, i, v.at);
	}
	return v;
}

/* The same in a value of it, which is not None. */
static struct value niche_value(struct value v)
{
	int i;

	while (v.type->kind == RUST_STRUCT && v.part) {
		for (i = 0; i + 1 < v.type->nfields; i++)
			if (v.type->field[i].type->kind != RUST_UNIT)
				break;
		v = v.part[i];
	}
	return v;
}

static struct lkmm_expr *is_not_null(struct rust *r, struct lkmm_expr *e, struct lkmm_place at)
{
	return new_binary(r->l, LKMM_NE, e, new_number(r->l, 0, at), at);
}

struct value rust_tag(struct rust *r, struct value v)
{
	struct value tag = v;

	tag.ok = NULL;
	if (rust_has_niche(v.type)) {
		tag = rust_read(r, niche_place(r, tag));
		tag.e = is_not_null(r, tag.e, v.at);
		tag.type = &rust_bool;
		return tag;
	}
	tag.type = rust_tag_type();
	return rust_read(r, tag);
}

/* ---- reading ---- */

bool rust_is_copied(struct rust *r, const struct rust_type *t)
{
	if (rust_is_plain(t) || t->kind == RUST_UNIT)
		return true;
	if (t->kind == RUST_CELL || !rust_is_laid_out(t) || rust_is_dropped(r, t))
		return false;
	for (int i = 0; i < rust_memory_parts(t); i++)
		if (!rust_is_copied(r, rust_memory_part(t, i).type))
			return false;
	return true;
}

static struct value read_option(struct rust *r, struct value v)
{
	struct value tag = { 0 }, in, to;

	if (!rust_has_niche(v.type))
		tag = rust_now(r, rust_tag(r, v));
	in = rust_read_memory(r, rust_member(r, v, 0, v.at));
	to = rust_wrap(r, v.type, in, true);
	to.ok = tag.type ? tag.e : is_not_null(r, niche_value(in).e, v.at);
	return to;
}

/* Where Ok() and Err() have the same register, what is read decides which it is. */
static struct value read_result(struct rust *r, struct value v)
{
	struct lkmm_expr *tag = rust_now(r, rust_tag(r, v)).e;
	struct value ok = rust_read_memory(r, rust_member(r, v, 0, v.at));
	struct value err = rust_read_memory(r, rust_member(r, v, 1, v.at)), to;

	if (rust_is_nested(v.type)) {
		to = rust_composite(r, v.type, v.at);
		if (to.part) {
			to.part[0] = ok;
			to.part[1] = err;
		}
	} else {
		to = rust_wrap(r, v.type, ok, true);
		if (rust_has_parts(ok.type) || ok.type->kind == RUST_UNIT)
			to.e = err.e;
		else if (err.type->kind != RUST_UNIT)
			to.e = rust_conditional(r, tag, ok.e, err.e, v.at);
	}
	to.ok = tag;
	return rust_now(r, to);
}

struct value rust_read_memory(struct rust *r, struct value v)
{
	struct value to;

	v.ok = NULL;
	if (r->x->error[0] || v.type->kind == RUST_NEVER || v.type->kind == RUST_UNIT ||
	    v.type->kind == RUST_SPINLOCK || v.type->kind == RUST_SRCU)
		return rust_nothing(r, v.type, v.at);
	if (rust_is_plain(v.type))
		return rust_now(r, rust_read(r, v));
	v = rust_now_address(r, v);
	if (v.type->kind == RUST_CELL || v.type->kind == RUST_ATOMIC) {
		const struct rust_type *t = v.type;

		v.type = t->of;
		return rust_retyped(r, rust_read_memory(r, v), t);
	}
	if (v.type->kind == RUST_OPTION)
		return read_option(r, v);
	if (v.type->kind == RUST_RESULT)
		return read_result(r, v);
	to = rust_composite(r, v.type, v.at);
	if (rust_is_tagged(v.type))
		to.e = rust_now(r, rust_tag(r, v)).e;
	for (int i = 0; to.part && i < rust_memory_parts(v.type) && !r->x->error[0]; i++)
		to.part[i] = rust_read_memory(r, rust_member(r, v, i, v.at));
	return to;
}

struct value rust_copy_memory(struct rust *r, struct value v)
{
	char text[RUST_TYPE_TEXT];

	if (!rust_is_copied(r, v.type))
		rust_error(r, v.at,
			   "expected a value that can be copied, found %s: call a method of it, or "
			   "write '&'",
			   rust_type_text(v.type, text));
	return rust_read_memory(r, v);
}

/* ---- writing ---- */

bool rust_has_address(struct rust *r, const struct value *v)
{
	if (v->lent)
		rust_error(r, v->at, "a local variable is a register here, and has no address: "
			   "write it in { } before the processes");
	return !v->lent;
}

static void write_plain(struct rust *r, struct value to, struct lkmm_expr *e, struct lkmm_place at)
{
	struct lkmm_expr *place = new_access(r->l, LKMM_PLAIN_LOAD,
					     rust_address(r, to.e, to.type), at);

	rust_emit(r, LKMM_EXPR, new_assign(r->l, place, e, at), at);
}

/* What the variant @i of the place @to holds is @in, if @cond. */
static void write_variant(struct rust *r, struct lkmm_expr *cond, struct value to, int i,
			  struct value in, struct lkmm_place at)
{
	bool known = cond && cond->kind == LKMM_NUMBER;
	struct stmts s, *outer;
	struct lkmm_stmt *test;

	if (r->x->error[0] || (known && !cond->number))
		return;
	rust_open(r, &s, &outer);
	in.first = NULL;
	rust_initialise(r, rust_member(r, to, i, at), in, at);
	r->out = outer;
	test = known || !s.first ? NULL : new_stmt(r->l, LKMM_IF, at);
	if (test) {
		test->expr = cond;
		test->body = s.first;
	}
	rust_append(r, test ? test : s.first);
}

static struct lkmm_expr *negate(struct rust *r, struct lkmm_expr *e, struct lkmm_place at)
{
	return e->kind == LKMM_NUMBER ? new_number(r->l, !e->number, at) :
					new_binary(r->l, LKMM_LNOT, e, NULL, at);
}

/* The condition that @e, of an enum, is the variant number @n. */
static struct lkmm_expr *is_variant(struct rust *r, struct lkmm_expr *e, int n,
				    struct lkmm_place at)
{
	return e->kind == LKMM_NUMBER ? new_number(r->l, e->number == n, at) :
					new_binary(r->l, LKMM_EQ, e, new_number(r->l, n, at), at);
}

/* An Option that is null for None. */
static void write_niche(struct rust *r, struct value to, struct value v, struct lkmm_place at)
{
	struct value in = niche_value(rust_inside(v));
	struct lkmm_expr *e = in.e, *none = new_number(r->l, 0, at);

	if (r->x->error[0] || (!rust_is_none(&v) && !rust_has_address(r, &in)))
		return;
	if (v.ok->kind != LKMM_NUMBER)
		e = rust_conditional(r, v.ok, e, none, at);
	else if (!v.ok->number)
		e = none;
	write_plain(r, niche_place(r, to), e, at);
}

/* The parts of @v, and the tag, where only the variant that it is has any. */
static void write_tagged(struct rust *r, struct value to, struct value v, struct lkmm_place at)
{
	bool is_enum = v.type->kind == RUST_ENUM;
	struct lkmm_expr *tag = is_enum ? v.e : v.ok;
	struct value at_tag = to;

	if (r->x->error[0])
		return;
	for (int i = 0; is_enum && v.part && i < to.type->nfields && !r->x->error[0]; i++)
		if (to.type->field[i].type->kind != RUST_UNIT)
			write_variant(r, is_variant(r, tag, to.type->field[i].offset, at), to, i,
				      v.part[i], at);
	if (!is_enum)
		write_variant(r, tag, to, 0, rust_inside(v), at);
	if (to.type->kind == RUST_RESULT)
		write_variant(r, negate(r, tag, at), to, 1, rust_inside_err(v), at);
	at_tag.type = rust_tag_type();
	write_plain(r, at_tag, tag, at);
}

/* What an UnsafeCell or Atomic holds. */
static struct value in_cell(struct value v)
{
	while (v.type->kind == RUST_CELL || v.type->kind == RUST_ATOMIC)
		v = rust_inside(v);
	return v;
}

void rust_initialise(struct rust *r, struct value to, struct value v, struct lkmm_place at)
{
	while (to.type->kind == RUST_CELL || to.type->kind == RUST_ATOMIC)
		to.type = to.type->of;
	v = in_cell(v);
	/* a lock is free at first */
	if (to.type->kind == RUST_UNIT || to.type->kind == RUST_SPINLOCK ||
	    to.type->kind == RUST_SRCU || v.type->kind == RUST_NEVER || r->x->error[0])
		return;
	if (!rust_is_laid_out(to.type)) {
		if (rust_has_address(r, &v))
			write_plain(r, to, v.e, at);
		return;
	}
	to = rust_now_address(r, to);
	if (rust_has_niche(to.type) && v.ok)
		write_niche(r, to, v, at);
	else if (rust_is_tagged(to.type) && (v.ok || to.type->kind == RUST_ENUM))
		write_tagged(r, to, v, at);
	else
		for (int i = 0; v.part && i < rust_parts(to.type) && !r->x->error[0]; i++)
			rust_initialise(r, rust_member(r, to, i, at), v.part[i], at);
}
