// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Sets of sets, of relations and of tags. Their members are known when the model is read, so that
 * "match" takes them apart then: nothing of it is left in the graph.
 */
#include "build.h"

#include <string.h>

enum { MAX_MEMBERS = 256 };

/* Values of which it is known that they are the same. */
static bool is_same(const struct value *a, const struct value *b)
{
	if (a->kind != b->kind)
		return false;
	switch (a->kind) {
	case VALUE_NONE:
		return true;
	case VALUE_SET:
	case VALUE_RELATION:
		return a->node == b->node;
	case VALUE_TAG:
		return !strcmp(a->tag, b->tag);
	default:
		return false;
	}
}

static bool has(const struct value *element, int n, const struct value *x)
{
	for (int i = 0; i < n; i++)
		if (is_same(&element[i], x))
			return true;
	return false;
}

/* The @n values at @x, and those members of @s that are not among them. */
static struct value collection(struct build *b, struct cat_place at, const struct value *x, int n,
			       struct value s)
{
	struct value v = { .kind = VALUE_COLLECTION }, *element;

	if (n + s.n > MAX_MEMBERS) {
		WRONG(b->r, at, "the set of sets has too many members");
		return lkmm_cat_none;
	}
	v.element = element = lkmm_cat_alloc(b->r, sizeof(*element) * (size_t)(n + s.n + 1));
	if (!element)
		return lkmm_cat_none;
	for (int i = 0; i < n + s.n; i++) {
		const struct value *new = i < n ? &x[i] : &s.element[i - n];

		if (!has(element, v.n, new))
			element[v.n++] = *new;
	}
	return v;
}

/* Whether @v is a collection; a {} is an empty one. */
static bool need_collection(struct build *b, struct cat_place at, struct value *v)
{
	if (v->kind == VALUE_NONE)
		v->n = 0;
	else if (v->kind != VALUE_COLLECTION)
		WRONG(b->r, at, "expected a set of sets, found ", lkmm_cat_kind_name(v->kind),
		      v->kind == VALUE_SET || v->kind == VALUE_RELATION ?
		      ": its members are not known before the execution is" : "");
	return !b->r->failed;
}

struct value lkmm_cat_list(struct build *b, const struct env *env, const struct cat_expr *e)
{
	struct value s = lkmm_cat_none;

	for (const struct cat_expr *x = e->a; x && !b->r->failed; x = x->next) {
		struct value one = lkmm_cat_value(b, env, x);

		if (!b->r->failed && (one.kind == VALUE_EVENT || one.kind == VALUE_PAIR) &&
		    x == e->a && !x->next)
			return lkmm_cat_single(b, x->at, one);
		if (!b->r->failed)
			s = collection(b, e->at, s.element, s.n, (struct value){
				.element = &one, .n = 1 });
	}
	return s;
}

struct value lkmm_cat_add(struct build *b, struct cat_place at, struct value x, struct value s)
{
	if (s.kind == VALUE_NONE && (x.kind == VALUE_EVENT || x.kind == VALUE_PAIR))
		return lkmm_cat_single(b, at, x);
	return need_collection(b, at, &s) ? collection(b, at, &x, 1, s) : lkmm_cat_none;
}

struct value lkmm_cat_join_collections(struct build *b, struct cat_place at, struct value s,
				       struct value t)
{
	if (!need_collection(b, at, &s) || !need_collection(b, at, &t))
		return lkmm_cat_none;
	return collection(b, at, s.element, s.n, t);
}

static bool fits(const struct cat_clause *c, const struct value *v)
{
	switch (c->pattern) {
	case CAT_MATCH_EMPTY:
		return v->kind != VALUE_TAG && !v->n;
	case CAT_MATCH_FIRST:
		return v->kind != VALUE_TAG && v->n;
	case CAT_MATCH_TAG:
		return v->kind == VALUE_TAG && !strcmp(v->tag, c->first);
	case CAT_MATCH_ANY:
		break;
	}
	return true;
}

const struct cat_expr *lkmm_cat_match(struct build *b, const struct env **env,
				      const struct cat_expr *e)
{
	struct value v = lkmm_cat_value(b, *env, e->a);
	const struct cat_clause *c = e->clause;

	if (b->r->failed || (v.kind != VALUE_TAG && !need_collection(b, e->a->at, &v)))
		return NULL;
	while (c && !fits(c, &v))
		c = c->next;
	if (!c) {
		WRONG(b->r, e->at, "no pattern fits", v.kind == VALUE_TAG ? " the tag '" : "",
		      v.kind == VALUE_TAG ? v.tag : "", v.kind == VALUE_TAG ? "'" : "");
		return NULL;
	}
	if (c->pattern != CAT_MATCH_FIRST)
		return c->body;
	if (c->first)
		*env = lkmm_cat_bind(b, *env, c->first, v.element[0]);
	v.element++;
	if (!--v.n)
		v = lkmm_cat_none;
	if (c->rest)
		*env = lkmm_cat_bind(b, *env, c->rest, v);
	return c->body;
}
