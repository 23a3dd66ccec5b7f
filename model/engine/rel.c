// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Relations: each function makes one from others. */
#include "rel.h"

#include <lkmm/check/program.h>
#include <stdlib.h>

enum { POOL_RELATIONS = 640 };

static size_t rel_size(int n)
{
	size_t size = sizeof(struct rel) + (size_t)n * sizeof(struct set);

	return (size + 15) / 16 * 16;
}

static struct rel *rel_new(struct pool *p)
{
	struct rel *r;

	if (p->size - p->used < rel_size(p->n)) {
		p->full = true;
		return p->none;
	}
	r = (struct rel *)(void *)(p->mem + p->used);
	p->used += rel_size(p->n);
	memset(r, 0, rel_size(p->n));
	return r;
}

static bool pool_open(struct pool *p, int n, int relations)
{
	p->n = n;
	p->used = 0;
	p->full = false;
	p->record = NULL;
	p->size = rel_size(n) * ((size_t)POOL_RELATIONS + (size_t)relations);
	p->mem = malloc(p->size);
	if (!p->mem)
		return false;
	p->none = rel_new(p);
	p->none->empty = true;
	return true;
}

static void pool_close(struct pool *p)
{
	free(p->mem);
}

/* Notes that @r was made from @list, which ends with NULL. */
static void record(struct pool *p, struct rel *r, enum made made, const rel_t *list)
{
	size_t n = 0;

	if (!p->record || r == p->none)
		return;
	while (list[n++])
		;
	r->origin = lkmm_alloc(p->record, sizeof(*r->origin) + n * sizeof(*list));
	if (!r->origin)
		return;
	r->origin->made = made;
	memcpy(r->origin->of, list, n * sizeof(*list));
}

/* To be called on a relation filled in by hand. */
static struct rel *rel_done(struct pool *p, struct rel *r)
{
	struct set any = { { 0 } };

	for (int i = 0; i < p->n; i++)
		set_or(&any, &r->row[i]);
	r->empty = set_empty(&any);
	return r;
}

/* [S] */
static rel_t rel_set(struct pool *p, const struct set *s)
{
	struct rel *r = rel_new(p);

	for_each(i, s)
		set_add(&r->row[i], i);
	r->diagonal = true;
	r->domain = *s;
	r->empty = set_empty(s);
	return r;
}

/* The members of a part of the identity that may lack the mark. */
static rel_t rel_set_of(struct pool *p, rel_t a)
{
	struct set s = { { 0 } };

	for (int i = 0; i < p->n; i++)
		if (has(&a->row[i], i))
			set_add(&s, i);
	return rel_set(p, &s);
}

static rel_t rel_compose(struct pool *p, rel_t a, rel_t b)
{
	struct rel *r;
	struct set any = { { 0 } };

	if (a->empty || b->empty)
		return p->none;
	if (a->diagonal && b->diagonal) {
		struct set s = a->domain;

		set_and(&s, &b->domain);
		return rel_set(p, &s);
	}
	r = rel_new(p);
	for (int i = 0; i < p->n; i++) {
		if (a->diagonal) {
			if (has(&a->domain, i))
				r->row[i] = b->row[i];
		} else if (b->diagonal) {
			r->row[i] = a->row[i];
			set_and(&r->row[i], &b->domain);
		} else {
			for_each(k, &a->row[i])
				set_or(&r->row[i], &b->row[k]);
		}
		set_or(&any, &r->row[i]);
	}
	r->empty = set_empty(&any);
	record(p, r, MADE_SEQ, (const rel_t[]){ a, b, NULL });
	return r;
}

/* r1 ; r2 ; ... */
static rel_t rel_seq(struct pool *p, const rel_t *list)
{
	rel_t r = *list;

	while (*++list)
		r = rel_compose(p, r, *list);
	return r;
}

/* r1 | r2 | ... */
static rel_t rel_either(struct pool *p, const rel_t *list)
{
	struct rel *r = rel_new(p);

	r->empty = true;
	record(p, r, MADE_EITHER, list);
	for (; *list; list++) {
		if ((*list)->empty)
			continue;
		r->empty = false;
		for (int i = 0; i < p->n; i++)
			set_or(&r->row[i], &(*list)->row[i]);
	}
	return r;
}

