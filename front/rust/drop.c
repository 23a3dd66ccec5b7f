// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The end of a scope: the drop() of impl Drop, then the members, in Rust's order. Variables are
 * dropped at the end of their block, the last one first; temporaries at the end of the statement,
 * to which the last expression of a block does not belong. A value that has been moved is dropped
 * at its new place; if it is moved on some ways only, a register records that.
 */
#include "item.h"

#include <string.h>

struct rust_drop {
	struct binding *b;
	bool temporary;
	bool moved;			/* on every way to here */
	struct stmts *list;		/* that it has been declared in */
	struct lkmm_stmt *start;	/* there: to set the flag */
	int flag;			/* the register that says whether it is there, or -1 */
	struct rust_drop *below;
};

static struct rust_item *drop_function(struct rust *r, const struct rust_type *t)
{
	return t->item ? rust_find_method(r->l, t, "Drop", "drop") : NULL;
}

/* ManuallyDrop<T> */
static bool is_manual(const struct rust_type *t)
{
	return t->item && t->item->in_library && token_is(&t->item->name, "ManuallyDrop");
}

bool rust_is_dropped(struct rust *r, const struct rust_type *t)
{
	t = rust_contents(t);
	if (!rust_has_parts(t) || is_manual(t))
		return false;
	if (drop_function(r, t))
		return true;
	for (int i = 0; i < rust_parts(t); i++)
		if (rust_is_dropped(r, rust_part_type(t, i)))
			return true;
	return false;
}

/* Where a value is dropped that is not needed any more: at the end of a body, or here. */
static struct lkmm_place drop_place(const struct rust *r)
{
	return r->ends.line ? r->ends : r->x->tok.at;
}

/* ---- values to drop ---- */

void rust_drop_later(struct rust *r, struct binding *b, bool temporary)
{
	struct rust_drop *d;

	if (!b || r->x->error[0] || !rust_is_dropped(r, b->type))
		return;
	d = litmus_alloc(r->l, sizeof(*d));
	if (!d)
		return;
	d->b = b;
	d->temporary = temporary;
	d->list = r->out;
	d->start = new_stmt(r->l, LKMM_EXPR, drop_place(r));
	rust_append(r, d->start);
	d->flag = -1;
	d->below = r->drops;
	b->drop = d;
	r->drops = d;
}

struct value rust_own(struct rust *r, struct value v)
{
	struct binding *b;

	/* first values become variables, and are not dropped */
	if (v.where != IS_VALUE || v.type->kind == RUST_NEVER || !rust_is_dropped(r, v.type) ||
	    r->x->error[0] || !r->l->thread)
		return v;
	b = rust_declare_hidden(r, v, false);
	if (!b)
		return v;
	rust_drop_later(r, b, true);
	return rust_local(r, b, v.at);
}

struct value rust_await(struct rust *r, struct value v)
{
	return v.type && rust_is_dropped(r, v.type) ? rust_own(r, v) : v;
}

void rust_moved(struct rust *r, struct binding *b, struct lkmm_place at)
{
	struct rust_drop *d = b->drop;

	if (r->x->error[0] || !r->l->thread)
		return;
	if (!d) {
		rust_error(r, at,
			   "this cannot be moved out of its struct or array: write a reference");
		return;
	}
	if (d->moved)
		rust_error(r, at, "'%.*s' has been moved before", b->len > 80 ? 80 : b->len,
			   b->name);
	if (r->out == d->list) {
		d->moved = true;
		return;
	}
	if (d->flag < 0) {
		d->flag = rust_temporary(r, LKMM_SIGNED(0));
		if (d->start)
			d->start->expr = new_assign(r->l, new_local(r->l, d->flag, at),
						    new_number(r->l, 1, at), at);
	}
	rust_emit(r, LKMM_EXPR,
		  new_assign(r->l, new_local(r->l, d->flag, at), new_number(r->l, 0, at), at), at);
}

/* ---- dropping it ---- */

/* A list is dropped node by node, each by the one before. */
enum { MAX_NODES = 2 };

