// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Values that consist of parts: structs, tuples, arrays, enums whose variants hold values, and
 * Options or Results of one. A local variable of such a type is a register for each part.
 *
 * An Option or Result has a register that says whether it is Some or Ok; what it holds has the
 * same registers as its error. Where these need such a register of their own, as in
 * Option<Option<T>> and Result<T, (A, B)>, it is nested: the contents are its first part, and the
 * error is its second one. So is an Option in an UnsafeCell.
 */
#include "rust.h"

#include <stdio.h>
#include <string.h>

static bool has_ok(const struct rust_type *t)
{
	return t->kind == RUST_RESULT || t->kind == RUST_OPTION;
}

bool rust_has_cell(const struct rust_type *t)
{
	if (t->kind == RUST_CELL)
		return true;
	for (int i = 0; i < rust_parts(t); i++)
		if (rust_has_cell(rust_part_type(t, i)))
			return true;
	return false;
}

bool rust_is_nested(const struct rust_type *t)
{
	const struct rust_type *err = t->kind == RUST_RESULT ? rust_err_type(t) : NULL;

	if (t->kind == RUST_CELL)
		return t->of && has_ok(t->of);
	if (!has_ok(t) || !t->of)
		return false;
	return has_ok(t->of) || (err && (has_ok(err) || rust_parts(err))) ||
	       (err && t->of->kind == RUST_ENUM && t->of->has_values);
}

const struct rust_type *rust_contents(const struct rust_type *t)
{
	while ((has_ok(t) || t->kind == RUST_CELL) && !rust_is_nested(t))
		t = t->of;
	return t;
}

bool rust_has_parts(const struct rust_type *t)
{
	t = rust_contents(t);
	return t->kind == RUST_STRUCT || t->kind == RUST_ARRAY || rust_is_nested(t) ||
	       (t->kind == RUST_ENUM && t->has_values);
}

int rust_parts(const struct rust_type *t)
{
	t = rust_contents(t);
	if (rust_is_nested(t))
		return t->kind == RUST_RESULT ? 2 : 1;
	return t->kind == RUST_ARRAY ? t->n : rust_has_parts(t) ? t->nfields : 0;
}

const struct rust_type *rust_part_type(const struct rust_type *t, int i)
{
	t = rust_contents(t);
	if (rust_is_nested(t))
		return i ? rust_err_type(t) : t->of;
	return t->kind == RUST_ARRAY ? t->of : t->field[i].type;
}

/* Whether a @t has a value besides its parts: the number of a variant, an error. */
static bool has_own(const struct rust_type *t)
{
	if (rust_is_nested(t))
		return false;
	if (t->kind == RUST_OPTION || t->kind == RUST_CELL)
		return has_own(t->of);
	return t->kind != RUST_STRUCT && t->kind != RUST_ARRAY && t->kind != RUST_UNIT;
}

/* The part @i of the nested @v. */
static struct value nested_part(struct value v, int i)
{
	struct value in = v;

	/* not after an error */
	if (!v.part)
		in.type = &rust_never;
	else
		in = v.part[i];
	in.first = v.first;
	in.at = v.at;
	in.local = NULL;
	return in;
}

struct value rust_inside(struct value v)
{
	if (rust_is_nested(v.type))
		return nested_part(v, 0);
	/* not after an error */
	v.type = v.type->of ? v.type->of : &rust_never;
	v.ok = NULL;
	v.local = NULL;
	return v;
}

struct value rust_inside_err(struct value v)
{
	if (rust_is_nested(v.type) && v.type->kind == RUST_RESULT)
		return nested_part(v, 1);
	v.type = v.type->of ? rust_err_type(v.type) : &rust_never;
	v.ok = NULL;
	v.local = NULL;
	if (!rust_has_parts(v.type))
		v.part = NULL;
	return v;
}

