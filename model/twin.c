// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The values of an expression of one path, and those that the same expression of another one has
 * when threads are exchanged: a pair of values for each choice of values that may be read. Operands
 * count as independent, so there may be more pairs than in any execution. Where a read may be any
 * value, the pairs are those of the exchange of addresses.
 */
#include "exchange.h"

/* ---- pairs ---- */

/* No pairs; or with @any, all of those. */
static void set_twins(struct twins *to, bool any, bool points)
{
	to->any = any;
	to->points = points;
	to->n = 0;
}

static bool add_pair(struct twins *to, int64_t v, int64_t w)
{
	for (int i = 0; i < to->n; i++)
		if (to->v[i] == v && to->w[i] == w)
			return true;
	if (to->n == MOST_TWINS)
		return false;
	to->v[to->n] = v;
	to->w[to->n++] = w;
	return true;
}

static void add_truths(struct twins *to)
{
	add_pair(to, 0, 0);
	add_pair(to, 1, 1);
}

/* All pairs of @a are among those of .any. */
static bool are_images(struct exchange *x, const struct twins *a)
{
	for (int i = 0; i < a->n; i++)
		if (!lkmm_becomes(x, a->v[i], a->w[i]))
			return false;
	return true;
}

static bool may_point(const struct exchange *x, const struct twins *a)
{
	int64_t offset;

	for (int i = 0; i < a->n; i++)
		if (lkmm_object(x->q->test, a->v[i], &offset) >= 0)
			return true;
	return a->points;
}

/* ---- what may be read ---- */

/* Whether an access to @address may be to a location whose values have other names then. */
static bool may_be_renamed(const struct exchange *x, const struct path *p, const struct event *e)
{
	struct held at = { .n = 0 };

	if (!x->nnames)
		return false;
	lkmm_may_be(&x->holds, p, e->address, &at);
	for (int i = 0; i < at.n; i++) {
		int loc = lkmm_event_target(x->q->test, e, at.v[i]);

		if (loc == TARGET_PART || (loc >= 0 && x->renamed[loc]))
			return true;
	}
	return at.points;
}

/* The pairs of the values @h of @loc, or (-1) of one of several locations without other names.
 * Those that are still open are left out. */
static bool location_twins(const struct exchange *x, int loc, const struct held *h,
			   struct twins *to)
{
	int64_t w;

	if (h->any) {
		set_twins(to, true, lkmm_may_point(x->q->test, h));
		return loc < 0 || !x->renamed[loc];
	}
	for (int i = 0; i < h->n; i++) {
		if (lkmm_image(x, loc, h->v[i], &w))
			add_pair(to, h->v[i], w);
		else if (x->settled)
			return false;
	}
	return true;
}

static bool read_twins(struct exchange *x, const struct path *p, int event, struct twins *to)
{
	const struct event *e = &p->event[event];
	int loc = lkmm_known_location(x->q->test, e);
	struct held h = { .n = 0 };

	lkmm_may_be(&x->holds, p, &(struct sym){ .kind = SYM_READ, .read = event }, &h);
	return (loc >= 0 || !may_be_renamed(x, p, e)) && location_twins(x, loc, &h, to);
}

/* ---- operators ---- */

static bool is_equality(const struct sym *s)
{
	return s->kind == SYM_BINARY && (s->op == LKMM_EQ || s->op == LKMM_NE);
}

/* Its value is 0 or 1, whatever its operands are. */
static bool is_truth(const struct sym *s)
{
	return (s->kind == SYM_BINARY && s->op >= LKMM_EQ && s->op <= LKMM_LOR) ||
	       (s->kind == SYM_UNARY && s->op == LKMM_LNOT);
}

/* One operand is any value at least: the exchange of addresses goes along with @s, or neither is an
 * address. */
static bool any_twins(struct exchange *x, const struct sym *s, const struct twins *a,
		      const struct twins *b, struct twins *to)
{
	bool points = may_point(x, a) || may_point(x, b);

	if (!are_images(x, a) || !are_images(x, b) ||
	    (points && s->kind != SYM_CAST && !is_equality(s) && s->op != LKMM_LNOT &&
	     s->op != LKMM_LAND && s->op != LKMM_LOR))
		return false;
	if (is_truth(s))
		add_truths(to);
	else
		set_twins(to, true, points);
	return true;
}

static bool binary_twins(const struct sym *s, const struct twins *a, const struct twins *b,
			 struct twins *to)
{
	int64_t v, w;

	for (int i = 0; i < a->n; i++)
		for (int k = 0; k < b->n; k++)
			if (!lkmm_binary(s->op, s->is_unsigned, a->v[i], b->v[k], &v) ||
			    !lkmm_binary(s->op, s->is_unsigned, a->w[i], b->w[k], &w) ||
			    !add_pair(to, v, w))
				return false;
	return true;
}

static bool unary_twins(const struct sym *s, const struct twins *a, struct twins *to)
{
	for (int i = 0; i < a->n; i++) {
		bool fits = s->kind == SYM_CAST ?
				    add_pair(to, lkmm_truncate(a->v[i], s->to),
					     lkmm_truncate(a->w[i], s->to)) :
				    add_pair(to, lkmm_unary(s->op, a->v[i]),
					     lkmm_unary(s->op, a->w[i]));

		if (!fits)
			return false;
	}
	return true;
}

