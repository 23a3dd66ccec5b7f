// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Bit-fields: where they are, and access to them. Those that follow each other in a word of their
 * type are one location, as C has it: reading one reads that, and writing one reads it and writes
 * it back. So two of them race, even if each is protected by a lock.
 */
#include "aggregate.h"
#include "front/error.h"

#include <stdio.h>
#include <string.h>

static int64_t mask(int bits)
{
	return bits >= 64 ? -1 : (INT64_C(1) << bits) - 1;
}

/* ---- where they are ---- */

/* The smallest word that has all bits of the unit which begins with member @first. */
static void place_unit(struct litmus *l, struct lkmm_aggregate *a)
{
	struct c_member *first = &a->member[a->unit], *last = &a->member[a->nmembers - 1];
	int from = first->shift / 8, to = (last->shift + last->bits - 1) / 8, size = 1;
	char name[100];

	while (size < 8 && from / size != to / size)
		size *= 2;
	from = from / size * size;
	if (first == last)
		snprintf(name, sizeof(name), "%.40s", first->name);
	else
		snprintf(name, sizeof(name), "%.40s_%.40s", first->name, last->name);
	if (from < a->unit_after)
		lex_error(&l->x, a->at, "the bit-fields %s share a word with another member: write "
			  "that before a member of their type", name);
	for (struct c_member *m = first; m <= last; m++) {
		m->offset = from;
		m->shift -= 8 * from;
		m->unit_bits = 8 * size;
		m->unit_name = litmus_text(l, name, (int)strlen(name));
	}
	if (from + size > a->unit_end)
		a->unit_end = from + size;
}

void c_close_unit(struct litmus *l, struct lkmm_aggregate *a)
{
	if (!a->in_unit)
		return;
	a->in_unit = false;
	if (a->unit < a->nmembers)
		place_unit(l, a);
}

/* Where the next one is, of a type that has @word bits. */
static int next_bit(struct litmus *l, struct lkmm_aggregate *a, int word, int bits)
{
	int at = a->in_bits ? a->next_bit : 8 * a->size;

	if (a->kind == C_UNION)
		at = 0;
	if (!bits || at / word != (at + bits - 1) / word)
		at = (at + word - 1) / word * word;
	if (!bits || (a->in_unit && (at / word != a->unit_bit / word || a->kind == C_UNION)))
		c_close_unit(l, a);
	return at;
}

void c_add_bitfield(struct litmus *l, struct lkmm_aggregate *a, const struct token *name,
		    struct ctype t, int bits)
{
	int word = 8 * c_sizeof(t), at = next_bit(l, a, word, bits);
	struct c_member *m;

	a->in_bits = true;
	a->next_bit = at + bits;
	/* behind one of no bits the next word begins, for other members as well */
	if ((at + bits + 7) / 8 > a->size)
		a->size = (at + bits + 7) / 8;
	if (!name || !bits)
		return;
	if (!a->in_unit) {
		a->in_unit = true;
		a->unit = a->nmembers;
		a->unit_bit = at;
		a->unit_after = a->kind == C_UNION ? 0 : a->last_end;
	}
	if (word / 8 > a->align)
		a->align = word / 8;
	m = litmus_grow(l, a->member, a->nmembers, sizeof(*m));
	if (!m)
		return;
	a->member = m;
	m[a->nmembers++] = (struct c_member){ .name = litmus_text(l, name->text, name->len),
					      .type = t, .bits = bits, .shift = at };
}

struct c_part c_member_part(const struct c_member *m, int offset)
{
	return (struct c_part){ .type = m->type, .offset = offset + m->offset, .bits = m->bits,
				.shift = m->shift, .unit_bits = m->unit_bits };
}

int64_t c_with_bits(int64_t unit, const struct c_part *p, int64_t v)
{
	int64_t m = (int64_t)((uint64_t)mask(p->bits) << p->shift);

	if (p->type.truth)
		v = v != 0;
	return (unit & ~m) | ((int64_t)((uint64_t)v << p->shift) & m);
}

