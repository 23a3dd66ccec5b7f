// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Locations that are accessed in several sizes: each is cut into the smallest pieces that an access
 * begins or ends at. The pieces are locations by themselves, behind all others; the first keeps the
 * index. docs/sizes.md states what such accesses mean.
 */
#include "path.h"

#include <string.h>

static int bytes_of(const struct lkmm_location *l)
{
	return l->integer.bits / 8;
}

static int first_piece(const struct lkmm_test *t, int loc)
{
	return t->loc[loc].piece_of ? t->loc[loc].piece_of - 1 : loc;
}

int lkmm_piece_shift(const struct lkmm_test *t, int loc)
{
	return 8 * (t->loc[loc].offset - t->loc[first_piece(t, loc)].offset);
}

int lkmm_pieces(const struct lkmm_test *t, int64_t v, int bits, int *piece)
{
	int loc = lkmm_pointee(t, v), n = 0;

	if (loc < 0 || !t->loc[loc].piece_of)
		return 0;
	if (!bits)
		bits = t->loc[first_piece(t, loc)].uncut.bits;
	do {
		piece[n++] = loc;
		bits -= t->loc[loc].integer.bits;
		loc = t->loc[loc].next_piece;
	} while (bits > 0 && loc);
	return bits ? 0 : n;
}

/* ---- cutting ---- */

/* Whether @l may be cut: not memory that is allocated, and not an address. */
static bool may_be_cut(const struct lkmm_test *t, const struct lkmm_location *l)
{
	int bits = l->piece_of ? t->loc[l->piece_of - 1].uncut.bits : l->integer.bits;
	int64_t offset;

	return (bits == 16 || bits == 32 || bits == 64) && !l->allocated &&
	       lkmm_object(t, l->init, &offset) < 0;
}

/* The piece, or uncut location, of the object at @first that has its byte @offset, or -1. */
static int piece_with(const struct lkmm_test *t, int first, int64_t offset)
{
	for (int i = 0; i < t->nlocs; i++)
		if ((i == first || t->loc[i].object == first + 1) && offset >= t->loc[i].offset &&
		    offset < t->loc[i].offset + bytes_of(&t->loc[i]))
			return i;
	return -1;
}

struct lkmm_refusal lkmm_refuse(const struct lkmm_test *t, const struct lkmm_expr *e,
				int64_t address)
{
	struct lkmm_refusal r = { .at = e->at, .address = address };
	int64_t offset;
	int first = lkmm_object(t, address, &offset), loc = piece_with(t, first, offset);
	const struct lkmm_location *l;

	r.loc = first_piece(t, loc < 0 ? first : loc);
	l = &t->loc[r.loc];
	r.bits = e->access->accessed.bits;
	if (!r.bits)
		r.bits = l->piece_of ? l->uncut.bits : l->integer.bits;
	return r;
}

/* Whether @bytes bytes at @offset are within one location of the object at @first, and aligned. */
static bool is_inside(const struct lkmm_test *t, int first, int64_t offset, int bytes)
{
	int a = piece_with(t, first, offset), b = piece_with(t, first, offset + bytes - 1);

	return bytes && !(offset % bytes) && a >= 0 && b >= 0 &&
	       first_piece(t, a) == first_piece(t, b) && may_be_cut(t, &t->loc[a]);
}

bool lkmm_can_cut(const struct lkmm_test *t, const struct lkmm_refusal *r)
{
	int64_t offset;
	int first = lkmm_object(t, r->address, &offset);

	/* The models of architectures do not have the rules that hold the pieces together. */
	return !t->architecture && first >= 0 && is_inside(t, first, offset, r->bits / 8);
}

/* Cuts the location of the object at @first that has something on both sides of @offset. */
static void cut_at(struct lkmm_test *t, int first, int64_t offset)
{
	int loc = piece_with(t, first, offset), bits;
	struct lkmm_location *l = &t->loc[loc], *rest = &t->loc[t->nlocs];

	if (loc < 0 || l->offset == offset)
		return;
	bits = 8 * (int)(offset - l->offset);
	if (!l->piece_of) {
		l->uncut = l->integer;
		l->piece_of = loc + 1;
		l->object = first + 1;
	}
	*rest = *l;
	rest->offset = (int)offset;
	rest->integer = LKMM_UNSIGNED(l->integer.bits - bits);
	rest->init = lkmm_truncate((int64_t)((uint64_t)l->init >> bits), rest->integer);
	rest->elements = 0;
	l->integer = LKMM_UNSIGNED(bits);
	l->init = lkmm_truncate(l->init, l->integer);
	l->next_piece = t->nlocs++;
}

bool lkmm_cut(struct lkmm_arena *a, const struct lkmm_test *t, const struct lkmm_refusal *r,
	      struct lkmm_test *cut, bool *no_memory)
{
	int64_t offset;
	int first = lkmm_object(t, r->address, &offset), bytes = r->bits / 8;
	struct lkmm_location *loc;

	if (!lkmm_can_cut(t, r))
		return false;
	loc = lkmm_alloc(a, sizeof(*loc) * ((size_t)t->nlocs + 2));
	*no_memory = !loc;
	if (!loc)
		return false;
	memcpy(loc, t->loc, sizeof(*loc) * (size_t)t->nlocs);
	*cut = *t;
	cut->loc = loc;
	cut_at(cut, first, offset);
	cut_at(cut, first, offset + bytes);
	return cut->nlocs > t->nlocs;
}
