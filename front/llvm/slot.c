// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Stack slots whose address does not get around (escape.c). They are no memory to the model: their
 * parts are registers, and dependencies pass through them.
 */
#include "reader.h"

#include <string.h>

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
	return c;
}

static bool overlap(const struct cell *c, int64_t offset, int bits)
{
	return c->offset < offset + (bits + 7) / 8 && offset < c->offset + (c->bits + 7) / 8;
}

/* The cell at @at, or NULL with an error if it is part of another, or more than one. */
static struct cell *find_cell(struct reader *r, const struct known *at, int bits,
			      struct lkmm_place place)
{
	for (int i = 0; i < at->slot->ncells; i++) {
		struct cell *c = &at->slot->cell[i];

		if (c->offset == at->number && c->bits == bits)
			return c;
		if (overlap(c, at->number, bits)) {
			reader_error(r, place, "'%s' is used with two sizes, %d and %d bits",
				     at->slot->name, c->bits, bits);
			return NULL;
		}
	}
	return add_cell(r, at, bits);
}

/* Part of a larger cell: shifted down. */
static struct cell *cell_around(const struct known *at, int bits)
{
	for (int i = 0; i < at->slot->ncells; i++) {
		struct cell *c = &at->slot->cell[i];

		if (c->offset <= at->number && c->bits > bits &&
		    at->number + bits / 8 <= c->offset + c->bits / 8)
			return c;
	}
	return NULL;
}

/* The low or middle bits of a larger cell. */
static struct known part_of(struct reader *r, const struct known *at, const struct cell *c,
			    int bits, struct lkmm_place place)
{
	struct known shift = known_number(8 * (at->number - c->offset));
	struct known v = { .kind = KNOWN_REGISTER, .index = c->reg };

	if (c->is.kind)
		v = c->is;
	if (shift.number)
		v = combine(r, LKMM_SHR, &v, &shift, c->bits, true, place);
	if (v.kind == KNOWN_NUMBER)
		return known_number(fold_cast(v.number, bits, false));
	return keep(r, cast(r, as_expr(r, &v, place), bits, false), place);
}

struct known slot_load(struct reader *r, const struct known *at, int bits, struct lkmm_place place)
{
	struct cell *c = cell_around(at, bits);

	if (c)
		return part_of(r, at, c, bits, place);
	c = find_cell(r, at, bits, place);
	if (!c)
		return (struct known){ 0 };
	return c->is.kind ? c->is : keep(r, new_local(&r->l, c->reg, place), place);
}

void slot_store(struct reader *r, const struct known *at, int bits, const struct known *value,
		struct lkmm_place place)
{
	struct cell *c;

	if (at->slot->unread)
		return;
	c = find_cell(r, at, bits, place);
	if (!c)
		return;
	if (at->slot->once && value->kind != KNOWN_NOTHING && value->kind != KNOWN_PARTS)
		c->is = *value;
	else
		add_expr(r, new_assign(&r->l, new_local(&r->l, c->reg, place),
				       as_expr(r, value, place), place), place);
}

int slot_register(struct reader *r, const struct known *at, int bits, struct lkmm_place place)
{
	struct cell *c = find_cell(r, at, bits, place);

	return c ? c->reg : -1;
}
