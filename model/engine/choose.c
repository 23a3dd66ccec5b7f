// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Chooses the next decision. Reads that the condition asks for come first, by value rather than by
 * write.
 */
#include "search.h"

/* The read to decide in order to know @reads: first those that they read from. */
static int read_to_decide(const struct graph *g, const struct state *st, struct set reads)
{
	struct set seen = { { 0 } };
	int best = -1, r;

	while ((r = set_next(&reads, 0)) >= 0) {
		set_del(&reads, r);
		if (has(&seen, r))
			continue;
		set_add(&seen, r);
		if (st->rf[r] < 0) {
			if (best < 0 || set_size(&st->dom[r]) < set_size(&st->dom[best]))
				best = r;
		} else if (g->event[st->rf[r]]) {
			const struct event *e = g->event[st->rf[r]];
			int base = g->base[g->thread[st->rf[r]]];

			open_reads(st, base, e->value, &reads);
			open_reads(st, base, e->address, &reads);
		}
	}
	return best;
}

static bool choose_loc(const struct graph *g, const struct state *st, int loc, struct choice *c)
{
	int last = 0;

	for_each(w, &g->writes)
		last += st->loc[w] == loc && set_empty(&st->co[w]);
	if (last < 2)
		return false;
	*c = (struct choice){ .kind = CHOOSE_LAST, .loc = loc };
	return true;
}

/* The final location @a is at @loc, or a piece of it is. */
static bool is_at(const struct graph *g, const struct lkmm_atom *a, int loc)
{
	return loc == a->loc ||
	       (loc >= 0 && !a->piece && g->q->test->loc[loc].piece_of == a->loc + 1);
}

/* Decides something that the atom @a depends on. */
static bool choose_for_atom(const struct graph *g, const struct state *st,
			    const struct lkmm_atom *a, struct choice *c)
{
	struct set reads = { { 0 } };
	int64_t v;
	int r;

	if (atom_value(g, st, a, &v))
		return false;
	if (a->kind == LKMM_FINAL_REGISTER) {
		open_reads_of_atom(g, st, a, &reads);
	} else {
		for_each(w, &g->writes) {
			const struct event *e = g->event[w];

			if (e && (has(&st->no_loc, w) ||
				  (is_at(g, a, st->loc[w]) && !has(&st->known, w)))) {
				open_reads(st, g->base[g->thread[w]], e->address, &reads);
				open_reads(st, g->base[g->thread[w]], e->value, &reads);
			}
		}
	}
	r = read_to_decide(g, st, reads);
	if (r >= 0) {
		*c = (struct choice){ .kind = CHOOSE_VALUE, .read = r };
		return true;
	}
	if (a->kind != LKMM_FINAL_LOCATION)
		return false;
	for (int loc = 0; loc < g->nlocs; loc++)
		if (is_at(g, a, loc) && choose_loc(g, st, loc, c))
			return true;
	return false;
}

static bool choose_for_cond(const struct graph *g, const struct state *st,
			    const struct lkmm_cond *k, struct choice *c)
{
	if (cond_value(g, st, k) != OPEN)
		return false;
	if (k->kind == LKMM_SAME)
		return choose_for_atom(g, st, &k->left, c) || choose_for_atom(g, st, &k->right, c);
	return (k->a && choose_for_cond(g, st, k->a, c)) ||
	       (k->b && choose_for_cond(g, st, k->b, c));
}

static bool choose_for_needs(const struct graph *g, const struct state *st, struct choice *c)
{
	for (int i = 0; i < g->nneeds; i++) {
		struct set reads = { { 0 } };
		int r;

		if (st->met[i / 64] >> (i % 64) & 1)
			continue;
		if (g->need[i].cond) {
			if (choose_for_cond(g, st, g->need[i].cond, c))
				return true;
			continue;
		}
		open_reads(st, g->need[i].base, g->need[i].sym, &reads);
		r = read_to_decide(g, st, reads);
		if (r < 0)
			continue;
		*c = (struct choice){ .kind = CHOOSE_VALUE, .read = r };
		return true;
	}
	return false;
}