struct value rust_composite(struct rust *r, const struct rust_type *t, struct lkmm_place at)
{
	int n = rust_parts(t);
	struct value v = rust_nothing(r, t, at);

	v.part = litmus_alloc(r->l, (size_t)(n ? n : 1) * sizeof(*v.part));
	if (!v.part)
		return rust_nothing(r, &rust_never, at);
	for (int i = 0; i < n; i++) {
		const struct rust_type *part = rust_part_type(t, i);

		v.part[i] = rust_has_parts(part) ? rust_composite(r, part, at) :
						   rust_nothing(r, part, at);
		if (has_ok(part))
			v.part[i].ok = r->zero;
	}
	return v;
}

/* @v of another type, where contents and errors have registers of their own. */
static struct value nest(struct rust *r, const struct rust_type *t, struct value v, bool ok)
{
	struct value to = rust_composite(r, t, v.at);

	to.first = v.first;
	to.ok = new_number(r->l, ok, v.at);
	v.first = NULL;
	v.local = NULL;
	if (to.part && (ok || t->kind == RUST_RESULT))
		to.part[!ok] = v;
	return to;
}

struct value rust_wrap(struct rust *r, const struct rust_type *t, struct value v, bool ok)
{
	if (rust_is_nested(t))
		return nest(r, t, v, ok);
	v.type = t;
	v.ok = new_number(r->l, ok, v.at);
	v.local = NULL;
	if (!ok)
		v.part = NULL;
	if (rust_has_parts(t) && !v.part)
		v.part = rust_composite(r, t, v.at).part;
	return v;
}

struct value rust_retyped(struct rust *r, struct value v, const struct rust_type *t)
{
	if (t->kind == RUST_CELL && rust_is_nested(t)) {
		v = nest(r, t, v, true);
		v.ok = NULL;
	}
	v.type = t;
	return v;
}

struct value rust_nested(struct rust *r, const struct rust_type *t, struct value v)
{
	struct value to = rust_composite(r, t, v.at);
	bool was = rust_is_nested(v.type);

	to.first = v.first;
	to.ok = v.ok;
	for (int i = 0; to.part && i < rust_parts(t); i++) {
		const struct rust_type *from = i ? rust_err_type(v.type) : v.type->of;
		struct value in;

		/* it is never that one */
		if (!from || from->kind == RUST_UNKNOWN || (was && !v.part))
			continue;
		in = was ? v.part[i] : i ? rust_inside_err(v) : rust_inside(v);
		in.first = NULL;
		rust_coerce(r, &in, rust_part_type(t, i));
		to.part[i] = in;
	}
	return to;
}

struct value rust_local(struct rust *r, struct binding *b, struct lkmm_place at)
{
	struct value v = rust_value(b->type, b->alias, at);

	(void)r;
	v.ok = b->alias_ok;
	v.lent = b->lent;
	if (b->type->kind == RUST_CLOSURE)
		v.local = b;
	if (!b->alias || b->one || rust_has_parts(b->type)) {
		v.where = IS_LOCAL;
		v.local = b;
	}
	return v;
}

bool rust_is_in_register(struct rust *r, const struct rust_type *t, struct lkmm_place at)
{
	char text[RUST_TYPE_TEXT];

	if (!rust_is_object(t) || t->kind == RUST_STRUCT || t->kind == RUST_ARRAY ||
	    t->kind == RUST_CELL)
		return false;
	rust_error(r, at, "a local variable is a register here, and cannot hold %s: "
		   "write the variable in { } before the processes", rust_type_text(t, text));
	return true;
}

struct value rust_lend(struct rust *r, struct binding *b, bool mut, struct lkmm_place at)
{
	struct value v = rust_nothing(r, rust_type_of(r, RUST_REFERENCE, mut, b->type), at);

	rust_is_in_register(r, b->type, at);
	v.lent = b;
	return v;
}

struct binding *rust_binding_inside(struct rust *r, struct binding *b, bool err)
{
	struct binding *in;

