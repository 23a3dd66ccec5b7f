// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Calls that allocate an object. Each call makes its own: a variable of the test, of the type that
 * sizeof in its argument names, or that the pointer points to which the result is assigned to. In a
 * loop it makes a few, one for each turn. Which those are is known when the process has been read.
 */
#include "aggregate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The byte that fills memory before the first write: the kernel's POISON_INUSE. */
#define UNINITIALIZED INT64_C(0x5a5a5a5a5a5a5a5a)

enum { MAX_BYTES = 4096 };

struct allocation {
	struct lkmm_expr *call;
	const char *name;		/* of the function */
	int64_t bytes;			/* 0: as many as the type has */
	struct lkmm_type object;	/* .integer.bits 0: not known yet */
};

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

static struct allocation *note(struct litmus *l, struct lkmm_expr *call, const struct token *name)
{
	struct allocation *p = litmus_grow(l, l->allocation, l->nallocations, sizeof(*p));

	if (!p)
		return NULL;
	l->allocation = p;
	p += l->nallocations++;
	*p = (struct allocation){ .call = call, .name = litmus_text(l, name->text, name->len) };
	return p->name ? p : NULL;
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
	p = note(l, e, token);
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

static enum c_found find_in_list(const struct lkmm_stmt *s, const struct lkmm_access *a,
				 bool in_loop);

static enum c_found find_in_expr(const struct lkmm_expr *e, const struct lkmm_access *a,
				 bool in_loop)
{
	enum c_found found = C_NOT_FOUND;

	for (; e && !found; e = e->a) {
		if (e->kind == LKMM_ACCESS && e->access == a)
			return in_loop ? C_IN_LOOP : C_FOUND;
		for (int i = 0; e->kind == LKMM_ACCESS && i < LKMM_MAX_ARGS && !found; i++)
			found = find_in_expr(e->access->arg[i], a, in_loop);
		if (!found)
			found = find_in_expr(e->b, a, in_loop);
		if (!found)
			found = find_in_expr(e->c, a, in_loop);
		if (!found && e->body)
			found = find_in_list(e->body, a, in_loop);
	}
	return found;
}

static enum c_found find_in_list(const struct lkmm_stmt *s, const struct lkmm_access *a,
				 bool in_loop)
{
	enum c_found found = C_NOT_FOUND;

	for (; s && !found; s = s->next) {
		bool loop = in_loop || s->kind == LKMM_LOOP;

		found = find_in_expr(s->expr, a, loop);
		if (!found)
			found = find_in_expr(s->step, a, loop);
		if (!found)
			found = find_in_list(s->body, a, loop);
		if (!found)
			found = find_in_list(s->orelse, a, loop);
	}
	return found;
}

enum c_found c_find_call(const struct lkmm_stmt *s, const struct lkmm_access *a)
{
	return find_in_list(s, a, false);
}

int c_new_variable(struct litmus *l, const char *of, int len, int line)
{
	int before = l->test->nlocs, loc = before;
	char name[100];

	snprintf(name, sizeof(name), "%.*s_%d", len > 60 ? 60 : len, of, line);
	for (int n = 2; n <= before + 2 && !l->no_memory; n++) {
		loc = add_location(l, name, (int)strlen(name));
		if (loc == before)
			break;
		snprintf(name, sizeof(name), "%.*s_%d_%d", len > 60 ? 60 : len, of, line, n);
	}
	return loc;
}

static int64_t uninitialized(struct lkmm_integer type)
{
	return type.bits < 64 ? UNINITIALIZED & ((INT64_C(1) << type.bits) - 1) : UNINITIALIZED;
}

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

static void make_object(struct litmus *l, struct allocation *p)
{
	struct ctype type = c_type_of(&p->object);
	int first = c_new_variable(l, p->name, (int)strlen(p->name), p->call->at.line), n;

	if (l->no_memory)
		return;
	if (!c_sizeof(type))
		type = (struct ctype){ .integer = { .bits = 32 } };
	n = p->bytes > c_sizeof(type) ? (int)(p->bytes / c_sizeof(type)) : 1;
	l->test->loc[first].integer = c_value_type(type).integer;
	if (has_flexible_array(type)) {
		type = with_elements(l, type, (int)p->bytes);
		n = 1;
	}
	if (n > 1)
		type = c_array_of(l, type, n);
	if (type.aggregate && !type.stars)
		c_make_object(l, first, type, p->call->at);
	for (int i = first; i < l->test->nlocs; i++) {
		l->test->loc[i].allocated = true;
		l->test->loc[i].init = uninitialized(l->test->loc[i].integer);
	}
	p->call->access->locations = l->test->nlocs - first;
}

void c_make_objects(struct litmus *l)
{
	for (int i = 0; i < l->nallocations && !l->x.error[0]; i++) {
		struct allocation *p = &l->allocation[i];
		struct lkmm_access *a = p->call->access;

		enum c_found found = c_find_call(l->thread->body, a);

		if (!found)
			continue;
		a->object = l->test->nlocs;
		a->copies = found == C_IN_LOOP ? LKMM_MAX_OBJECTS : 1;
		for (int k = 0; k < a->copies; k++)
			make_object(l, p);
	}
	l->nallocations = 0;
	l->allocation = NULL;
}