static bool choose_for_state(const struct graph *g, const struct state *st, struct choice *c)
{
	const struct lkmm_test *t = g->q->test;

	if (!g->q->states)
		return false;
	for (int i = 0; i < t->nobserved; i++)
		if (choose_for_atom(g, st, &t->observed[i], c))
			return true;
	return false;
}

static bool unordered(const struct state *st, int a, int b)
{
	return a != b && st->loc[a] >= 0 && st->loc[a] == st->loc[b] && !has(&st->co[a], b) &&
	       !has(&st->co[b], a);
}

/* The order of critical sections of the two threads between which a race is looked for. */
static bool choose_racing_sections(const struct graph *g, const struct state *st, struct choice *c)
{
	for_each(a, &g->of_thread[g->racer[0]]) {
		if (st->section_end[a] < 0)
			continue;
		for_each(b, &g->of_thread[g->racer[1]]) {
			if (st->section_end[b] < 0 || !unordered(st, a, b))
				continue;
			*c = (struct choice){ .kind = CHOOSE_ORDER, .first = a, .second = b };
			return true;
		}
	}
	return false;
}

/* ---- decisions that failed ---- */

static bool is_same_choice(const struct choice *a, const struct choice *b)
{
	return a->kind == b->kind && a->read == b->read && a->first == b->first &&
	       a->second == b->second;
}

/* Whether to ask failed decisions first: not for final states, all of which are to be found. */
static bool learns(const struct graph *g, bool any_will_do)
{
	return !g->q->forbidden && (any_will_do || !g->q->states);
}

/* The decision @c, even if it follows from known facts. */
static struct choice lasting(const struct choice *c)
{
	struct choice l = *c;

	if (l.kind == CHOOSE_VALUE)
		l.kind = CHOOSE_WRITE;
	if (l.kind == CHOOSE_GUESS)
		l.kind = CHOOSE_ORDER;
	return l;
}

static bool is_open(const struct state *st, const struct choice *c)
{
	if (c->kind == CHOOSE_WRITE)
		return has(&st->unread, c->read);
	return c->kind == CHOOSE_ORDER && unordered(st, c->first, c->second);
}

/* Some alternative of @c was ruled out at once. */
static void note_failure(struct graph *g, struct choice c)
{
	int i = 0;

	while (i < g->nfailed && !is_same_choice(&g->failed[i], &c))
		i++;
	if (i == MAX_FAILED)
		i--;
	else if (i == g->nfailed)
		g->nfailed++;
	memmove(g->failed + 1, g->failed, (size_t)i * sizeof(c));
	g->failed[0] = c;
}

/*
 * The decision that failed last comes first. Otherwise the search would find a contradiction
 * between few decisions again below every combination of unrelated decisions between them. This way
 * it finds the contradiction without other decisions, and returns all the way to its cause.
 */
static bool choose_failed(const struct graph *g, const struct state *st, struct choice *c)
{
	for (int i = 0; i < g->nfailed; i++) {
		if (!is_open(st, &g->failed[i]))
			continue;
		*c = g->failed[i];
		return true;
	}
	return false;
}

/* The read of an RMW: where threads synchronise by these, that tells who came after whom. */
static bool choose_rmw(const struct graph *g, const struct state *st, struct choice *c)
{
	int best = -1;

	for_each(r, &st->unread)
		if (g->partner[r] >= 0 &&
		    (best < 0 || set_size(&st->dom[r]) < set_size(&st->dom[best])))
			best = r;
	if (best < 0)
		return false;
	*c = (struct choice){ .kind = CHOOSE_WRITE, .read = best };
	return true;
}

/* Which of the two suspects comes first. */
static bool choose_for_race(const struct graph *g, const struct state *st, struct choice *c)
{
	int a = g->suspect[0], b = g->suspect[1];

	if (choose_failed(g, st, c) || choose_racing_sections(g, st, c) || choose_rmw(g, st, c))
		return true;
	for (int k = 0; k < 2; k++) {
		int r = g->suspect[k];

		if (!has(&g->reads, r))
			continue;
		if (st->rf[r] < 0) {
			*c = (struct choice){ .kind = CHOOSE_WRITE, .read = r };
			return true;
		}
		*(k ? &b : &a) = st->rf[r];
	}
	if (has(&g->frees, a) || has(&g->frees, b) || !unordered(st, a, b))
		return false;
	*c = (struct choice){ .kind = CHOOSE_ORDER, .first = a, .second = b };
	return true;
}