	if (rust_is_nested(b->type) && b->part)
		return &b->part[err];
	in = litmus_alloc(r->l, sizeof(*in));
	if (!in)
		return b;
	*in = *b;
	in->type = err ? rust_err_type(b->type) : b->type->of;
	in->ok = -1;
	in->alias_ok = NULL;
	return in;
}

/* Whether @v has its parts, which it may lack after an error only. */
static bool is_whole(struct rust *r, const struct value *v)
{
	if (v->where == IS_VALUE && (v->part || !rust_parts(v->type)))
		return true;
	rust_error(r, v->at, "this value cannot be used here: write it to a variable first");
	return false;
}

struct value rust_part(struct rust *r, struct value v, int i, struct lkmm_place at)
{
	bool any = i < rust_parts(v.type);	/* not after an error */

	if (any && v.where == IS_LOCAL && v.local->part)
		return rust_local(r, &v.local->part[i], at);
	if (is_whole(r, &v) && any && v.part)
		return v.part[i];
	return rust_nothing(r, &rust_never, at);
}

/* The values of the registers of @b, without moving it. */
static struct value parts_of(struct rust *r, struct binding *b, struct lkmm_place at)
{
	struct value read = rust_composite(r, b->type, at);

	if (!read.part)
		return read;
	if (b->alias || b->reg >= 0)
		read.e = b->alias ? b->alias : new_local(r->l, b->reg, at);
	if (b->alias_ok || b->ok >= 0)
		read.ok = b->alias_ok ? b->alias_ok : new_local(r->l, b->ok, at);
	for (int i = 0; b->part && i < rust_parts(b->type); i++) {
		struct binding *p = &b->part[i];

		if (rust_has_parts(p->type))
			read.part[i] = parts_of(r, p, at);
		else if (p->type->kind != RUST_UNIT)
			read.part[i] = rust_read(r, rust_local(r, p, at));
	}
	return read;
}

struct value rust_read_parts(struct rust *r, struct value v)
{
	if (rust_is_dropped(r, v.type))
		rust_moved(r, v.local, v.at);
	return parts_of(r, v.local, v.at);
}

void rust_hold_parts(struct rust *r, struct value *v)
{
	for (int i = 0; v->part && i < rust_parts(v->type); i++) {
		struct value held = rust_hold(r, v->part[i]);

		v->first = rust_whole(r, *v, held.first);
		held.first = NULL;
		v->part[i] = held;
	}
}

/* In the reverse order, as each is put in front of the one before. */
void rust_keep_parts(struct rust *r, struct value *v, struct lkmm_stmt **mark)
{
	for (int i = v->part ? rust_parts(v->type) - 1 : -1; i >= 0; i--)
		rust_keep(r, &v->part[i], mark);
}

void rust_slot_parts(struct rust *r, struct value *v)
{
	*v = rust_composite(r, v->type, v->at);
	if (has_own(v->type))
		v->e = new_local(r->l, rust_temporary(r, LKMM_SIGNED(0)), v->at);
	if (has_ok(v->type))
		v->ok = new_local(r->l, rust_temporary(r, LKMM_SIGNED(0)), v->at);
	for (int i = 0; v->part && i < rust_parts(v->type); i++)
		v->part[i] = rust_slot(r, rust_part_type(v->type, i), v->at);
}

void rust_grow(struct rust *r, struct value *slot, const struct rust_type *t, struct lkmm_place at)
{
	struct value to = rust_slot(r, t, at), *err = &to;

	if (!slot->ok || !has_ok(t)) {
		rust_error(r, at, "the type of this value is not known in time: write it, as in "
			   "|v| -> TYPE { .. }");
		return;
	}
	to.ok = slot->ok;
	if (rust_is_nested(t))
		err = t->kind == RUST_RESULT && to.part ? &to.part[1] : NULL;
	if (err && t->kind == RUST_RESULT)
		err->e = slot->e;
	*slot = to;
}

