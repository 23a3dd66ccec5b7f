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
	struct lkmm_expr *where = as_address(r, address, (bits + 7) / 8,
					     marked ? READS : PLAIN_READS, at), *e;

	if (!marked)
		e = new_access(&r->l, LKMM_PLAIN_LOAD, where, at);
	else
		e = marked_access(r, "READ_ONCE", at);
	if (!e || !where)
		return NULL;
	e->access->arg[0] = where;
	e->access->accessed = LKMM_SIGNED(bits == 1 ? 8 : bits);
	e->access->integer = LKMM_SIGNED(r->part_of);
	return e;
}

struct lkmm_expr *store(struct reader *r, const struct known *address, int bits,
			struct lkmm_expr *value, bool marked, struct lkmm_place at)
{
	struct lkmm_expr *where = as_address(r, address, (bits + 7) / 8,
					     marked ? WRITES : PLAIN_WRITES, at), *e;

	if (!marked)
		e = new_access(&r->l, LKMM_PLAIN_STORE, where, at);
	else
		e = marked_access(r, "WRITE_ONCE", at);
	if (!e || !where || !value)
		return NULL;
	e->access->arg[0] = where;
	e->access->arg[1] = value;
	e->access->accessed = LKMM_SIGNED(bits == 1 ? 8 : bits);
	e->access->integer = LKMM_SIGNED(r->part_of);
	return e;
}

/* ---- in a region of KCSAN, or not ---- */

/* Opens a statement: marked accesses come in .body of it, others in .orelse. */
static struct lkmm_stmt *open_either(struct reader *r, struct lkmm_place at)
{
	struct lkmm_stmt *s = new_stmt(&r->l, LKMM_IF, at);

	if (!s)
		return NULL;
	s->expr = region_told(r, at);
	add_stmt(r, s);
	return s;
}

static struct known load_either(struct reader *r, const struct known *address, int bits,
				struct lkmm_place at)
{
	struct known k = { .kind = KNOWN_REGISTER, .index = fresh_register(r, "value") };
	struct lkmm_stmt *s = open_either(r, at);

	for (int marked = 1; s && marked >= 0; marked--) {
		r->end = marked ? &s->body : &s->orelse;
		add_expr(r, new_assign(&r->l, new_local(&r->l, k.index, at),
				       load(r, address, bits, marked, at), at), at);
		r->end = &s->next;
	}
	return k;
}

static void store_either(struct reader *r, const struct known *address, int bits,
			 const struct known *value, struct lkmm_place at)
{
	struct lkmm_stmt *s = open_either(r, at);

	for (int marked = 1; s && marked >= 0; marked--) {
		r->end = marked ? &s->body : &s->orelse;
		add_expr(r, store(r, address, bits, as_expr(r, value, at), marked, at), at);
		r->end = &s->next;
	}
}

/* ---- of several parts ---- */

/*
 * A compiler joins accesses of neighbours. A plain one of several parts is one of each: LKMM
 * promises no more of plain accesses, and without a race nobody sees the difference.
 */
static struct known load_parts(struct reader *r, const struct known *address,
			       const struct several *parts, int bits, struct lkmm_place at)
{
	struct known all = known_number(0);

	r->part_of = bits;
	for (int k = 0; k < parts->n && !reader_failed(r); k++) {
		struct known where = *address, value, shift;
		int own = parts->part[k].bits;

		where.number = parts->part[k].offset;
		shift = known_number(8 * (where.number - address->number));
		value = load_from(r, &where, own, false, at);
		if (value.kind == KNOWN_NUMBER)
			value.number = fold_cast(value.number, own, true);
		else if (value.kind != KNOWN_NOTHING)
			value = keep(r, cast(r, as_expr(r, &value, at), own, true), at);
		value = combine(r, LKMM_SHL, &value, &shift, bits, false, at);
		all = combine(r, LKMM_OR, &all, &value, bits, false, at);
	}
	r->part_of = 0;
	return all;
}

