// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The names of unknowable values. herd7 names such a value S and the number of an internal
 * variable: it makes one for each register it reads, each access and each operation, process by
 * process, the variables of a statement before those of the next one. After a branch it handles the
 * rest once for each side, the last side first. Final states are compared as text, so this file
 * computes the same names. Other languages have the numbers of events in their place.
 */
#include "run.h"

static unsigned int count_expr(struct run *r, const struct lkmm_expr *e)
{
	unsigned int n = 0;

	for (; e; e = e->a) {
		n += count_expr(r, e->b) + count_expr(r, e->c) + lkmm_makes_name(e);
		if (e->kind == LKMM_BODY)
			n += lkmm_count_list(r, e->body).names;
		if (e->kind == LKMM_ACCESS)
			for (int i = 0; i < LKMM_MAX_ARGS; i++)
				n += count_expr(r, e->access->arg[i]);
	}
	return n;
}

bool lkmm_makes_name(const struct lkmm_expr *e)
{
	switch (e->kind) {
	case LKMM_REGISTER:
	case LKMM_ADDRESS:
	case LKMM_UNARY:
	case LKMM_BINARY:
		return true;
	case LKMM_ACCESS:
		return e->access->kind == LKMM_PLAIN_LOAD ||
		       (e->access->kind == LKMM_OP && e->access->op->returns);
	default:
		return false;
	}
}

/* Unsigned, for a long program overflows: its names do not matter. */
static struct names in_sequence(struct names a, struct names b)
{
	return (struct names){ a.names + a.ways * b.names, a.ways * b.ways };
}

static struct counted *place_of(struct counted *counted, const struct lkmm_stmt *s)
{
	return &counted[((uintptr_t)s / 16 * UINT32_C(0x9e3779b9) >> 16) % LKMM_COUNTED];
}

static struct names count_stmt(struct run *r, const struct lkmm_stmt *s)
{
	struct names n = { count_expr(r, s->expr) + count_expr(r, s->step), 1 }, body, orelse;

	if (s->kind != LKMM_IF && s->kind != LKMM_LOOP && s->kind != LKMM_BLOCK)
		return n;
	body = lkmm_count_list(r, s->body);
	if (s->kind == LKMM_BLOCK)
		return body;
	orelse = lkmm_count_list(r, s->orelse);
	n.names += body.names + orelse.names;
	n.ways = body.ways + orelse.ways;
	return n;
}

struct names lkmm_count_stmt(struct run *r, const struct lkmm_stmt *s)
{
	struct counted *c = place_of(r->counted_stmt, s);

	if (r->thread->in_order)
		return (struct names){ 0, 1 };
	if (c->stmt != s)
		*c = (struct counted){ s, count_stmt(r, s) };
	return c->n;
}

struct names lkmm_count_list(struct run *r, const struct lkmm_stmt *s)
{
	struct counted *c = place_of(r->counted_list, s);
	struct names n = { 0, 1 };

	if (r->thread->in_order)
		return n;
	if (s && c->stmt == s)
		return c->n;
	for (const struct lkmm_stmt *at = s; at; at = at->next)
		n = in_sequence(n, lkmm_count_stmt(r, at));
	*c = (struct counted){ s, n };
	return n;
}
