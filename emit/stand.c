// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Where a thread may stand for ever: before whatever waits, a process notes where it is. The
 * code that ends a test in which nothing goes on reports that place.
 */
#include "own.h"
#include "emit.h"

#include <stdio.h>
#include <string.h>

static bool list_waits(const struct lkmm_stmt *s);

/* The word or loop that waits in @x or, with @inside, in a body in it; or NULL. */
static const struct lkmm_expr *find_wait(const struct lkmm_expr *x, bool inside)
{
	const struct lkmm_expr *found = NULL;

	if (!x)
		return NULL;
	if (x->kind == LKMM_ACCESS &&
	    (x->access->kind == LKMM_LOCK || x->access->kind == LKMM_SYNC_SRCU ||
	     (x->access->kind == LKMM_FENCE && x->access->fence == LKMM_FENCE_SYNC_RCU)))
		return x;
	if (x->kind == LKMM_BODY && inside && list_waits(x->body))
		return x;
	found = find_wait(x->a, inside);
	if (!found)
		found = find_wait(x->b, inside);
	if (!found)
		found = find_wait(x->c, inside);
	for (int i = 0; x->access && i < LKMM_MAX_ARGS && !found; i++)
		found = find_wait(x->access->arg[i], inside);
	return found;
}

static bool list_waits(const struct lkmm_stmt *s)
{
	for (; s; s = s->next)
		if (s->kind == LKMM_LOOP || find_wait(s->expr, true) || list_waits(s->body) ||
		    list_waits(s->orelse))
			return true;
	return false;
}

/* The first word in @x that a kernel has as it is, and that waits there. */
static const struct lkmm_expr *find_own(const struct emit *e, const struct lkmm_expr *x)
{
	const struct lkmm_expr *found = NULL;

	if (!x)
		return NULL;
	if (emit_own_word(e, x))
		return find_wait(x, true) || !strcmp(x->word->name, "rcu_barrier") ? x : NULL;
	found = find_own(e, x->a);
	if (!found)
		found = find_own(e, x->b);
	return found ? found : find_own(e, x->c);
}

static const char *name_of(const struct lkmm_expr *x)
{
	if (x->word)
		return x->word->name;
	if (x->kind != LKMM_ACCESS)
		return NULL;
	return x->access->kind == LKMM_LOCK ? "spin_lock" :
	       x->access->kind == LKMM_SYNC_SRCU ? "synchronize_srcu" : "synchronize_rcu";
}

const char *emit_word_of(const struct emit *e, const struct lkmm_stmt *s)
{
	const struct lkmm_expr *x = s->expr;

	while (!x->word && (x->kind == LKMM_ASSIGN || x->kind == LKMM_CAST))
		x = x->a;
	return e->word || !x->word ? e->word : x->word->name;
}

void emit_place_of_loop(const struct emit *e, const struct lkmm_stmt *s, char *text, size_t size)
{
	if (e->word)
		snprintf(text, size, "%.60s(), line %d", e->word, s->at.line);
	else
		snprintf(text, size, "a loop, line %d", s->at.line);
}

bool emit_place_of_wait(const struct emit *e, const struct lkmm_stmt *s, char *text, size_t size)
{
	const struct lkmm_expr *x = find_own(e, s->expr);

	if (!x)
		x = find_wait(s->expr, false);
	if (!x || !name_of(x))
		return false;
	snprintf(text, size, "%.60s(), line %d", e->word ? e->word : name_of(x), x->at.line);
	return true;
}