/* @drop of @self, a reference to a @t. False where a list is longer, which is an assertion. */
static bool call_drop(struct rust *r, struct rust_item *drop, const struct rust_type *t,
		      struct value self, struct lkmm_place at)
{
	bool may = rust_drop_depth(r, drop, t) < MAX_NODES;

	if (may)
		rust_call(r, drop, &self, 1, at);
	else
		rust_fail_unless(r, new_number(r->l, 0, at), LKMM_BUG, at);
	return may;
}

static void drop_value(struct rust *r, struct binding *b);

/* Drops the parts of @b, if @cond. */
static void drop_if(struct rust *r, struct lkmm_expr *cond, struct binding *b,
		    void (*drop)(struct rust *r, struct binding *b))
{
	struct stmts s, *outer;
	struct lkmm_stmt *test = new_stmt(r->l, LKMM_IF, drop_place(r));

	rust_open(r, &s, &outer);
	drop(r, b);
	r->out = outer;
	if (!test)
		return;
	test->expr = cond;
	test->body = s.first;
	rust_append(r, test);
}

static void drop_parts(struct rust *r, struct binding *b)
{
	const struct rust_type *t = rust_contents(b->type);
	struct lkmm_place at = drop_place(r);

	for (int i = 0; i < rust_parts(t); i++) {
		struct binding *part = &b->part[i];

		if (!rust_is_dropped(r, part->type))
			continue;
		if (t->kind == RUST_ENUM)
			drop_if(r, new_binary(r->l, LKMM_EQ, new_local(r->l, b->reg, at),
					      new_number(r->l, t->field[i].offset, at), at),
				part, drop_value);
		else
			drop_value(r, part);
	}
}

/* A struct: its own drop(), then its members; of an Option, its contents. */
static void drop_inside(struct rust *r, struct binding *b)
{
	const struct rust_type *t = rust_contents(b->type);
	struct rust_item *drop;
	struct value self;

	drop = drop_function(r, t);
	if (drop) {
		struct binding *whole = litmus_alloc(r->l, sizeof(*whole));

		if (!whole)
			return;
		*whole = *b;
		whole->type = t;
		whole->mut = true;
		whole->drop = NULL;
		self = rust_lend(r, whole, true, drop_place(r));
		if (!call_drop(r, drop, t, self, drop_place(r)))
			return;
	}
	drop_parts(r, b);
}

static void drop_value(struct rust *r, struct binding *b)
{
	if (b->ok >= 0)
		drop_if(r, new_local(r->l, b->ok, drop_place(r)), b, drop_inside);
	else
		drop_inside(r, b);
}

static void drop_entry(struct rust *r, struct rust_drop *d)
{
	struct rust_drop *drops = r->drops;

	if (d->moved || r->x->error[0])
		return;
	/* variables of drop() itself are not below this */
	r->drops = d->below;
	if (d->flag >= 0)
		drop_if(r, new_local(r->l, d->flag, drop_place(r)), d->b, drop_value);
	else
		drop_value(r, d->b);
	r->drops = drops;
}

void rust_drop_now(struct rust *r, struct value v)
{
	struct binding *b = v.local;

	if (v.where != IS_LOCAL || !rust_is_dropped(r, v.type)) {
		rust_discard(r, v);
		return;
	}
	if (b->drop && !b->drop->moved)
		drop_entry(r, b->drop);
	rust_moved(r, b, v.at);
}

/* Drops what the variant @i of the place @v holds, if it is that one. */
static void drop_variant(struct rust *r, struct value v, struct lkmm_expr *tag, int i)
{
	bool number = v.type->kind == RUST_ENUM;
	struct value in = rust_member(r, v, i, v.at);
	struct lkmm_stmt *test;
	struct stmts s, *outer;

	if (!rust_is_dropped(r, in.type))
		return;
	test = new_stmt(r->l, LKMM_IF, v.at);
	rust_open(r, &s, &outer);
	rust_drop_place(r, in);
	r->out = outer;
	if (!test)
		return;
	test->expr = number ? new_binary(r->l, LKMM_EQ, tag,
					 new_number(r->l, v.type->field[i].offset, v.at), v.at) :
			      tag;
	test->body = s.first;
	rust_append(r, test);
}