/* a & b */
static rel_t rel_both(struct pool *p, rel_t a, rel_t b)
{
	struct rel *r;

	if (a->empty || b->empty)
		return p->none;
	r = rel_new(p);
	for (int i = 0; i < p->n; i++) {
		r->row[i] = a->row[i];
		set_and(&r->row[i], &b->row[i]);
	}
	record(p, r, MADE_PART, (const rel_t[]){ a, NULL });
	return rel_done(p, r);
}

/* a \ b */
static rel_t rel_minus(struct pool *p, rel_t a, rel_t b)
{
	struct rel *r;

	if (a->empty || b->empty)
		return a;
	r = rel_new(p);
	for (int i = 0; i < p->n; i++) {
		r->row[i] = a->row[i];
		set_minus(&r->row[i], &b->row[i]);
	}
	record(p, r, MADE_PART, (const rel_t[]){ a, NULL });
	return rel_done(p, r);
}

static rel_t rel_inverse(struct pool *p, rel_t a)
{
	struct rel *r;

	if (a->empty || a->diagonal)
		return a;
	r = rel_new(p);
	for (int i = 0; i < p->n; i++)
		for_each(k, &a->row[i])
			set_add(&r->row[k], i);
	return r;
}

/* S * T */
static rel_t rel_product(struct pool *p, rel_t s, rel_t t)
{
	struct rel *r = rel_new(p);

	for_each(i, &s->domain)
		r->row[i] = t->domain;
	return rel_done(p, r);
}

/* a^? */
static rel_t rel_opt(struct pool *p, rel_t a)
{
	struct rel *r = rel_new(p);

	for (int i = 0; i < p->n; i++) {
		r->row[i] = a->row[i];
		set_add(&r->row[i], i);
	}
	if (a->empty || a->diagonal) {
		r->diagonal = true;
		for (int i = 0; i < p->n; i++)
			set_add(&r->domain, i);
	}
	record(p, r, MADE_OPT, (const rel_t[]){ a, NULL });
	return r;
}

/* The transitive closure, in place. Most edges lead to higher numbers: going down, a turn or two is
 * enough. */
static void close_rows(struct set *row, int n)
{
	bool more = true;

	while (more) {
		more = false;
		for (int i = n - 1; i >= 0; i--) {
			struct set reach = row[i];

			for_each(k, &row[i])
				set_or(&reach, &row[k]);
			more |= !set_equal(&reach, &row[i]);
			row[i] = reach;
		}
	}
}

/* a^* */
static rel_t rel_star(struct pool *p, rel_t a)
{
	struct rel *r;

	if (a->empty || a->diagonal)
		return rel_opt(p, a);
	r = rel_new(p);
	memcpy(r->row, a->row, (size_t)p->n * sizeof(struct set));
	close_rows(r->row, p->n);
	for (int i = 0; i < p->n; i++)
		set_add(&r->row[i], i);
	record(p, r, MADE_STAR, (const rel_t[]){ a, NULL });
	return r;
}

static bool rel_same(struct pool *p, rel_t a, rel_t b)
{
	return !memcmp(a->row, b->row, (size_t)p->n * sizeof(struct set));
}

static bool rel_irreflexive(struct pool *p, rel_t a)
{
	for (int i = 0; i < p->n; i++)
		if (has(&a->row[i], i))
			return false;
	return true;
}

/* Repeatedly removes events without a successor; the rest is a cycle. */
static bool rel_acyclic(struct pool *p, rel_t a)
{
	struct set left = { { 0 } };
	bool smaller = true;

	if (a->empty)
		return true;
	for (int i = 0; i < p->n; i++)
		if (!set_empty(&a->row[i]))
			set_add(&left, i);
	while (smaller && !set_empty(&left)) {
		smaller = false;
		for_each(i, &left) {
			if (!set_meets(&a->row[i], &left)) {
				set_del(&left, i);
				smaller = true;
			}
		}
	}
	return set_empty(&left);
}

static bool rel_covers(const struct set *s, rel_t a)
{
	for_each(i, s)
		if (set_empty(&a->row[i]))
			return false;
	return true;
}
