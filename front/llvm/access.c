// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Loads, stores and copies: of shared memory by threads, of slots, and by main(). */
#include "reader.h"

/* ---- one access ---- */

static struct lkmm_expr *marked_access(struct reader *r, const char *name, struct lkmm_place at)
{
	struct lkmm_expr *e = new_access(&r->l, LKMM_OP, NULL, at);
	struct spelling s;

	if (!e || !find_op(name, &s))
		return NULL;
	e->access->op = s.op;
	e->access->order = s.order;
	return e;
}

struct lkmm_expr *load(struct reader *r, const struct known *address, int bits, bool marked,
		       struct lkmm_place at)
{
	struct lkmm_expr *where = as_expr(r, address, at), *e;

	if (!marked)
		e = new_access(&r->l, LKMM_PLAIN_LOAD, where, at);
	else
		e = marked_access(r, "READ_ONCE", at);
	if (!e || !where)
		return NULL;
	e->access->arg[0] = where;
	e->access->accessed = LKMM_SIGNED(bits == 1 ? 8 : bits);
	return e;
}

struct lkmm_expr *store(struct reader *r, const struct known *address, int bits,
			struct lkmm_expr *value, bool marked, struct lkmm_place at)
{
	struct lkmm_expr *where = as_expr(r, address, at), *e;

	if (!marked)
		e = new_access(&r->l, LKMM_PLAIN_STORE, where, at);
	else
		e = marked_access(r, "WRITE_ONCE", at);
	if (!e || !where || !value)
		return NULL;
	e->access->arg[0] = where;
	e->access->arg[1] = value;
	e->access->accessed = LKMM_SIGNED(bits == 1 ? 8 : bits);
	return e;
}

struct known load_from(struct reader *r, const struct known *address, int bits, bool marked,
		       struct lkmm_place at)
{
	if (bits < 1 || bits > 64) {
		reader_error(r, at, "a load of this type is not supported");
		return (struct known){ 0 };
	}
	if (is_running(r))
		return memory_load(r, *address, bits, at);
	if (address->kind == KNOWN_SLOT)
		return slot_load(r, address, bits, at);
	return keep(r, load(r, address, bits, marked || in_region(r), at), at);
}

void store_to(struct reader *r, const struct known *address, int bits, const struct known *value,
	      bool marked, struct lkmm_place at)
{
	if (bits < 1 || bits > 64)
		reader_error(r, at, "a store of this type is not supported");
	else if (is_running(r))
		memory_store(r, *address, bits, *value, at);
	else if (address->kind == KNOWN_SLOT)
		slot_store(r, address, bits, value, at);
	else
		add_expr(r, store(r, address, bits, as_expr(r, value, at),
				  marked || in_region(r), at), at);
}

/* ---- copies ---- */

struct copying {
	struct known to, from;
	int64_t size;
	bool fill;			/* with zeros */
	struct lkmm_place at;
};

static void copy_part(struct reader *r, const struct copying *c, int64_t offset, int bits)
{
	struct known from = c->from, to = c->to, v = known_number(0);

	from.number += offset;
	to.number += offset;
	if (!c->fill)
		v = load_from(r, &from, bits, false, c->at);
	store_to(r, &to, bits, &v, false, c->at);
}

/* The parts of @type, which begins @start bytes behind the start of the copy. */
static void copy_parts(struct reader *r, const struct copying *c, const struct ir_type *type,
		       int64_t start)
{
	if (!type || start >= c->size || start + ir_size(type) <= 0 || reader_failed(r))
		return;
	if (type->kind == IR_ARRAY)
		for (int64_t i = 0; i < type->n; i++)
			copy_parts(r, c, type->of, start + i * ir_size(type->of));
	else if (type->kind == IR_STRUCT)
		for (int i = 0; i < type->nmembers; i++)
			copy_parts(r, c, type->member[i], start + ir_offset(type, i));
	else if (start < 0 || start + ir_size(type) > c->size)
		reader_error(r, c->at, "a copy of half a value is not supported");
	else
		copy_part(r, c, start, bits_of(type));
}

static void copy_object(struct reader *r, const struct copying *c, const struct known *shape)
{
	const struct object *o;

	object_lay_out(r, shape->index);
	o = &r->object[shape->index];
	for (int i = 0; i < o->nleaves && !reader_failed(r); i++)
		if (o->leaf[i].offset >= shape->number &&
		    o->leaf[i].offset < shape->number + c->size)
			copy_part(r, c, o->leaf[i].offset - shape->number, o->leaf[i].bits);
}

/* Bytes of rustc say nothing about the parts of a slot. */
static bool has_shape(const struct known *k)
{
	const struct ir_type *t = k->kind == KNOWN_SLOT ? k->slot->type : NULL;

	return t && !(t->kind == IR_ARRAY && t->of && bits_of(t->of) == 8);
}

static void copy_cells(struct reader *r, const struct copying *c)
{
	const struct slot *s = c->from.slot;
	int n = s->ncells;

	for (int i = 0; i < n && !reader_failed(r); i++)
		if (s->cell[i].offset >= c->from.number &&
		    s->cell[i].offset < c->from.number + c->size)
			copy_part(r, c, s->cell[i].offset - c->from.number, s->cell[i].bits);
}

static void copy(struct reader *r, const struct copying *c)
{
	if (has_shape(&c->from))
		copy_parts(r, c, c->from.slot->type, -c->from.number);
	else if (has_shape(&c->to))
		copy_parts(r, c, c->to.slot->type, -c->to.number);
	else if (c->from.kind == KNOWN_ADDRESS)
		copy_object(r, c, &c->from);
	else if (c->to.kind == KNOWN_ADDRESS)
		copy_object(r, c, &c->to);
	else if (c->from.kind == KNOWN_SLOT && !c->fill)
		copy_cells(r, c);
	else if (c->size == 1 || c->size == 2 || c->size == 4 || c->size == 8)
		copy_part(r, c, 0, (int)(8 * c->size));
	else
		reader_error(r, c->at, "a copy of %lld bytes through pointers is not supported",
			     (long long)c->size);
}

void copy_bytes(struct reader *r, struct known to, struct known from, int64_t size,
		struct lkmm_place at)
{
	struct copying c = { .to = to, .from = from, .size = size, .at = at };

	if (is_running(r))
		memory_copy(r, to, from, size, at);
	else
		copy(r, &c);
}

void set_bytes(struct reader *r, struct known to, int64_t value, int64_t size,
	       struct lkmm_place at)
{
	struct copying c = { .to = to, .from = to, .size = size, .fill = true, .at = at };

	if (value)
		reader_error(r, at, "memset() to anything but 0 is not supported");
	else if (is_running(r))
		memory_clear(r, to, size, at);
	else
		copy(r, &c);
}