static void store_parts(struct reader *r, const struct known *address,
			const struct several *parts, int bits, const struct known *value,
			struct lkmm_place at)
{
	r->part_of = bits;
	for (int k = 0; k < parts->n && !reader_failed(r); k++) {
		struct known where = *address, part, shift;
		int own = parts->part[k].bits;

		where.number = parts->part[k].offset;
		shift = known_number(8 * (where.number - address->number));
		part = combine(r, LKMM_SHR, value, &shift, bits, true, at);
		if (part.kind == KNOWN_NUMBER)
			part.number = fold_cast(part.number, own, false);
		else if (part.kind != KNOWN_NOTHING)
			part = keep(r, cast(r, as_expr(r, &part, at), own, false), at);
		store_to(r, &where, own, &part, false, at);
	}
	r->part_of = 0;
}

/* ---- any ---- */

struct known load_from(struct reader *r, const struct known *address, int bits, bool marked,
		       struct lkmm_place at)
{
	const struct known *value;
	struct several parts;
	int reg;

	if (bits < 1 || bits > 64) {
		reader_error(r, at, "a load of this type is not supported");
		return (struct known){ 0 };
	}
	if (is_running(r))
		return memory_load(r, *address, bits, at);
	if (address->kind == KNOWN_SLOT)
		return slot_load(r, address, bits, at);
	value = marked ? NULL : fixed_value(r, address, bits, at);
	if (value || reader_failed(r))
		return value ? *value : (struct known){ 0 };
	if (!marked && parts_at(r, address, bits, &parts))
		return load_parts(r, address, &parts, bits, at);
	if (!marked && region_varies(r))
		return load_either(r, address, bits, at);
	reg = marked || in_region(r) ? -1 : own_register(r, address, bits);
	if (reg >= 0)
		return keep(r, new_local(&r->l, reg, at), at);
	return keep(r, load(r, address, bits, marked || in_region(r), at), at);
}

void store_to(struct reader *r, const struct known *address, int bits, const struct known *value,
	      bool marked, struct lkmm_place at)
{
	bool varies = !marked && region_varies(r);
	int reg = marked || varies || in_region(r) ? -1 : own_register(r, address, bits);
	struct several parts;

	if (bits < 1 || bits > 64)
		reader_error(r, at, "a store of this type is not supported");
	else if (is_running(r))
		memory_store(r, *address, bits, *value, at);
	else if (address->kind == KNOWN_SLOT)
		slot_store(r, address, bits, value, at);
	else if (!marked && parts_at(r, address, bits, &parts))
		store_parts(r, address, &parts, bits, value, at);
	else if (varies)
		store_either(r, address, bits, value, at);
	else if (reg >= 0)
		add_expr(r, new_assign(&r->l, new_local(&r->l, reg, at),
				       as_expr(r, value, at), at), at);
	else
		add_expr(r, store(r, address, bits, as_expr(r, value, at),
				  marked || in_region(r), at), at);
}

/* ---- structs in registers ---- */

/* @bytes behind @address. */
static struct known behind(struct reader *r, const struct known *address, int64_t bytes,
			   struct lkmm_place at)
{
	struct known offset = known_number(bytes), k = *address;

	if (!bytes)
		return k;
	if (k.kind != KNOWN_SLOT)
		return combine(r, LKMM_ADD, address, &offset, 64, false, at);
	k.number += bytes;
	return k;
}

struct known load_value(struct reader *r, const struct known *address, const struct ir_type *t,
			bool marked, struct lkmm_place at)
{
	struct known k = { .kind = KNOWN_PARTS };

	if (!t || t->kind != IR_STRUCT)
		return load_from(r, address, bits_of(t), marked, at);
	k.nparts = t->nmembers;
	k.part = reader_alloc(r, ((size_t)k.nparts + 1) * sizeof(*k.part));
	for (int m = 0; k.part && m < k.nparts && !reader_failed(r); m++) {
		struct known where = behind(r, address, ir_offset(t, m), at);

		k.part[m] = load_value(r, &where, t->member[m], marked, at);
	}
	return k.part ? k : (struct known){ 0 };
}

