// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Sizes, and names of members. */
#include "aggregate.h"
#include "base/nearest.h"
#include "front/error.h"

#include <stdio.h>
#include <string.h>

int c_sizeof(struct ctype t)
{
	if (t.stars)
		return 8;
	return t.aggregate ? t.aggregate->size : t.integer.bits / 8;
}

int c_alignof(struct ctype t)
{
	return t.aggregate && !t.stars ? t.aggregate->align : c_sizeof(t);
}

bool c_is_record(struct ctype t)
{
	return t.aggregate && !t.stars &&
	       (t.aggregate->kind == C_STRUCT || t.aggregate->kind == C_UNION);
}

bool c_same_type(struct ctype a, struct ctype b)
{
	return a.stars == b.stars && a.aggregate == b.aggregate && a.truth == b.truth &&
	       lkmm_same_integer(a.integer, b.integer);
}

struct ctype c_array_of(struct litmus *l, struct ctype of, int n)
{
	struct lkmm_aggregate *a = NULL, **list;

	for (int i = 0; i < l->naggregates; i++) {
		a = l->aggregate[i];
		if (a->kind == C_ARRAY && a->n == n && c_same_type(a->of, of))
			return (struct ctype){ .aggregate = a };
	}
	list = litmus_grow(l, l->aggregate, l->naggregates, sizeof(*list));
	a = litmus_alloc(l, sizeof(*a));
	if (!list || !a)
		return of;
	l->aggregate = list;
	list[l->naggregates++] = a;
	*a = (struct lkmm_aggregate){ .kind = C_ARRAY, .complete = true, .of = of, .n = n };
	a->size = n * c_sizeof(of);
	a->align = c_alignof(of);
	return (struct ctype){ .aggregate = a };
}

const struct c_member *c_find_member(const struct lkmm_aggregate *a, const struct token *name,
				     int *offset)
{
	for (int i = 0; i < a->nmembers; i++) {
		const struct c_member *m = &a->member[i], *inner;
		int within = *offset + m->offset;

		if (m->name && same_name(m->name, name->text, name->len)) {
			*offset = within;
			return m;
		}
		inner = m->name ? NULL : c_find_member(m->type.aggregate, name, &within);
		if (inner) {
			*offset = within;
			return inner;
		}
	}
	return NULL;
}

static void try_members(struct nearest *n, const struct lkmm_aggregate *a)
{
	for (int i = 0; i < a->nmembers; i++) {
		if (a->member[i].name)
			nearest_try(n, a->member[i].name);
		else
			try_members(n, a->member[i].type.aggregate);
	}
}

const struct c_member *c_member(struct litmus *l, const struct lkmm_aggregate *a,
				const struct token *name, int *offset)
{
	const struct c_member *m = c_find_member(a, name, offset);
	char type[C_TYPE_TEXT], hint[2 * NEAREST_TEXT];
	struct nearest n;

	if (m)
		return m;
	c_type_text((struct ctype){ .aggregate = a }, type);
	if (!a->complete) {
		lex_error(&l->x, name->at, "the members of %s are not known: it is not defined",
			  type);
		return NULL;
	}
	nearest_open(&n, name->text, name->len);
	try_members(&n, a);
	lex_error(&l->x, name->at, "%s has no member '%.*s'%s", type,
		  name->len > 40 ? 40 : name->len, name->text, nearest_hint(&n, hint));
	return NULL;
}

const char *c_type_text(struct ctype t, char text[C_TYPE_TEXT])
{
	static const char *const kinds[] = { [C_STRUCT] = "struct", [C_UNION] = "union" };
	const struct lkmm_aggregate *a = t.aggregate;
	char stars[] = " ********";

	stars[t.stars > 8 ? 9 : t.stars ? t.stars + 1 : 0] = '\0';
	if (a && a->kind == C_ARRAY) {
		char of[C_TYPE_TEXT];

		snprintf(text, C_TYPE_TEXT, "%.50s[%d]%s", c_type_text(a->of, of), a->n, stars);
	} else if (a && a->kind == C_FUNCTION) {
		snprintf(text, C_TYPE_TEXT, "function%s", stars);
	} else if (a) {
		snprintf(text, C_TYPE_TEXT, "%s %.40s%s", kinds[a->kind],
			 a->name ? a->name : "without a name", stars);
	} else {
		snprintf(text, C_TYPE_TEXT, "%s%d bits%s", t.integer.is_unsigned ? "unsigned " : "",
			 t.integer.bits, stars);
	}
	return text;
}
