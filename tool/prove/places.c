// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Registers, and the stack by address: each slot is loaded as it was stored. */
#include "machine.h"

#include <string.h>

static struct place *find(struct places *m, const char *reg, const struct term *address)
{
	for (int i = 0; i < m->n; i++) {
		struct place *p = &m->place[i];

		if (reg ? p->reg && !strcmp(p->reg, reg) : p->address == address)
			return p;
	}
	return NULL;
}

static void set(struct places *m, const struct place *new)
{
	struct place *p = find(m, new->reg, new->address);

	if (!p && m->n == MAX_PLACES) {
		m->full = true;
		return;
	}
	if (!p)
		p = &m->place[m->n++];
	*p = *new;
}

const struct term *places_register(struct places *m, struct terms *t, const char *reg)
{
	struct place *p = find(m, reg, NULL);
	const struct term *v = p ? p->value : term_unknown(t);

	if (!p)
		places_set_register(m, reg, v);
	return v;
}

void places_set_register(struct places *m, const char *reg, const struct term *v)
{
	set(m, &(struct place){ .reg = reg, .value = v });
}

const char *places_holder(const struct places *m, const struct term *v)
{
	for (int i = 0; i < m->n; i++)
		if (m->place[i].reg && m->place[i].value == v)
			return m->place[i].reg;
	return NULL;
}

/* ---- the stack ---- */

static int64_t offset(const struct term *address)
{
	return term_base(address) == address ? 0 : address->b->number;
}

static bool overlap(const struct place *a, const struct term *address, int bytes)
{
	int64_t x = offset(a->address), y = offset(address);

	return term_base(a->address) == term_base(address) && x < y + bytes && y < x + a->bytes;
}

const struct term *places_load(struct places *m, struct terms *t, const struct term *address,
			       int bytes)
{
	struct place *p = find(m, NULL, address);

	if (!p || p->bytes < bytes)
		return term_unknown(t);
	return p->bytes > bytes ? term_cast(t, LKMM_UNSIGNED(8 * bytes), p->value) : p->value;
}

void places_store(struct places *m, const struct term *address, int bytes, const struct term *v)
{
	int n = 0;

	for (int i = 0; i < m->n; i++)
		if (m->place[i].reg || !overlap(&m->place[i], address, bytes))
			m->place[n++] = m->place[i];
	m->n = n;
	set(m, &(struct place){ .address = address, .bytes = bytes, .value = v });
}

void places_forget_stack(struct places *m)
{
	int n = 0;

	for (int i = 0; i < m->n; i++)
		if (m->place[i].reg)
			m->place[n++] = m->place[i];
	m->n = n;
}

/* ---- loops ---- */

/* Whether both are extended from as many bits, and so any value there will be. */
static bool alike(const struct term *a, const struct term *b)
{
	return a->kind == TERM_CAST && b->kind == TERM_CAST && lkmm_same_integer(a->to, b->to);
}

/*
 * The value of @was is not known any more, as it is @now in another turn; only how it is extended,
 * if that is the same. False if that was so before.
 */
static bool lose(struct place *was, const struct place *now, struct terms *t)
{
	const struct term *v = was->value;
	bool extended = now && now->bytes == was->bytes && alike(v, now->value);

	if (was->lost && (extended || v->kind != TERM_CAST))
		return false;
	was->value = term_unknown(t);
	if (extended)
		was->value = term_cast(t, v->to, was->value);
	was->lost = true;
	return true;
}

static const struct term *value_in(struct places *m, const struct place *p)
{
	const struct place *other = find(m, p->reg, p->address);

	return other && other->bytes == p->bytes ? other->value : NULL;
}

/*
 * The place number @i of @was has lost its value, or had so. Those that had one value @before, and
 * have one @now, have one in any turn. False if nothing changes by that.
 */
static bool keep_equal(struct places *was, const struct places *before, struct places *now, int i,
		       struct terms *t)
{
	struct place *p = &was->place[i];
	const struct term *mine = value_in(now, p), *first = p->value;
	bool split = false;

	for (int k = 0; k < i; k++) {
		const struct place *q = &was->place[k];

		if (!q->lost || before->place[k].value != before->place[i].value ||
		    before->place[k].bytes != before->place[i].bytes)
			continue;
		if (mine && value_in(now, q) == mine) {
			p->value = q->value;
			return p->value != first;
		}
		split |= p->value == q->value;
	}
	if (split) {
		p->value = term_unknown(t);
		if (first->kind == TERM_CAST)
			p->value = term_cast(t, first->to, p->value);
	}
	return split;
}

bool places_join(struct places *was, const struct places *now, struct terms *t)
{
	struct places copy = *now, before;
	bool stays = true;

	/* A register that had not been used was what it is at the beginning. */
	for (int i = 0; i < copy.n; i++)
		if (copy.place[i].reg && !find(was, copy.place[i].reg, NULL)) {
			set(was, &copy.place[i]);
			lose(find(was, copy.place[i].reg, NULL), NULL, t);
			stays = false;
		}
	before = *was;
	for (int i = 0; i < was->n; i++) {
		struct place *p = &was->place[i], *other = find(&copy, p->reg, p->address);
		bool lost;

		if (other && other->value == p->value && other->bytes == p->bytes)
			continue;
		lost = lose(p, other, t);
		stays &= !(keep_equal(was, &before, &copy, i, t) || lost);
	}
	return stays;
}
