// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Stack slots whose address does not get around (escape.c). They are no memory to the model: their
 * parts are registers, and dependencies pass through them.
 */
#include "reader.h"

#include <string.h>

/*
 * The register @reg has no value yet where the call begins. Otherwise a part that a call does not
 * set, as the error of an Ok(), would have what the call in an earlier turn has left there.
 */
static void begin_without(struct reader *r, struct lkmm_stmt *call, int reg)
{
	struct lkmm_stmt *s = new_stmt(&r->l, LKMM_EXPR, call->at);

	if (!s)
		return;
	s->expr = new_assign(&r->l, new_local(&r->l, reg, call->at),
			     new_number(&r->l, 0, call->at), call->at);
	s->next = call->body;
	call->body = s;
	if (r->end == &call->body)
		r->end = &s->next;
}

static struct cell *add_cell(struct reader *r, const struct known *at, int bits)
{
	struct slot *s = at->slot;
	struct cell *c = litmus_grow(&r->l, s->cell, s->ncells, sizeof(*c));

	if (!c)
		return NULL;
	s->cell = c;
	c += s->ncells++;
	c->offset = at->number;
	c->bits = bits;
	c->reg = fresh_register(r, s->name);
	if (s->call)
		begin_without(r, s->call, c->reg);
	return c;
}

static int64_t bytes_of(int bits)
{
	return (bits + 7) / 8;
}

static bool overlap(const struct cell *c, int64_t offset, int64_t end)
{
	return c->offset < end && offset < c->offset + bytes_of(c->bits);
}

/* The cell of @bits at @at, a new one if nothing is there; NULL: there are others. */
static struct cell *find_cell(struct reader *r, const struct known *at, int bits)
{
	for (int i = 0; i < at->slot->ncells; i++) {
		struct cell *c = &at->slot->cell[i];

		if (c->offset == at->number && c->bits == bits)
			return c;
		if (overlap(c, at->number, at->number + bytes_of(bits)))
			return NULL;
	}
	return add_cell(r, at, bits);
}

/* The larger cell that these @bits are a part of; or NULL. */
static struct cell *cell_around(const struct known *at, int bits)
{
	for (int i = 0; i < at->slot->ncells; i++) {
		struct cell *c = &at->slot->cell[i];

		if (c->offset <= at->number && c->bits > bits &&
		    at->number + bytes_of(bits) <= c->offset + bytes_of(c->bits))
			return c;
	}
	return NULL;
}

/* Half of a cell and something else: that is not followed. */
static bool cuts_cell(struct reader *r, const struct known *at, int bits, struct lkmm_place place)
{
	int64_t end = at->number + bytes_of(bits);

	for (int i = 0; i < at->slot->ncells; i++) {
		const struct cell *c = &at->slot->cell[i];

		if (!overlap(c, at->number, end) ||
		    (c->offset >= at->number && c->offset + bytes_of(c->bits) <= end))
			continue;
		reader_error(r, place, "'%s' is used with two sizes, %d and %d bits",
			     at->slot->name, c->bits, bits);
		return true;
	}
	return false;
}

/* The index of the cell that begins at @offset, before @end: a new one if there is none. */
static int cell_from(struct reader *r, const struct known *at, int64_t offset, int64_t end)
{
	struct known where = *at;
	int bytes = 8;

	for (int i = 0; i < at->slot->ncells; i++) {
		int64_t begin = at->slot->cell[i].offset;

		if (begin == offset)
			return i;
		if (begin > offset && begin < end)
			end = begin;
	}
	while (bytes > end - offset || offset % bytes)
		bytes /= 2;
	where.number = offset;
	return add_cell(r, &where, 8 * bytes) ? at->slot->ncells - 1 : -1;
}

/* ---- bits of values ---- */

/* Bits of @v from @shift on, as a number of @bits with a sign; @v has @of bits. */
static struct known bits_from(struct reader *r, struct known v, int64_t shift, int bits, int of,
			      struct lkmm_place place)
{
	struct known n = known_number(shift);

	if (shift)
		v = combine(r, LKMM_SHR, &v, &n, of, true, place);
	if (v.kind == KNOWN_NUMBER)
		return known_number(fold_cast(v.number, bits, false));
	return keep(r, cast(r, as_expr(r, &v, place), bits, false), place);
}