static void set(struct rust *r, struct lkmm_expr *reg, struct lkmm_expr *e, struct lkmm_place at)
{
	if (reg && reg->kind == LKMM_REGISTER && e)
		rust_emit(r, LKMM_EXPR,
			  new_assign(r->l, new_local(r->l, reg->index, at), e, at), at);
}

void rust_fill_parts(struct rust *r, struct value *slot, struct value v)
{
	if (!is_whole(r, &v))
		return;
	if (v.first)
		rust_emit(r, LKMM_EXPR, v.first, v.at);
	set(r, slot->e, v.e, v.at);
	set(r, slot->ok, v.ok, v.at);
	for (int i = 0; slot->part && v.part && i < rust_parts(slot->type); i++)
		if (slot->part[i].type->kind != RUST_UNIT)
			rust_fill(r, &slot->part[i], v.part[i]);
}

void rust_declare_parts(struct rust *r, struct binding *b, const struct token *name)
{
	const struct rust_type *t = b->type;
	int n = rust_parts(t);

	b->part = litmus_alloc(r->l, (size_t)(n ? n : 1) * sizeof(*b->part));
	b->reg = has_own(t) ? rust_temporary(r, LKMM_SIGNED(0)) : -1;
	for (int i = 0; b->part && i < n; i++) {
		struct binding *p = &b->part[i];

		p->name = name->text;
		p->len = name->len;
		p->type = rust_part_type(t, i);
		p->mut = b->mut;
		p->depth = b->depth;
		p->reg = p->ok = -1;
		if (has_ok(p->type))
			p->ok = rust_temporary(r, LKMM_SIGNED(0));
		if (rust_has_parts(p->type))
			rust_declare_parts(r, p, name);
		else if (p->type->kind != RUST_UNIT)
			p->reg = rust_temporary(r, p->type->integer);
	}
}

void rust_alias_parts(struct rust *r, struct binding *b, struct value v)
{
	int n = rust_parts(v.type);

	b->part = litmus_alloc(r->l, (size_t)(n ? n : 1) * sizeof(*b->part));
	for (int i = 0; b->part && i < n; i++) {
		struct binding *p = &b->part[i];

		p->name = b->name;
		p->len = b->len;
		p->type = v.part[i].type;
		p->depth = b->depth;
		p->reg = p->ok = -1;
		p->alias = v.part[i].e;
		p->alias_ok = v.part[i].ok;
		p->lent = v.part[i].lent;
		if (v.part[i].part)
			rust_alias_parts(r, p, v.part[i]);
	}
}

void rust_store_parts(struct rust *r, struct binding *b, struct value v, struct lkmm_place at)
{
	if (!is_whole(r, &v))
		return;
	if (b->reg >= 0)
		set(r, new_local(r->l, b->reg, at), v.e, at);
	if (b->ok >= 0)
		set(r, new_local(r->l, b->ok, at), v.ok, at);
	for (int i = 0; b->part && v.part && i < rust_parts(v.type); i++) {
		struct binding *p = &b->part[i];
		struct value *part = &v.part[i];

		/* A guard has its lock for good: that needs no register. */
		if (part->type->kind == RUST_REFERENCE && part->e &&
		    part->e->kind == LKMM_ADDRESS && !b->mut)
			p->alias = part->e;
		else if (p->type->kind != RUST_UNIT)
			rust_store_local(r, p, *part, at);
	}
}

struct value rust_placed(struct rust *r, struct value v)
{
	struct binding *b;

	if (v.where != IS_VALUE || !rust_has_parts(v.type) || r->x->error[0])
		return v;
	v = rust_own(r, v);
	if (v.where == IS_LOCAL)
		return v;
	b = rust_declare_hidden(r, v, true);
	return b ? rust_local(r, b, v.at) : v;
}