static bool choose_read(const struct state *st, struct choice *c)
{
	int best = -1;

	for_each(r, &st->unread)
		if (best < 0 || set_size(&st->dom[r]) < set_size(&st->dom[best]))
			best = r;
	if (best < 0)
		return false;
	*c = (struct choice){ .kind = CHOOSE_WRITE, .read = best };
	return true;
}

/*
 * Two writes to one location whose order is open, the first of them @a: -1 if there are none. With
 * @next, no other write that could be asked for lies between their numbers.
 */
static int unordered_with(const struct graph *g, const struct state *st, int a, bool next)
{
	for (int b = set_next(&g->writes, a + 1); b >= 0; b = set_next(&g->writes, b + 1)) {
		if (unordered(st, a, b))
			return b;
		if (next && st->loc[b] == st->loc[a] && st->section_end[a] >= 0 &&
		    st->section_end[b] >= 0)
			return -1;
	}
	return -1;
}

/*
 * The order of two writes to one location, or with @locks of two critical sections. Neighbours come
 * first: when these are ordered the others mostly are as well.
 */
static bool choose_order(const struct graph *g, const struct state *st, bool locks,
			 struct choice *c)
{
	for (int next = 1; next >= 0; next--) {
		for_each(a, &g->writes) {
			int b;

			if (locks && (st->loc[a] < 0 || !has(&st->locks, st->loc[a])))
				continue;
			b = unordered_with(g, st, a, next);
			if (b < 0)
				continue;
			*c = (struct choice){ .kind = CHOOSE_ORDER, .first = a, .second = b };
			return true;
		}
	}
	return false;
}

/* ---- a guess ---- */

/* This many pairs of writes are decided one by one. */
enum { FEW_ORDERS = 64 };

static bool many_orders(const struct graph *g, const struct state *st)
{
	int n = 0;

	for_each(a, &g->writes)
		for (int b = a; b >= 0 && n <= FEW_ORDERS; b = set_next(&g->writes, b + 1))
			n += unordered(st, a, b);
	return n > FEW_ORDERS;
}

/* Where only the order of writes is left and it does not matter which, one thread after the other
 * is a good guess. */
static bool may_guess(struct graph *g, const struct state *st)
{
	if (g->q->forbidden || g->q->wanted_flags || g->waiting-- > 0 || !many_orders(g, st))
		return false;
	g->waiting = g->patience = 2 * g->patience + 1;
	return true;
}

/* The write to come next after @last: the other half of an RMW, or the first that nothing in @left
 * comes before. */
static int next_in_order(const struct graph *g, const struct state *st, const struct set *left,
			 int last)
{
	if (last >= 0)
		for_each(w, left)
			if (other_half(g, w) >= 0 && st->rf[other_half(g, w)] == last)
				return w;
	for_each(w, left) {
		bool first = true;

		for_each(v, left)
			first &= v == w || !has(&st->co[v], w);
		if (first)
			return w;
	}
	return -1;
}

/* Orders all writes to @loc as they are likely to be. */
static void guess_order(const struct graph *g, struct state *st, int loc)
{
	struct set left = { { 0 } };
	int last = -1;

	for_each(w, &g->writes)
		if (st->loc[w] == loc)
			set_add(&left, w);
	while ((last = next_in_order(g, st, &left, last)) >= 0) {
		set_del(&left, last);
		set_or(&st->co[last], &left);
	}
	set_add(&st->dirty, loc);
	st->changed = true;
}

static struct choice choose(struct graph *g, const struct state *st, bool any_will_do)
{
	struct choice c = { .kind = CHOOSE_NOTHING };

	if (learns(g, any_will_do) && choose_failed(g, st, &c))
		return c;
	if (choose_for_needs(g, st, &c) || choose_for_state(g, st, &c) ||
	    choose_order(g, st, true, &c) || choose_read(st, &c))
		return c;
	if (choose_order(g, st, false, &c) && any_will_do && may_guess(g, st))
		c.kind = CHOOSE_GUESS;
	return c;
}
