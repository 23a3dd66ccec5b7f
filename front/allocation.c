// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Calls that allocate an object. Each call makes its own, a variable of the test; in a loop it
 * makes a few, one for each turn. Which those are is known when the process has been read.
 */
#include "allocation.h"

#include <stdio.h>
#include <string.h>

/* The byte that fills memory before the first write: the kernel's POISON_INUSE. */
#define UNINITIALIZED INT64_C(0x5a5a5a5a5a5a5a5a)

struct allocation *note_allocation(struct litmus *l, struct lkmm_expr *call,
				   const struct token *name)
{
	struct allocation *p = litmus_grow(l, l->allocation, l->nallocations, sizeof(*p));

	if (!p)
		return NULL;
	l->allocation = p;
	p += l->nallocations++;
	*p = (struct allocation){ .call = call, .name = litmus_text(l, name->text, name->len) };
	return p->name ? p : NULL;
}

static enum found find_in_list(const struct lkmm_stmt *s, const struct lkmm_access *a,
				 bool in_loop);

static enum found find_in_expr(const struct lkmm_expr *e, const struct lkmm_access *a,
				 bool in_loop)
{
	enum found found = NOT_FOUND;

	for (; e && !found; e = e->a) {
		if (e->kind == LKMM_ACCESS && e->access == a)
			return in_loop ? IN_LOOP : FOUND;
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

static enum found find_in_list(const struct lkmm_stmt *s, const struct lkmm_access *a,
				 bool in_loop)
{
	enum found found = NOT_FOUND;

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

enum found find_call(const struct lkmm_stmt *s, const struct lkmm_access *a)
{
	return find_in_list(s, a, false);
}

int new_variable(struct litmus *l, const char *of, int len, int line)
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

int64_t uninitialized(struct lkmm_integer type)
{
	return type.bits < 64 ? UNINITIALIZED & ((INT64_C(1) << type.bits) - 1) : UNINITIALIZED;
}

static void make(struct litmus *l, const struct allocation *a, make_object *as)
{
	int first = new_variable(l, a->name, (int)strlen(a->name), a->call->at.line);

	if (l->no_memory)
		return;
	as(l, a, first);
	for (int i = first; i < l->test->nlocs; i++) {
		struct lkmm_location *p = &l->test->loc[i];

		p->allocated = !p->lock;
		p->init = p->lock ? 0 : uninitialized(p->integer);
	}
	a->call->access->locations = l->test->nlocs - first;
}

void make_objects(struct litmus *l, make_object *as)
{
	for (int i = 0; i < l->nallocations && !l->x.error[0]; i++) {
		const struct allocation *p = &l->allocation[i];
		struct lkmm_access *a = p->call->access;
		enum found found = find_call(l->thread->body, a);

		if (!found)
			continue;
		a->object = l->test->nlocs;
		a->copies = found == IN_LOOP ? LKMM_MAX_OBJECTS : 1;
		for (int k = 0; k < a->copies; k++)
			make(l, p, as);
	}
	l->nallocations = 0;
	l->allocation = NULL;
}
