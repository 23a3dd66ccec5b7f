// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * References to one of several local variables: &mut a[i], if c { &mut a } else { &mut b }. A
 * local variable is in registers, which have no address. So what such a reference leads to is a
 * variable of its own, which stands for one of the others, and a register says which. Reading it
 * gives "which == 0 ? a : which == 1 ? b : c"; writing it gives each of them its new or its old
 * value. As with an address, what is read or written depends on "which", and no branch does.
 */
#include "rust.h"

static struct lkmm_expr *is_which(struct rust *r, struct lkmm_expr *which, int i,
				  struct lkmm_place at)
{
	return new_binary(r->l, LKMM_EQ, which, new_number(r->l, i, at), at);
}

/* cond ? a : b */
static struct lkmm_expr *either(struct rust *r, struct lkmm_expr *cond, struct lkmm_expr *a,
				struct lkmm_expr *b, struct lkmm_place at)
{
	struct lkmm_expr *e = new_expr(r->l, LKMM_CONDITIONAL, at);

	if (!e)
		return a;
	e->a = cond;
	e->b = a;
	e->c = b;
	return e;
}

/* The value of @b, or that of its @ok, while it is read. */
static struct lkmm_expr *content(struct rust *r, const struct binding *b, bool ok,
				 struct lkmm_place at)
{
	struct lkmm_expr *alias = ok ? b->alias_ok : b->alias;
	int reg = ok ? b->ok : b->reg;

	return alias ? alias : reg >= 0 ? new_local(r->l, reg, at) : NULL;
}

/* ---- one more variable ---- */

static void add(struct rust *r, struct binding *c, struct binding *b, struct lkmm_place at);

/* The parts of @c: each is one of those of the variables. */
static void add_parts(struct rust *r, struct binding *c, struct binding *b, struct lkmm_place at)
{
	int n = rust_parts(c->type);

	if (!rust_has_parts(c->type) || !b->part)
		return;
	if (!c->part)
		c->part = litmus_alloc(r->l, (size_t)(n ? n : 1) * sizeof(*c->part));
	for (int i = 0; c->part && i < n; i++) {
		struct binding *p = &c->part[i];

		if (!p->type) {
			*p = b->part[i];
			p->part = NULL;
			p->one = NULL;
			p->nones = 0;
			p->alias = p->alias_ok = NULL;
			p->lent = NULL;
			p->reg = p->ok = -1;
			p->which = c->which;
		}
		add(r, p, &b->part[i], at);
	}
}

static void add(struct rust *r, struct binding *c, struct binding *b, struct lkmm_place at)
{
	size_t n = (size_t)c->nones;
	struct binding **one = litmus_alloc(r->l, (n + 1) * sizeof(*one));
	struct lkmm_expr *e = content(r, b, false, at), *ok = content(r, b, true, at);

	if (!one)
		return;
	for (size_t i = 0; i < n; i++)
		one[i] = c->one[i];
	one[n] = b;
	c->one = one;
	c->nones++;
	c->mut &= b->mut;
	/* the first one, where no other is meant */
	c->alias = n && c->alias && e ?
			   either(r, is_which(r, c->which, (int)n, at), e, c->alias, at) : e;
	c->alias_ok = n && c->alias_ok && ok ?
			      either(r, is_which(r, c->which, (int)n, at), ok, c->alias_ok, at) :
			      ok;
	if (n && !b->lent != !c->lent)
		rust_error(r, at, "expected references that all lead to local variables, or all to "
			   "variables in { } before the processes");
	if (b->lent && !n)
		c->lent = rust_one_of(r, &b->lent, 1, c->which, at);
	else if (b->lent && c->lent)
		add(r, c->lent, b->lent, at);
	add_parts(r, c, b, at);
}

struct binding *rust_one_of(struct rust *r, struct binding **b, int n, struct lkmm_expr *which,
			    struct lkmm_place at)
{
	struct binding *c = litmus_alloc(r->l, sizeof(*c));

	if (!c || !n)
		return NULL;
	*c = *b[0];
	c->one = NULL;
	c->part = NULL;
	c->drop = NULL;
	c->lent = NULL;
	c->alias = c->alias_ok = NULL;
	c->reg = c->ok = -1;
	c->shown = false;
	c->which = which;
	c->nones = 0;
	for (int i = 0; i < n && !r->x->error[0]; i++)
		add(r, c, b[i], at);
	return c;
}

struct binding *rust_element_of(struct rust *r, struct binding *array, struct lkmm_expr *which,
				struct lkmm_place at)
{
	int n = array->type->n;
	struct binding **part = litmus_alloc(r->l, (size_t)(n ? n : 1) * sizeof(*part)), *c;

	if (!part || !array->part)
		return NULL;
	for (int i = 0; i < n; i++)
		part[i] = &array->part[i];
	c = rust_one_of(r, part, n, which, at);
	if (c)
		c->mut = array->mut;
	return c;
}