void rust_drop_place(struct rust *r, struct value v)
{
	struct rust_item *drop;
	struct value self, tag;

	while (v.type->kind == RUST_CELL)
		v.type = v.type->of;
	drop = drop_function(r, v.type);
	if (drop) {
		self = rust_borrow(r, v, false, true);
		if (!call_drop(r, drop, v.type, self, v.at))
			return;
	}
	if (!rust_is_laid_out(v.type) || is_manual(v.type) || r->x->error[0])
		return;
	v = rust_now_address(r, v);
	if (rust_is_tagged(v.type) || rust_has_niche(v.type)) {
		tag = rust_now(r, rust_tag(r, v));
		for (int i = 0; i < rust_memory_parts(v.type) && !r->x->error[0]; i++)
			drop_variant(r, v, tag.e, i);
		return;
	}
	for (int i = 0; i < rust_memory_parts(v.type) && !r->x->error[0]; i++)
		if (rust_is_dropped(r, rust_memory_part(v.type, i).type))
			rust_drop_place(r, rust_member(r, v, i, v.at));
}

void rust_replace(struct rust *r, struct binding *b)
{
	struct rust_drop *d = b->drop;

	/* a member */
	if (!d && !b->late && rust_is_dropped(r, b->type)) {
		if (b->one)
			rust_error(r, drop_place(r), "expected a constant index: the value that is "
				   "there is dropped");
		else
			drop_value(r, b);
	}
	if (!d)
		return;
	drop_entry(r, d);
	if (d->moved && r->out != d->list)
		rust_error(r, drop_place(r), "expected a variable of its own for this value: "
			   "the old one has been moved");
	d->moved = false;
	if (d->flag >= 0)
		rust_emit(r, LKMM_EXPR,
			  new_assign(r->l, new_local(r->l, d->flag, drop_place(r)),
				     new_number(r->l, 1, drop_place(r)), drop_place(r)),
			  drop_place(r));
}

/* ---- the ends of scopes ---- */

/* Drops, and forgets, the temporaries or the variables since @mark. */
static void end(struct rust *r, struct rust_drop *mark, bool temporaries)
{
	struct rust_drop **d = &r->drops;

	while (*d && *d != mark) {
		struct rust_drop *gone = *d;

		if (gone->temporary != temporaries) {
			d = &gone->below;
			continue;
		}
		*d = gone->below;
		drop_entry(r, gone);
	}
}

static bool has_any(const struct rust_drop *d, const struct rust_drop *mark, bool temporaries)
{
	for (; d && d != mark; d = d->below)
		if (d->temporary == temporaries && !d->moved)
			return true;
	return false;
}

void rust_end_statement(struct rust *r, struct rust_drop *mark)
{
	end(r, mark, true);
}

void rust_end_block(struct rust *r, struct rust_drop *mark, struct value *v)
{
	/* After a jump nothing is left to do, but to forget. */
	if (v->type->kind == RUST_NEVER)
		for (struct rust_drop *d = r->drops; d && d != mark; d = d->below)
			d->moved |= !d->temporary;
	if (has_any(r->drops, mark, false) && v->type->kind != RUST_UNIT)
		*v = rust_own(r, rust_copy_registers(r, rust_now(r, *v)));
	end(r, mark, false);
}

void rust_close(struct rust *r, struct rust_drop *mark, struct value *v)
{
	*v = rust_read(r, *v);
	/* what is dropped may change the variable that it is */
	if (has_any(r->drops, mark, true) && v->type->kind != RUST_NEVER)
		*v = rust_copy_registers(r, rust_now(r, *v));
	if (v->type->kind == RUST_NEVER)
		while (r->drops && r->drops != mark)
			r->drops = r->drops->below;
	end(r, mark, true);
}

void rust_unwind(struct rust *r, struct rust_drop *mark)
{
	for (struct rust_drop *d = r->drops; d && d != mark; d = d->below)
		drop_entry(r, d);
}