void store_value(struct reader *r, const struct known *address, const struct ir_type *t,
		 const struct known *value, bool marked, struct lkmm_place at)
{
	if (!t || t->kind != IR_STRUCT) {
		store_to(r, address, bits_of(t), value, marked, at);
		return;
	}
	for (int m = 0; m < t->nmembers && !reader_failed(r); m++) {
		struct known where = behind(r, address, ir_offset(t, m), at), part = { 0 };

		if (value->kind == KNOWN_PARTS && m < value->nparts)
			part = value->part[m];
		store_value(r, &where, t->member[m], &part, marked, at);
	}
}

/* ---- copies ---- */

struct copying {
	struct known to, from;
	int64_t size;
	bool fill;			/* with this byte */
	int64_t byte;
	struct lkmm_place at;
};

/* @byte in each byte of a number of @bits. */
int64_t repeated(int64_t byte, int bits)
{
	uint64_t n = (uint64_t)byte & 0xff;

	return fold_cast((int64_t)(n * UINT64_C(0x0101010101010101)), bits, false);
}

static void copy_part(struct reader *r, const struct copying *c, int64_t offset, int bits)
{
	struct known from = c->from, v = known_number(repeated(c->byte, bits));
	struct known to = behind(r, &c->to, offset, c->at);

	if (!c->fill) {
		from = behind(r, &from, offset, c->at);
		v = load_from(r, &from, bits, false, c->at);
	}
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

static bool same_parts(const struct ir_type *a, const struct ir_type *b)
{
	if (!a || !b || a == b)
		return a == b;
	if (a->kind != b->kind || bits_of(a) != bits_of(b) || a->n != b->n ||
	    a->nmembers != b->nmembers || (a->kind == IR_ARRAY && !same_parts(a->of, b->of)))
		return false;
	for (int i = 0; i < a->nmembers; i++)
		if (ir_offset(a, i) != ir_offset(b, i) || !same_parts(a->member[i], b->member[i]))
			return false;
	return true;
}

/* Structs of one size; .several: they have different parts. */
struct of_size {
	int64_t size;
	const struct ir_type *type;
	bool several;
};

static void find_structs(struct of_size *f, const struct ir_type *t)
{
	if (t && t->kind == IR_STRUCT && ir_size(t) == f->size) {
		f->several |= f->type && !same_parts(f->type, t);
		f->type = t;
	} else if (t && t->kind == IR_STRUCT) {
		for (int i = 0; i < t->nmembers; i++)
			find_structs(f, t->member[i]);
	} else if (t && t->kind == IR_ARRAY) {
		find_structs(f, t->of);
	}
}

/*
 * *p = *q: the parts are those of the struct of that size which variables are made of, or it is a
 * number. If the objects turn out to have other parts, the search refuses the accesses.
 */
static void copy_struct(struct reader *r, const struct copying *c)
{
	struct of_size f = { .size = c->size };

	for (int k = 0; k < r->m.nglobals; k++)
		find_structs(&f, r->m.global[k].type);
	for (int k = 0; k < r->nobjects; k++)
		find_structs(&f, r->object[k].type);
	if (f.type && !f.several)
		copy_parts(r, c, f.type, 0);
	else if (c->size == 1 || c->size == 2 || c->size == 4 || c->size == 8)
		copy_part(r, c, 0, (int)(8 * c->size));
	else
		reader_error(r, c->at, "a copy of %lld bytes through pointers is not supported: %s "
				       "of that size", (long long)c->size,
			     f.several ? "several structs are" : "no struct is");
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
	else
		copy_struct(r, c);
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
	struct copying c = { .to = to, .from = to, .size = size, .fill = true, .byte = value,
			     .at = at };

	if (is_running(r))
		memory_fill(r, to, value, size, at);
	else
		copy(r, &c);
}