/* The @bits of @v, without a sign, at their place in a larger value. */
static struct known bits_at(struct reader *r, struct known v, int64_t shift, int bits,
			    struct lkmm_place place)
{
	struct known n = known_number(shift);

	if (v.kind == KNOWN_NUMBER)
		v.number = fold_cast(v.number, bits, true);
	else
		v = keep(r, cast(r, as_expr(r, &v, place), bits, true), place);
	return shift ? combine(r, LKMM_SHL, &v, &n, 64, true, place) : v;
}

static struct known value_of(const struct cell *c)
{
	return c->is.kind ? c->is : (struct known){ .kind = KNOWN_REGISTER, .index = c->reg };
}

static void set_cell(struct reader *r, const struct cell *c, const struct known *value,
		     struct lkmm_place place)
{
	add_expr(r, new_assign(&r->l, new_local(&r->l, c->reg, place), as_expr(r, value, place),
			       place), place);
}

/* ---- loads and stores ---- */

static struct known load_cells(struct reader *r, const struct known *at, int bits,
			       struct lkmm_place place)
{
	int64_t end = at->number + bytes_of(bits), next;
	struct known all = known_number(0);

	for (int64_t k = at->number; k < end && !reader_failed(r); k = next) {
		int i = cell_from(r, at, k, end);
		struct cell c = i < 0 ? (struct cell){ .bits = 8 } : at->slot->cell[i];
		struct known part = bits_at(r, value_of(&c), 8 * (k - at->number), c.bits, place);

		all = combine(r, LKMM_OR, &all, &part, 64, true, place);
		next = k + bytes_of(c.bits);
	}
	return bits_from(r, all, 0, bits, 64, place);
}

struct known slot_load(struct reader *r, const struct known *at, int bits, struct lkmm_place place)
{
	struct cell *c = cell_around(at, bits);

	if (c)
		return bits_from(r, value_of(c), 8 * (at->number - c->offset), bits, c->bits,
				 place);
	c = find_cell(r, at, bits);
	if (c)
		return c->is.kind ? c->is : keep(r, new_local(&r->l, c->reg, place), place);
	if (cuts_cell(r, at, bits, place))
		return (struct known){ 0 };
	return load_cells(r, at, bits, place);
}

static void store_cells(struct reader *r, const struct known *at, int bits,
			const struct known *value, struct lkmm_place place)
{
	int64_t end = at->number + bytes_of(bits), next;

	for (int64_t k = at->number; k < end && !reader_failed(r); k = next) {
		int i = cell_from(r, at, k, end);
		struct cell c = i < 0 ? (struct cell){ .bits = 8 } : at->slot->cell[i];
		struct known part = bits_from(r, *value, 8 * (k - at->number), c.bits, bits, place);

		if (i >= 0)
			set_cell(r, &c, &part, place);
		next = k + bytes_of(c.bits);
	}
}

/* Replaces @bits of the larger cell @c. */
static void store_into(struct reader *r, const struct known *at, int bits, const struct cell *c,
		       const struct known *value, struct lkmm_place place)
{
	int64_t shift = 8 * (at->number - c->offset);
	struct known others = known_number((int64_t)~(((UINT64_C(1) << bits) - 1) << shift));
	struct known old = value_of(c), new = bits_at(r, *value, shift, bits, place);

	old = combine(r, LKMM_AND, &old, &others, 64, true, place);
	new = combine(r, LKMM_OR, &old, &new, 64, true, place);
	new = bits_from(r, new, 0, c->bits, 64, place);
	set_cell(r, c, &new, place);
}

void slot_store(struct reader *r, const struct known *at, int bits, const struct known *value,
		struct lkmm_place place)
{
	struct cell *c;

	if (at->slot->unread)
		return;
	c = cell_around(at, bits);
	if (c) {
		struct cell around = *c;

		store_into(r, at, bits, &around, value, place);
		return;
	}
	c = find_cell(r, at, bits);
	if (!c && !cuts_cell(r, at, bits, place))
		store_cells(r, at, bits, value, place);
	else if (c && at->slot->once && value->kind != KNOWN_NOTHING && value->kind != KNOWN_PARTS)
		c->is = *value;
	else if (c)
		set_cell(r, c, value, place);
}

int slot_register(struct reader *r, const struct known *at, int bits, struct lkmm_place place)
{
	struct cell *c = find_cell(r, at, bits);

	if (!c)
		reader_error(r, place, "'%s' is used with two sizes", at->slot->name);
	return c ? c->reg : -1;
}
