// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The parts of a type that are numbers or pointers, each of which becomes a location or a register:
 * their names, such as n1.next or a[1].x, types and places. Members of a union that are in one
 * place are one part, and so are bit-fields that share a storage unit.
 */
#include "aggregate.h"
#include "front/error.h"

#include <stdio.h>
#include <string.h>

enum { NAME_TEXT = 200 };

struct walk {
	struct c_leaf *leaf;
	int n;
	int shared;			/* unions and bit-fields that it is in */
	struct lkmm_place at;
};

/* Those that overlap in parts only are not modelled. */
static bool is_shared(struct litmus *l, const struct walk *w, struct ctype t, int offset)
{
	int size = c_sizeof(t);

	for (int i = 0; i < w->n; i++) {
		struct c_leaf *p = &w->leaf[i];
		int bytes = c_sizeof(p->type);

		if (offset + size <= p->offset || p->offset + bytes <= offset)
			continue;
		if (p->offset != offset || bytes != size)
			lex_error(&l->x, w->at, "members of a union that have different sizes are "
				  "not modelled: '%s' has %d bits, another %d", p->name, 8 * bytes,
				  8 * size);
		p->mixed |= !c_same_type(p->type, t);
		return true;
	}
	return false;
}

static void add_leaf(struct litmus *l, struct walk *w, struct ctype t, int offset, const char *name)
{
	struct c_leaf *list;

	if (w->shared && is_shared(l, w, t, offset))
		return;
	if (c_sizeof(t) && offset % c_sizeof(t))
		lex_error(&l->x, w->at, "__packed puts '%s' at byte %d, where it is accessed in "
			  "parts: that is not modelled", name, offset);
	if (w->n == C_MAX_ELEMENTS) {
		lex_error(&l->x, w->at, "expected at most %d elements and members",
			  C_MAX_ELEMENTS);
		return;
	}
	list = litmus_grow(l, w->leaf, w->n, sizeof(*list));
	name = litmus_text(l, name, (int)strlen(name));
	if (!list || !name)
		return;
	w->leaf = list;
	list[w->n++] = (struct c_leaf){ .name = name, .type = t, .offset = offset };
}

/* The bit-field @m is part of the word @p. */
static void add_field(struct litmus *l, struct c_leaf *p, const struct c_member *m,
		      const char *name)
{
	struct lkmm_part *list = litmus_grow(l, p->field, p->nfields, sizeof(*list));
	char text[NAME_TEXT];

	snprintf(text, sizeof(text), "%.100s.%.90s", name, m->name);
	if (!list)
		return;
	p->field = list;
	list[p->nfields++] = (struct lkmm_part){
		.bits = m->bits, .shift = m->shift, .is_unsigned = m->type.integer.is_unsigned,
		.name = litmus_text(l, text, (int)strlen(text)),
	};
}

/* The word that the bit-field @m is in, unless another member of a union has made it. */
static void add_unit(struct litmus *l, struct walk *w, const struct c_member *m, int offset,
		     const char *name)
{
	struct ctype t = { .integer = LKMM_UNSIGNED(m->unit_bits) };
	char text[NAME_TEXT];
	int before = w->n, i;

	snprintf(text, sizeof(text), "%.100s.%.90s", name, m->unit_name);
	w->shared++;
	add_leaf(l, w, t, offset, text);
	w->shared--;
	i = c_leaf_at(w->leaf, w->n, offset);
	if (i < w->n && (i == before || w->leaf[i].nfields))
		add_field(l, &w->leaf[i], m, name);
}

static void walk_type(struct litmus *l, struct walk *w, struct ctype t, int offset,
		      const char *name)
{
	const struct lkmm_aggregate *a = t.stars ? NULL : t.aggregate;
	char text[NAME_TEXT];

	if (!a) {
		add_leaf(l, w, t, offset, name);
		return;
	}
	w->shared += a->kind == C_UNION;
	for (int i = 0; i < a->n && !l->x.error[0]; i++) {
		snprintf(text, sizeof(text), "%.180s[%d]", name, i);
		walk_type(l, w, a->of, offset + i * c_sizeof(a->of), text);
	}
	for (int i = 0; i < a->nmembers && !l->x.error[0]; i++) {
		const struct c_member *m = &a->member[i];

		if (m->bits) {
			add_unit(l, w, m, offset + m->offset, name);
			continue;
		}
		snprintf(text, sizeof(text), m->name ? "%.150s.%.40s" : "%.199s", name, m->name);
		walk_type(l, w, m->type, offset + m->offset, text);
	}
	w->shared -= a->kind == C_UNION;
}

int c_leaves(struct litmus *l, struct ctype t, const char *name, struct lkmm_place at,
	     struct c_leaf **leaf)
{
	struct walk w = { .at = at };

	walk_type(l, &w, t, 0, name);
	*leaf = w.leaf;
	/* its address would be that of its first part */
	if (w.n && w.leaf[0].offset)
		lex_error(&l->x, at, "a struct that begins with a bit-field without a name is not "
			  "modelled: give it one");
	return w.n;
}

int c_leaf_at(const struct c_leaf *leaf, int n, int offset)
{
	int i = 0;

	while (i < n && leaf[i].offset != offset)
		i++;
	return i;
}