struct binding *rust_slice_of(struct rust *r, struct binding *array, int from,
			      const struct rust_type *t)
{
	struct binding *b = litmus_alloc(r->l, sizeof(*b)), **one;

	if (!b || !array->part)
		return NULL;
	*b = *array;
	b->type = t;
	b->part += from;
	b->drop = NULL;
	if (!b->one)
		return b;
	one = litmus_alloc(r->l, (size_t)b->nones * sizeof(*one));
	for (int i = 0; one && i < b->nones; i++) {
		one[i] = rust_slice_of(r, array->one[i], from, t);
		if (!one[i])
			return NULL;
	}
	b->one = one;
	return one ? b : NULL;
}

/* ---- a reference that outlives the registers which say where it leads ---- */

struct binding *rust_pinned(struct rust *r, struct binding *b, struct lkmm_place at)
{
	struct binding **one, *c;
	struct lkmm_expr *which;

	if (!b || !b->one || b->nones < 2)
		return b;
	one = litmus_alloc(r->l, (size_t)b->nones * sizeof(*one));
	if (!one)
		return b;
	for (int i = 0; i < b->nones; i++)
		one[i] = rust_pinned(r, b->one[i], at);
	which = new_local(r->l, rust_temporary(r, LKMM_SIGNED(0)), at);
	rust_emit(r, LKMM_EXPR, new_assign(r->l, which, b->which, at), at);
	c = rust_one_of(r, one, b->nones, which, at);
	if (!c)
		return b;
	c->mut = b->mut;
	/* it may be what is in an Option, or a slice of an array */
	c->type = b->type;
	if (!b->alias_ok)
		c->alias_ok = NULL;
	return c;
}

void rust_lead(struct rust *r, struct value *slot, struct value v)
{
	struct binding *to;
	int i = 0;

	if (slot->addressed) {
		rust_error(r, v.at, "a reference cannot lead to a local variable on one way and to "
			   "a variable in { } before the processes on another");
		return;
	}
	to = rust_pinned(r, v.lent, v.at);
	if (!slot->lent) {
		struct lkmm_expr *which = new_local(r->l, rust_temporary(r, LKMM_SIGNED(0)), v.at);

		slot->lent = rust_one_of(r, &to, 1, which, v.at);
	} else {
		for (i = 0; i < slot->lent->nones && slot->lent->one[i] != to; i++)
			;
		if (i == slot->lent->nones)
			add(r, slot->lent, to, v.at);
	}
	if (slot->lent)
		rust_emit(r, LKMM_EXPR, new_assign(r->l, slot->lent->which,
						   new_number(r->l, i, v.at), v.at), v.at);
}

/* The only variable that @b stands for, if it is one. */
static struct binding *only(struct binding *b)
{
	return b && b->one && b->nones == 1 ? b->one[0] : b;
}

void rust_settle(struct value *v)
{
	v->lent = only(v->lent);
	for (int i = 0; v->part && i < rust_parts(v->type); i++)
		rust_settle(&v->part[i]);
}

/* ---- writing ---- */

/* @reg = cond ? e : @reg */
static void set_if(struct rust *r, int reg, struct lkmm_expr *cond, struct lkmm_expr *e,
		   struct lkmm_place at)
{
	struct lkmm_expr *old = new_local(r->l, reg, at);

	if (reg >= 0 && e)
		rust_emit(r, LKMM_EXPR, new_assign(r->l, new_local(r->l, reg, at),
						   either(r, cond, e, old, at), at), at);
}

void rust_store_if(struct rust *r, struct binding *b, struct lkmm_expr *cond, struct value v,
		   struct lkmm_place at)
{
	for (int i = 0; i < b->nones && !r->x->error[0]; i++) {
		struct lkmm_expr *is = is_which(r, b->which, i, at);

		rust_store_if(r, b->one[i], cond ? new_binary(r->l, LKMM_LAND, cond, is, at) : is,
			      v, at);
	}
	if (b->one)
		return;
	if (v.lent)
		rust_error(r, at, "a reference that leads to a local variable cannot be written "
			   "through another reference");
	for (int i = 0; b->part && v.part && i < rust_parts(v.type); i++)
		if (b->part[i].type->kind != RUST_UNIT)
			rust_store_if(r, &b->part[i], cond, v.part[i], at);
	set_if(r, b->reg, cond, v.e, at);
	if (v.ok)
		set_if(r, b->ok, cond, v.ok, at);
}

/* ---- types ---- */

void rust_settle_type(struct rust *r, struct binding *b, const struct rust_type *t)
{
	b->type = t;
	for (int i = 0; i < b->nones; i++)
		rust_settle_type(r, b->one[i], t);
	if (b->reg >= 0)
		r->l->thread->reg[b->reg].integer = t->integer;
}