static bool add_all(struct exchange *x, struct twins *to, const struct twins *more)
{
	if (to->any || more->any) {
		if (!are_images(x, to) || !are_images(x, more))
			return false;
		set_twins(to, true, may_point(x, to) || may_point(x, more));
		return true;
	}
	for (int i = 0; i < more->n; i++)
		if (!add_pair(to, more->v[i], more->w[i]))
			return false;
	return true;
}

static bool same_truth(const struct twins *a)
{
	for (int i = 0; i < a->n; i++)
		if (!a->v[i] != !a->w[i])
			return false;
	return true;
}

/* ---- expressions ---- */

static bool find(struct exchange *x, const struct path *p, const struct sym *s,
		 const struct sym *r, int level, struct twins *to)
{
	struct twins *a = &x->room[2 * level], *b = a + 1;
	int64_t v, w;

	set_twins(to, false, false);
	if (lkmm_sym_is_known(s, &v) && lkmm_sym_is_known(r, &w))
		return add_pair(to, v, w);
	if (s->kind == SYM_KNOWN)
		return add_pair(to, s->number, r->number);
	if (s->kind == SYM_READ)
		return read_twins(x, p, s->read, to);
	if (level + 1 == TWIN_LEVELS || !find(x, p, s->a, r->a, level + 1, a))
		return false;
	if (s->kind == SYM_CONDITIONAL)
		return same_truth(a) && find(x, p, s->b, r->b, level + 1, to) &&
		       find(x, p, s->c, r->c, level + 1, b) && add_all(x, to, b);
	if (!s->b) {
		set_twins(b, false, false);
		return a->any ? any_twins(x, s, a, b, to) : unary_twins(s, a, to);
	}
	if (!find(x, p, s->b, r->b, level + 1, b))
		return false;
	return a->any || b->any ? any_twins(x, s, a, b, to) : binary_twins(s, a, b, to);
}

/* The pairs of @s, of the path @p, and @r. NULL: they are not known. */
static const struct twins *twins_of(struct exchange *x, const struct path *p, const struct sym *s,
				    const struct sym *r)
{
	struct twins *to = &x->room[2 * TWIN_LEVELS];

	return find(x, p, s, r, 0, to) ? to : NULL;
}

bool lkmm_truth_stays(struct exchange *x, const struct path *p, const struct sym *s,
		      const struct sym *r)
{
	const struct twins *t = twins_of(x, p, s, r);

	return t && (t->any || same_truth(t));
}

bool lkmm_value_stays(struct exchange *x, const struct path *p, const struct sym *s)
{
	const struct twins *t = twins_of(x, p, s, s);

	for (int i = 0; t && i < t->n; i++)
		if (t->v[i] != t->w[i])
			return false;
	return t && !may_point(x, t);
}

bool lkmm_is_image(struct exchange *x, const struct path *p, const struct sym *s,
		   const struct sym *r)
{
	const struct twins *t = twins_of(x, p, s, r);

	return t && are_images(x, t);
}

bool lkmm_write_becomes(struct exchange *x, const struct path *p, const struct event *e,
			const struct sym *r)
{
	const struct twins *t = twins_of(x, p, e->value, r);
	int loc = lkmm_known_location(x->q->test, e);
	struct lkmm_integer type;

	if (!t || loc < 0)
		return t && !may_be_renamed(x, p, e) && are_images(x, t);
	if (t->any)
		return !x->renamed[loc];
	type = x->q->test->loc[loc].integer;
	for (int i = 0; i < t->n; i++)
		if (!lkmm_becomes_at(x, loc, lkmm_truncate(t->v[i], type),
				     lkmm_truncate(t->w[i], type)))
			return false;
	return true;
}

/* ---- conditions on the end ---- */

/* The pairs of an atom of the condition of the path @p, and of that of @r. */
static bool atom_twins(struct exchange *x, const struct path *p, const struct lkmm_atom *a,
		       const struct path *r, const struct lkmm_atom *b, struct twins *to)
{
	const struct sym *s, *q;

	set_twins(to, false, false);
	if (a->kind != b->kind || a->part.bits || b->part.bits)
		return false;
	if (a->kind == LKMM_CONSTANT)
		return add_pair(to, a->value, b->value);
	if (a->kind == LKMM_FINAL_LOCATION)
		return a->piece == b->piece &&
		       (a->piece || !x->q->test->loc[a->loc].piece_of) &&
		       lkmm_becomes(x, lkmm_address(x->q->test, a->loc),
				    lkmm_address(x->q->test, b->loc)) &&
		       location_twins(x, a->loc, &x->holds.at[a->loc], to);
	s = p->reg[a->reg.index];
	q = r->reg[b->reg.index];
	return s && q && lkmm_same_shape(s, q) && find(x, p, s, q, 0, to);
}

bool lkmm_equality_stays(struct exchange *x, const struct path *p, const struct lkmm_cond *c,
			 const struct path *r, const struct lkmm_cond *d)
{
	struct twins *a = &x->room[2 * TWIN_LEVELS], *b = a + 1;

	if (!atom_twins(x, p, &c->left, r, &d->left, a) ||
	    !atom_twins(x, p, &c->right, r, &d->right, b))
		return false;
	if (a->any || b->any)
		return are_images(x, a) && are_images(x, b);
	for (int i = 0; i < a->n; i++)
		for (int k = 0; k < b->n; k++)
			if ((a->v[i] == b->v[k]) != (a->w[i] == b->w[k]))
				return false;
	return true;
}
