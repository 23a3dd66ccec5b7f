// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The objects of a test, and their types, by the names and offsets of locations. */
#include "object.h"

#include <stdlib.h>
#include <string.h>

/* ---- sizes ---- */

static int round_up(int n, int to)
{
	return (n + to - 1) / to * to;
}

/* False if members overlap. The compiler's own padding is not added. */
static bool lay_out_struct(struct emit_part *s)
{
	int at = 0;

	for (struct emit_part *m = s->part; m; m = m->next) {
		int begin = m->offset - s->offset;

		if (round_up(at, m->align) > begin)
			return false;
		m->gap = round_up(at, m->align) < begin ? begin - at : 0;
		at = begin + m->size;
		s->align = m->align > s->align ? m->align : s->align;
	}
	s->size = round_up(at, s->align);
	return true;
}

static void lay_out_variable(const struct emit *e, struct emit_part *p)
{
	enum place_kind kind = e->place[p->loc].kind;

	/* Locks and srcu_structs have four bytes, as the checker has them. */
	p->size = kind == PLACE_OBJECT || kind == PLACE_OWN ? e->place[p->loc].integer.bits / 8 : 4;
	p->align = p->size;
}

/* ---- the type of an object ---- */

static struct emit_part *read_part(struct emit *e, const int *loc, int n, int skip);

static const char *rest_of(const struct emit *e, int loc, int skip)
{
	return e->l->program.loc[loc].name + skip;
}

static int offset_of(const struct emit *e, int loc)
{
	return e->l->program.loc[loc].offset;
}

static struct emit_part *new_part(struct emit *e, int loc)
{
	struct emit_part *p = lkmm_alloc(e->l->arena, sizeof(*p));

	if (!p) {
		emit_not(e, "out of memory");
		return NULL;
	}
	p->loc = loc;
	p->offset = offset_of(e, loc);
	p->align = 1;
	return p;
}

/* How many of the locations begin with the same @len bytes after @skip. */
static int count_alike(const struct emit *e, const int *loc, int n, int skip, int len)
{
	int k = 1;

	while (k < n && !strncmp(rest_of(e, loc[k], skip), rest_of(e, loc[0], skip), (size_t)len))
		k++;
	return k;
}

/* ".next", ".x[1]" */
static struct emit_part *read_struct(struct emit *e, const int *loc, int n, int skip)
{
	struct emit_part *s = new_part(e, loc[0]), **end = s ? &s->part : NULL;

	for (int i = 0, k; end && i < n; i += k) {
		const char *name = rest_of(e, loc[i], skip) + 1;
		int len = (int)strcspn(name, ".[");

		if (name[-1] != '.' || !len)
			return NULL;
		/* with the character that ends the name, so that "ab" does not count as "a" */
		k = count_alike(e, loc + i, n - i, skip, len + 2);
		*end = read_part(e, loc + i, k, skip + 1 + len);
		if (!*end)
			return NULL;
		(*end)->name = name;
		(*end)->len = len;
		end = &(*end)->next;
	}
	return s && lay_out_struct(s) ? s : NULL;
}

/* All elements are made as the first one is, of @per locations, @stride bytes after each other. */
static bool is_regular(const struct emit *e, const int *loc, int n, int skip, int per, int stride)
{
	for (int i = 0; i < n; i++) {
		const char *own = rest_of(e, loc[i], skip), *first = rest_of(e, loc[i % per], skip);

		if (*own != '[' || atoi(own + 1) != i / per ||
		    strcmp(strchr(own, ']'), strchr(first, ']')) ||
		    offset_of(e, loc[i]) != offset_of(e, loc[i % per]) + i / per * stride)
			return false;
	}
	return n % per == 0;
}

/* "[1]", "[1].x" */
static struct emit_part *read_array(struct emit *e, const int *loc, int n, int skip)
{
	int per = count_alike(e, loc, n, skip, (int)strlen("[0]"));
	struct emit_part *a = new_part(e, loc[0]), *first;
	int stride;

	first = a ? read_part(e, loc, per, skip + (int)strlen("[0]")) : NULL;
	if (!first)
		return NULL;
	stride = per < n ? offset_of(e, loc[per]) - offset_of(e, loc[0]) : first->size;
	/* A struct may end with padding. */
	if (first->size < stride && first->part && !first->elements && stride % first->align == 0)
		first->size = stride;
	if (first->size != stride || !is_regular(e, loc, n, skip, per, stride))
		return NULL;
	a->part = first;
	a->elements = n / per;
	a->size = a->elements * stride;
	a->align = first->align;
	return a;
}

/* The part of a type that the @n locations are, @skip bytes of whose names have been looked at. */
static struct emit_part *read_part(struct emit *e, const int *loc, int n, int skip)
{
	struct emit_part *p;

	switch (*rest_of(e, loc[0], skip)) {
	case '.':
		return read_struct(e, loc, n, skip);
	case '[':
		return read_array(e, loc, n, skip);
	case '\0':
		p = n == 1 ? new_part(e, loc[0]) : NULL;
		if (p)
			lay_out_variable(e, p);
		return p;
	default:
		return NULL;
	}
}

static int name_length(const struct emit *e, int loc)
{
	return (int)strcspn(e->l->program.loc[loc].name, ".[");
}

/* ---- types that are alike ---- */