/* ---- access to them ---- */

/* A note at the value of one. */
struct lkmm_field {
	struct lkmm_expr *unit;
	struct c_part part;
};

static struct lkmm_expr *with_number(struct litmus *l, enum lkmm_operator op, struct lkmm_expr *e,
				     int64_t n)
{
	return e ? new_binary(l, op, e, new_number(l, n, e->at), e->at) : NULL;
}

/*
 * The type of the value: an int has room for all but the longest, an unsigned int for 32 bits. Of
 * more bits, it is the declared one: there, gcc computes with so many bits, and clang does not.
 */
static struct lkmm_type value_type(const struct c_part *p)
{
	struct lkmm_type t = { .integer = p->type.integer, .truth = p->type.truth };

	if (p->bits <= 32)
		t.integer = (struct lkmm_integer){ 32, p->bits == 32 &&
						       p->type.integer.is_unsigned };
	return t;
}

/* The low bits of @e, as a number. */
static struct lkmm_expr *extend(struct litmus *l, struct lkmm_expr *e, const struct c_part *p)
{
	if (p->type.integer.is_unsigned)
		return with_number(l, LKMM_AND, e, mask(p->bits));
	/* in C, a narrower operand has no room for this shift */
	e = e ? new_cast(l, LKMM_SIGNED(64), e, e->at) : NULL;
	e = with_number(l, LKMM_SHL, e, 64 - p->bits);
	return with_number(l, LKMM_SHR, e, 64 - p->bits);
}

struct lkmm_expr *c_read_bits(struct litmus *l, struct lkmm_expr *unit, const struct c_part *p)
{
	struct lkmm_field *f = litmus_alloc(l, sizeof(*f));
	struct lkmm_expr *e = unit;

	if (!f || !unit)
		return NULL;
	*f = (struct lkmm_field){ unit, *p };
	if (p->shift)
		e = with_number(l, LKMM_SHR, e, p->shift);
	e = extend(l, e, p);
	if (!e)
		return NULL;
	e->type = value_type(p);
	e->field = f;
	return e;
}

/* A second access to the object @unit. */
static struct lkmm_expr *again(struct litmus *l, const struct lkmm_expr *unit)
{
	const struct c_part whole = { .type = c_type_of(&unit->type) };
	struct lkmm_expr *e = new_index(l, LKMM_REGISTER, unit->index, unit->at);

	if (unit->kind == LKMM_ACCESS)
		return c_part_of(l, (struct lkmm_expr *)unit, &whole);
	if (e)
		e->type = unit->type;
	return e;
}

struct lkmm_expr *c_bits_unit(const struct lkmm_expr *e)
{
	return e->field->unit;
}

struct lkmm_expr *c_write_bits(struct litmus *l, struct lkmm_expr *to, struct lkmm_expr *value,
			       struct lkmm_place at)
{
	const struct lkmm_field *f = to->field;
	const struct c_part *p = &f->part;
	struct lkmm_type t = value_type(p);
	struct lkmm_expr *keep = NULL, *load, *e, *old;
	int reg = new_hidden(l, "bits", LKMM_SIGNED(64));

	if (reg < 0 || !value)
		return NULL;
	t.integer = p->type.integer;
	value = with_number(l, LKMM_AND, c_value_for(l, value, &t), mask(p->bits));
	if (f->unit->kind == LKMM_ACCESS)
		keep = c_keep_address(l, f->unit, at);
	load = again(l, f->unit);
	old = with_number(l, LKMM_AND, load, ~c_with_bits(0, &(struct c_part){ .bits = p->bits,
				.shift = p->shift }, -1));
	e = new_assign(l, new_local(l, reg, at), value, at);
	e = new_binary(l, LKMM_OR, old, p->shift ? with_number(l, LKMM_SHL, e, p->shift) : e, at);
	e = c_in_order(l, keep, new_assign(l, f->unit, e, at));
	e = c_in_order(l, e, extend(l, new_local(l, reg, at), p));
	if (e)
		e->type = value_type(p);
	return e;
}
