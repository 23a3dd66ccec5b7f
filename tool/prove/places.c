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

/* False if @was has already lost its value. */
static bool lose(struct place *was, struct terms *t)
{
	if (was->lost)
		return false;
	was->value = term_unknown(t);
	was->lost = true;
	return true;
}

bool places_join(struct places *was, const struct places *now, struct terms *t)
{
	struct places copy = *now;
	bool stays = true;

	/* A register that had not been used was what it is at the beginning. */
	for (int i = 0; i < copy.n; i++)
		if (copy.place[i].reg && !find(was, copy.place[i].reg, NULL)) {
			set(was, &copy.place[i]);
			lose(find(was, copy.place[i].reg, NULL), t);
			stays = false;
		}
	for (int i = 0; i < was->n; i++) {
		struct place *p = &was->place[i], *other = find(&copy, p->reg, p->address);

		if (!other || other->value != p->value || other->bytes != p->bytes)
			stays &= !lose(p, t);
	}
	return stays;
}