static bool is_alike(const struct emit *e, const struct emit_part *a, const struct emit_part *b)
{
	if (!a || !b)
		return a == b;
	if (a->len != b->len || (a->len && strncmp(a->name, b->name, (size_t)a->len)) ||
	    a->size != b->size || a->elements != b->elements || a->gap != b->gap ||
	    !a->part != !b->part)
		return false;
	if (!a->part && (e->place[a->loc].kind != e->place[b->loc].kind ||
			 !lkmm_same_integer(e->place[a->loc].integer, e->place[b->loc].integer)))
		return false;
	return is_alike(e, a->part, b->part) && is_alike(e, a->next, b->next);
}

const struct emit_part *emit_element(const struct emit_part *p)
{
	while (p->elements)
		p = p->part;
	return p;
}

static int find_alike(const struct emit *e, int o)
{
	const struct emit_part *own = emit_element(e->object[o].type);

	for (int i = 0; own->part && i < o; i++)
		if (is_alike(e, emit_element(e->object[i].type), own))
			return i;
	return o;
}

/* ---- all objects ---- */

static int by_offset(const void *a, const void *b)
{
	const struct lkmm_location *x = *(const struct lkmm_location *const *)a,
				   *y = *(const struct lkmm_location *const *)b;

	return (x->offset > y->offset) - (x->offset < y->offset);
}

/* The locations of the object that begins with @first, into @o. */
static bool collect_locations(struct emit *e, struct emit_object *o, int first)
{
	const struct lkmm_test *t = &e->l->program;
	size_t room = (size_t)t->nlocs;
	const struct lkmm_location **sorted = lkmm_alloc(e->l->arena, room * sizeof(const void *));

	for (int l = 0; sorted && l < t->nlocs; l++)
		if (l == first || t->loc[l].object == first + 1)
			sorted[o->nlocs++] = &t->loc[l];
	o->loc = sorted ? lkmm_alloc(e->l->arena, (size_t)o->nlocs * sizeof(*o->loc)) : NULL;
	if (!o->loc)
		return false;
	qsort(sorted, (size_t)o->nlocs, sizeof(const void *), by_offset);
	for (int i = 0; i < o->nlocs; i++) {
		o->loc[i] = (int)(sorted[i] - t->loc);
		e->object_of[o->loc[i]] = (int)(o - e->object);
	}
	return true;
}

bool emit_find_objects(struct emit *e)
{
	const struct lkmm_test *t = &e->l->program;
	size_t n = (size_t)t->nlocs + 1;

	e->object = lkmm_alloc(e->l->arena, n * sizeof(*e->object));
	e->object_of = lkmm_alloc(e->l->arena, n * sizeof(*e->object_of));
	if (!e->object || !e->object_of)
		return false;
	for (int l = 0; l < t->nlocs; l++) {
		struct emit_object *o = &e->object[e->nobjects];

		if (t->loc[l].object && t->loc[l].object != l + 1)
			continue;
		if (!collect_locations(e, o, l))
			return false;
		o->type = read_part(e, o->loc, o->nlocs, name_length(e, l));
		if (!o->type || o->type->offset)
			emit_not(e, "an object whose members overlap or are not in order");
		if (e->why_not[0])
			return false;
		o->like = find_alike(e, e->nobjects);
		e->nobjects++;
	}
	return true;
}

/* ---- names ---- */

bool emit_is_variable(const struct emit_object *o)
{
	return !o->type->part;
}

static void put_some(struct emit *e, const char *name, int len)
{
	char word[128];

	if (len >= (int)sizeof(word))
		len = (int)sizeof(word) - 1;
	memcpy(word, name, (size_t)len);
	word[len] = '\0';
	/* a member of a tuple */
	if (*word >= '0' && *word <= '9')
		text_puts(e->out, "_");
	emit_name(e, word);
}

void emit_object_name(struct emit *e, int o)
{
	int loc = e->object[o].loc[0];

	put_some(e, e->l->program.loc[loc].name, name_length(e, loc));
}

void emit_part_name(struct emit *e, const struct emit_part *p)
{
	put_some(e, p->name, p->len);
}

const char *emit_path(const struct emit *e, int loc)
{
	return rest_of(e, loc, name_length(e, loc));
}

void emit_put_path(struct emit *e, const char *path, const char *first_dot)
{
	const char *dot = first_dot;

	while (*path) {
		int len = *path == '[' ? (int)strcspn(path, "]") + 1 : (int)strcspn(path + 1, ".[");

		if (*path == '[') {
			text_put(e->out, path, (size_t)len);
			path += len;
		} else {
			text_puts(e->out, dot);
			put_some(e, path + 1, len);
			path += 1 + len;
		}
		dot = ".";
	}
}

struct emit_part *emit_part_of(const struct emit *e, int loc)
{
	struct emit_part *p = e->object[e->object[e->object_of[loc]].like].type;
	const char *path = emit_path(e, loc);

	while (p->elements)
		p = p->part;
	path += strspn(path, "[]0123456789");
	while (*path && p->part) {
		int len = (int)strcspn(path + 1, ".[");

		p = p->part;
		while (p->next && (p->len != len || strncmp(p->name, path + 1, (size_t)len)))
			p = p->next;
		while (p->elements)
			p = p->part;
		path += 1 + len;
		path += strspn(path, "[]0123456789");
	}
	return p;
}
