// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Calls that allocate an object, of the type that sizeof in an argument names, or that the pointer
 * points to which the result is assigned to.
 */
#include "aggregate.h"
#include "front/allocation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_BYTES = 4096 };

static const struct allocator {
	const char *name;
	int count, size;		/* arguments; -1: none */
	bool zeroed;
} allocators[] = {
	{ "kmalloc", -1, 0, false }, { "kzalloc", -1, 0, true },
	{ "kmalloc_array", 0, 1, false }, { "kcalloc", 0, 1, true },
	{ "kmem_cache_alloc", -1, -1, false }, { "kmem_cache_zalloc", -1, -1, true },
};

/* ---- the call ---- */

static bool constant(const struct lkmm_expr *e, int64_t *v)
{
	int64_t a, b;

	switch (e ? e->kind : LKMM_REGISTER) {
	case LKMM_NUMBER:
		*v = e->number;
		return true;
	case LKMM_CAST:
		return constant(e->a, v);
	case LKMM_BINARY:
		if ((e->op != LKMM_MUL && e->op != LKMM_ADD) || !constant(e->a, &a) ||
		    !constant(e->b, &b) || llabs(a) > MAX_BYTES || llabs(b) > MAX_BYTES)
			return false;
		*v = e->op == LKMM_MUL ? a * b : a + b;
		return true;
	default:
		return false;
	}
}

static int64_t parse_size(struct litmus *l)
{
	struct lkmm_place at = l->x.tok.at;
	int64_t v = 0;

	if (!constant(parse_assignment(l), &v) || v < 1 || v > MAX_BYTES)
		lex_error(&l->x, at, "expected a constant from 1 to %d", MAX_BYTES);
	return v;
}

/* Flags, a cache, a node: the object does not depend on them. */
void c_pass_argument(struct litmus *l)
{
	struct lexer *x = &l->x;

	for (int depth = 0; x->tok.kind != T_END; lex_next(x)) {
		if (!depth && (tok_is(x, ",") || tok_is(x, ")")))
			break;
		if (tok_is(x, ";") || tok_is(x, "{"))
			break;
		depth += tok_is(x, "(") - tok_is(x, ")");
	}
}

static const struct allocator *find_allocator(const char *name)
{
	const struct allocator *a = allocators;

	while (strcmp(a->name, name))
		a++;
	return a;
}

struct lkmm_expr *c_allocate(struct litmus *l, const char *name, const struct token *token)
{
	const struct allocator *a = find_allocator(name);
	struct lkmm_expr *e = new_access(l, LKMM_ALLOC, NULL, token->at);
	struct lkmm_type object = { 0 };
	int64_t bytes = a->size < 0 ? 0 : 1;
	struct allocation *p;

	if (!e)
		return NULL;
	lex_expect(&l->x, "(");
	for (int i = 0; i == 0 || lex_accept(&l->x, ","); i++) {
		l->sized = (struct lkmm_type){ 0 };
		if (i == a->size || i == a->count)
			bytes *= parse_size(l);
		else
			c_pass_argument(l);
		if (i == a->size)
			object = l->sized;
	}
	lex_expect(&l->x, ")");
	e->access->zeroed = a->zeroed;
	e->type = (struct lkmm_type){ .integer = { .bits = 64 } };
	p = note_allocation(l, e, token);
	if (!p)
		return NULL;
	p->bytes = bytes;
	if (object.integer.bits || object.aggregate)
		c_allocates(l, e, &object);
	return e;
}

void c_allocates(struct litmus *l, struct lkmm_expr *e, const struct lkmm_type *object)
{
	struct ctype type;

	for (int i = 0; e && e->kind == LKMM_ACCESS && i < l->nallocations; i++) {
		struct allocation *p = &l->allocation[i];

		if (p->call->access != e->access || p->object.integer.bits ||
		    p->object.aggregate)
			continue;
		p->object = *object;
		type = c_type_of(object);
		type.stars++;
		e->type = c_value_type(type);
	}
}

void c_allocates_for(struct litmus *l, struct lkmm_expr *e, const struct lkmm_type *pointer)
{
	struct lkmm_type object = { 0 };

	if (pointer->stars)
		object = c_value_type(c_pointee(pointer));
	c_allocates(l, e, &object);
}

/* ---- the objects ---- */

/* struct { int n; int data[]; } */
static bool has_flexible_array(struct ctype t)
{
	const struct lkmm_aggregate *a = t.stars ? NULL : t.aggregate, *last;

	if (!a || a->kind != C_STRUCT || !a->nmembers || a->member[a->nmembers - 1].type.stars)
		return false;
	last = a->member[a->nmembers - 1].type.aggregate;
	return last && last->kind == C_ARRAY && !last->n;
}

/* The same, with as many elements as @bytes have room for. */
static struct ctype with_elements(struct litmus *l, struct ctype t, int bytes)
{
	struct lkmm_aggregate *a = litmus_alloc(l, sizeof(*a));
	const struct lkmm_aggregate *from = t.aggregate;
	int n = from->nmembers;
	struct c_member *m = litmus_alloc(l, (size_t)n * sizeof(*m)), *last;
	struct ctype of;

	if (!a || !m)
		return t;
	memcpy(m, from->member, (size_t)n * sizeof(*m));
	last = &m[n - 1];
	of = last->type.aggregate->of;
	if (bytes < last->offset + c_sizeof(of))
		return t;
	*a = *from;
	a->member = m;
	last->type = c_array_of(l, of, (bytes - last->offset) / c_sizeof(of));
	a->size = last->offset + c_sizeof(last->type);
	return (struct ctype){ .aggregate = a };
}

bool c_names_lock(const char *type)
{
	return !strcmp(type, "spinlock_t") || !strcmp(type, "srcu_struct");
}

/* The object @p at the new variable @first. */
static void make(struct litmus *l, const struct allocation *p, int first)
{
	struct ctype type = c_type_of(&p->object);
	int n;

	if (!c_sizeof(type))
		type = (struct ctype){ .integer = { .bits = 32 } };
	n = p->bytes > c_sizeof(type) ? (int)(p->bytes / c_sizeof(type)) : 1;
	l->test->loc[first].integer = c_value_type(type).integer;
	l->test->loc[first].lock = !type.stars && type.lock;
	if (has_flexible_array(type)) {
		type = with_elements(l, type, (int)p->bytes);
		n = 1;
	}
	if (n > 1)
		type = c_array_of(l, type, n);
	if (type.aggregate && !type.stars)
		c_make_object(l, first, type, p->call->at);
}

void c_make_objects(struct litmus *l)
{
	make_objects(l, make);
}
