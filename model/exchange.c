// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Two threads that do the same to variables of their own, such as the nodes of a queue, and by
 * numbers of their own: whether the program stays the same if the threads are exchanged, and with
 * them these variables and numbers.
 *
 * Let @to be the exchange of the variables. It turns an address into that of another variable, and
 * leaves other values alone. In some variables, which stay where they are, numbers are exchanged as
 * well: in the tail of a lock the numbers of two CPUs. A path of one thread turns into one of the
 * other if its events are the same but for constants, and if computing goes along with that, for
 * all values that may be read: addresses and values that are written become those of the other
 * path, and facts are as true (twin.c). The paths of all other threads must turn into themselves.
 * Then an execution turns into one with the same relations.
 */
#include "exchange.h"

#include <string.h>

enum { OPEN_YET = -1 };

/* With more events to look at, threads count as not alike. */
enum { MOST_WORK = 1 << 20 };

/* After so many pairs of threads that only look alike, no others are tried. */
enum { MOST_FAILURES = 2 };

/* ---- what an address becomes ---- */

static bool has_moved(const struct exchange *x, int object)
{
	const struct lkmm_test *t = x->q->test;

	for (int l = 0; l < t->nlocs; l++)
		if (x->to[l] != OPEN_YET && x->to[l] != l &&
		    lkmm_first_of(t, l) == object)
			return true;
	return false;
}

/* The location of the address @v; or -1, and then its object is *@object, or that is -1 as well. */
static int location_of(const struct exchange *x, int64_t v, int *object)
{
	int64_t offset;

	*object = lkmm_object(x->q->test, v, &offset);
	return *object < 0 ? -1 : lkmm_pointee(x->q->test, v);
}

/* Whether the location @a can become @b. */
static bool fits(const struct exchange *x, int a, int b)
{
	const struct lkmm_location *l = &x->q->test->loc[a], *m = &x->q->test->loc[b];

	return l->integer.bits == m->integer.bits &&
	       l->integer.is_unsigned == m->integer.is_unsigned &&
	       l->allocated == m->allocated && !l->piece_of == !m->piece_of && !l->piece_of &&
	       (l->offset - m->offset) % 8 == 0;
}

static bool move(struct exchange *x, int a, int b)
{
	if (x->to[a] == OPEN_YET && x->to[b] == OPEN_YET && (a == b || fits(x, a, b))) {
		x->to[a] = b;
		x->to[b] = a;
	}
	return x->to[a] == b && x->to[b] == a;
}

bool lkmm_becomes(struct exchange *x, int64_t v, int64_t w)
{
	int a, b, of_a, of_b;

	a = location_of(x, v, &of_a);
	b = location_of(x, w, &of_b);
	if (a >= 0 && b >= 0)
		return move(x, a, b);
	return a < 0 && b < 0 && v == w && (of_a < 0 || !has_moved(x, of_a));
}

/* The other name of the value @v of @loc, or NULL. */
static const struct name *name_of(const struct exchange *x, int loc, int64_t v)
{
	for (int i = 0; i < x->nnames; i++)
		if (x->name[i].loc == loc && x->name[i].v == v)
			return &x->name[i];
	return NULL;
}

/* Exchanges the numbers @v and @w in @loc from now on. */
static bool rename_values(struct exchange *x, int loc, int64_t v, int64_t w)
{
	int object;

	if (x->named || x->nnames + 2 > MOST_NAMES || name_of(x, loc, w) ||
	    location_of(x, v, &object) >= 0 || object >= 0 || location_of(x, w, &object) >= 0 ||
	    object >= 0 || lkmm_unknowable(v) >= 0 || lkmm_unknowable(w) >= 0 ||
	    !move(x, loc, loc))
		return false;
	x->name[x->nnames++] = (struct name){ loc, v, w };
	x->name[x->nnames++] = (struct name){ loc, w, v };
	x->renamed[loc] = true;
	return true;
}

bool lkmm_becomes_at(struct exchange *x, int loc, int64_t v, int64_t w)
{
	const struct name *name = name_of(x, loc, v);
	int of_v, of_w;

	if (name)
		return name->w == w;
	if (v == w || location_of(x, v, &of_v) >= 0 || location_of(x, w, &of_w) >= 0)
		return lkmm_becomes(x, v, w);
	return rename_values(x, loc, v, w);
}

bool lkmm_image(const struct exchange *x, int loc, int64_t v, int64_t *w)
{
	const struct name *name = name_of(x, loc, v);
	int object, at = location_of(x, v, &object);

	*w = name ? name->w : v;
	if (at < 0 && object < 0)
		return name || x->named || (loc >= 0 && v == x->q->test->loc[loc].init);
	if (at < 0)
		return !has_moved(x, object);
	if (x->to[at] == OPEN_YET)
		return false;
	*w = lkmm_address(x->q->test, x->to[at]);
	return true;
}

/* ---- what a path becomes ---- */

static bool same_node(const struct sym *s, const struct sym *r)
{
	return s->kind == r->kind && s->op == r->op && s->is_unsigned == r->is_unsigned &&
	       s->weak == r->weak && s->to.bits == r->to.bits &&
	       s->to.is_unsigned == r->to.is_unsigned && s->read == r->read;
}

bool lkmm_same_shape(const struct sym *s, const struct sym *r)
{
	if (!s || !r)
		return s == r;
	return same_node(s, r) && lkmm_same_shape(s->a, r->a) && lkmm_same_shape(s->b, r->b) &&
	       lkmm_same_shape(s->c, r->c);
}

static bool have_same_shape(void *arg, const struct sym *s, const struct sym *r)
{
	(void)arg;
	return lkmm_same_shape(s, r);
}

static int bits_of(const struct event *e)
{
	return e->address && e->type != EVENT_FREE ? e->source->access->accessed.bits : 0;
}

static bool event_becomes(struct exchange *x, const struct path *p, const struct event *e,
			  const struct event *f)
{
	if (x->still)
		return lkmm_same_event(e, f);
	return (!e->address || lkmm_is_image(x, p, e->address, f->address)) &&
	       (!e->value || (e->type == EVENT_WRITE ?
				      lkmm_write_becomes(x, p, e, f->value) :
				      lkmm_is_image(x, p, e->value, f->value)));
}

/* Whether the path @p becomes @r as far as can be seen without looking at numbers. */
static bool events_match(const struct path *p, const struct path *r)
{
	if (p->nevents != r->nevents || p->nfacts != r->nfacts || !p->stop != !r->stop ||
	    !p->wait != !r->wait || p->polls != r->polls)
		return false;
	for (int i = 0; i < p->nevents; i++) {
		const struct event *e = &p->event[i], *f = &r->event[i];

		if (e->load != f->load || e->piece != f->piece || e->first != f->first ||
		    !lkmm_match_events(e, f, have_same_shape, NULL) || bits_of(e) != bits_of(f))
			return false;
	}
	for (int i = 0; i < p->nfacts; i++)
		if (p->fact[i].truth != r->fact[i].truth ||
		    !lkmm_same_shape(p->fact[i].sym, r->fact[i].sym))
			return false;
	return true;
}

static bool fact_becomes(struct exchange *x, const struct path *p, const struct sym *s,
			 const struct sym *r)
{
	return x->still ? lkmm_sym_same(s, r) : lkmm_truth_stays(x, p, s, r);
}

/* Whether the address or the like @s, or NULL, becomes @r. */
static bool sym_becomes(struct exchange *x, const struct path *p, const struct sym *s,
			const struct sym *r)
{
	if (x->still || !s || !r)
		return lkmm_sym_same(s, r);
	return lkmm_same_shape(s, r) && lkmm_is_image(x, p, s, r);
}

/* The same for that which the path stops before because of it. */
static bool bad_becomes(struct exchange *x, const struct path *p, const struct path *r)
{
	if (x->still || !p->bad || !r->bad || p->stop->kind == LKMM_ACCESS)
		return sym_becomes(x, p, p->bad, r->bad);
	return lkmm_same_shape(p->bad, r->bad) && lkmm_truth_stays(x, p, p->bad, r->bad);
}

/* Whether the atoms @a and @b of their conditions are the same. */
static bool same_atom(const struct path *p, const struct lkmm_atom *a, const struct path *r,
		      const struct lkmm_atom *b)
{
	if (a->kind != LKMM_FINAL_REGISTER || b->kind != LKMM_FINAL_REGISTER)
		return lkmm_same_atom(a, b) && a->piece == b->piece;
	return !a->part.bits && !b->part.bits &&
	       lkmm_sym_same(p->reg[a->reg.index], r->reg[b->reg.index]);
}

static bool equality_becomes(struct exchange *x, const struct path *p, const struct lkmm_cond *c,
			     const struct path *r, const struct lkmm_cond *d)
{
	if (x->still)
		return same_atom(p, &c->left, r, &d->left) && same_atom(p, &c->right, r, &d->right);
	return lkmm_equality_stays(x, p, c, r, d);
}

static bool cond_becomes(struct exchange *x, const struct path *p, const struct lkmm_cond *c,
			 const struct path *r, const struct lkmm_cond *d);

/* How many parts an @either of others has, which are not such. */
static int count_parts(const struct lkmm_cond *c)
{
	return c->kind == LKMM_EITHER ? count_parts(c->a) + count_parts(c->b) : 1;
}

/* @c becomes some part of @d. */
static bool becomes_part(struct exchange *x, const struct path *p, const struct lkmm_cond *c,
			 const struct path *r, const struct lkmm_cond *d)
{
	if (d->kind == LKMM_EITHER)
		return becomes_part(x, p, c, r, d->a) || becomes_part(x, p, c, r, d->b);
	return cond_becomes(x, p, c, r, d);
}

/* Each part of @c becomes one of @d. */
static bool parts_become(struct exchange *x, const struct path *p, const struct lkmm_cond *c,
			 const struct path *r, const struct lkmm_cond *d)
{
	if (c->kind == LKMM_EITHER)
		return parts_become(x, p, c->a, r, d) && parts_become(x, p, c->b, r, d);
	return becomes_part(x, p, c, r, d);
}

/* The same for their conditions on the end, which deny nothing. Nothing is learnt from those about
 * where a variable may be. */
static bool cond_becomes(struct exchange *x, const struct path *p, const struct lkmm_cond *c,
			 const struct path *r, const struct lkmm_cond *d)
{
	if (!c || !d)
		return c == d;
	if (c->kind == LKMM_EITHER && d->kind == LKMM_EITHER)
		return !x->settled || (count_parts(c) == count_parts(d) &&
				       parts_become(x, p, c, r, d));
	return c->kind == d->kind && c->kind != LKMM_NEITHER &&
	       cond_becomes(x, p, c->b, r, d->b) &&
	       cond_becomes(x, p, c->a, r, d->a) &&
	       (c->kind != LKMM_SAME || equality_becomes(x, p, c, r, d));
}

static bool path_becomes(struct exchange *x, const struct path *p, const struct path *r)
{
	x->work += p->nevents;
	if ((x->work > MOST_WORK && !x->still) || !events_match(p, r))
		return false;
	for (int i = 0; i < p->nevents; i++)
		if (!event_becomes(x, p, &p->event[i], &r->event[i]))
			return false;
	for (int i = 0; i < p->nfacts; i++)
		if (!fact_becomes(x, p, p->fact[i].sym, r->fact[i].sym))
			return false;
	return bad_becomes(x, p, r) && sym_becomes(x, p, p->waits, r->waits) &&
	       sym_becomes(x, p, p->held, r->held) && cond_becomes(x, p, p->cond, r, r->cond);
}

/* A value that is passed on as it was read may be out of thin air, and its name distinguishes
 * threads. */
static bool passes_on(const struct path *p)
{
	for (int i = 0; i < p->nevents; i++)
		if (p->event[i].value && lkmm_is_copy(p->event[i].value))
			return true;
	return false;
}

/* All paths of thread @t become those of @u, in their order. */
static bool thread_becomes(struct exchange *x, int t, int u)
{
	const struct paths *a = &x->q->paths[t], *b = &x->q->paths[u];

	if (a->n != b->n)
		return false;
	for (int i = 0; i < a->n; i++)
		if (!path_becomes(x, a->path[i], b->path[i]) ||
		    (t != u && passes_on(a->path[i])))
			return false;
	return true;
}

static bool threads_become(struct exchange *x, int t, int u)
{
	for (int i = 0; i < x->q->test->nthreads; i++)
		if (!thread_becomes(x, i, i == t ? u : i == u ? t : i))
			return false;
	return true;
}

/* ---- what variables become ---- */

/* An object that becomes another one does so as a whole. */
static void move_objects(struct exchange *x)
{
	const struct lkmm_test *t = x->q->test;

	for (int a = 0; a < t->nlocs; a++) {
		int b = x->to[a];
		int64_t way = b == OPEN_YET ? 0 : lkmm_address(t, b) - lkmm_address(t, a);

		if (b == OPEN_YET || lkmm_first_of(t, a) == lkmm_first_of(t, b))
			continue;
		for (int i = 0; i < t->nlocs; i++)
			if (lkmm_first_of(t, i) == lkmm_first_of(t, a) && x->to[i] == OPEN_YET)
				lkmm_becomes(x, lkmm_address(t, i),
					     lkmm_address(t, i) + way);
	}
}

/* An object whose address is an argument of free() is not exchanged in parts. */
static bool moves_whole(const struct exchange *x, int a)
{
	const struct lkmm_test *t = x->q->test;
	int b = x->to[a];

	if (lkmm_first_of(t, a) == lkmm_first_of(t, b))
		return a == b || !x->frees;
	for (int i = 0; i < t->nlocs; i++)
		if (lkmm_first_of(t, i) == lkmm_first_of(t, a) &&
		    (lkmm_first_of(t, x->to[i]) != lkmm_first_of(t, b) ||
		     t->loc[i].offset != t->loc[x->to[i]].offset))
			return false;
	return true;
}

static bool variables_become(struct exchange *x)
{
	const struct lkmm_location *loc = x->q->test->loc;

	for (int l = 0; l < x->q->test->nlocs; l++)
		if (!moves_whole(x, l) || !lkmm_becomes_at(x, l, loc[l].init, loc[x->to[l]].init))
			return false;
	return true;
}

/* ---- the exchange ---- */

static bool any_frees(const struct query *q)
{
	for (int t = 0; t < q->test->nthreads; t++)
		for (int i = 0; i < q->paths[t].n; i++)
			for (int k = 0; k < q->paths[t].path[i]->nevents; k++)
				if (q->paths[t].path[i]->event[k].type == EVENT_FREE)
					return true;
	return false;
}

/* Prepares for the first exchange of variables. */
static bool open_exchange(struct exchange *x)
{
	const struct query *q = x->q;
	size_t n = (size_t)q->test->nlocs + 1;

	x->still = false;
	if (x->to)
		return true;
	x->frees = any_frees(q);
	x->holds = (struct holds){ .test = q->test,
				   .at = lkmm_alloc(q->arena, n * sizeof(*x->holds.at)) };
	x->to = lkmm_alloc(q->arena, n * sizeof(*x->to));
	x->renamed = lkmm_alloc(q->arena, n * sizeof(*x->renamed));
	x->room = lkmm_alloc(q->arena, (2 * TWIN_LEVELS + 2) * sizeof(*x->room));
	if (!x->holds.at || !x->to || !x->renamed || !x->room) {
		x->to = NULL;
		x->no_memory = true;
		return false;
	}
	lkmm_find_holds(&x->holds, q->paths);
	return true;
}

bool lkmm_are_same(struct exchange *x, int t, int u)
{
	x->still = true;
	return thread_becomes(x, t, u);
}

/* Whether the values @s and @r add different numbers to something: they count as not alike. */
static bool adds_otherwise(const struct lkmm_test *t, const struct sym *s, const struct sym *r)
{
	int64_t offset;

	while (s->kind == SYM_CAST) {
		s = s->a;
		r = r->a;
	}
	return s->kind == SYM_BINARY && (s->op == LKMM_ADD || s->op == LKMM_SUB) &&
	       s->a->kind != SYM_NUMBER && s->b->kind == SYM_NUMBER &&
	       s->b->number != r->b->number && lkmm_object(t, s->b->number, &offset) < 0;
}

/* Whether the paths of two threads may become one another, at a first look. */
static bool may_become(const struct lkmm_test *t, const struct paths *a, const struct paths *b)
{
	if (a->n != b->n)
		return false;
	for (int i = 0; i < a->n; i++) {
		const struct path *p = a->path[i], *r = b->path[i];

		if (!events_match(p, r))
			return false;
		for (int k = 0; k < p->nevents; k++)
			if (p->event[k].value &&
			    adds_otherwise(t, p->event[k].value, r->event[k].value))
				return false;
	}
	return true;
}

/* Of variables and of names. */
static int count_open(const struct exchange *x)
{
	int n = MOST_NAMES - x->nnames;

	for (int l = 0; l < x->q->test->nlocs; l++)
		n += x->to[l] == OPEN_YET;
	return n;
}

/* Learns what variables and values become if the threads @t and @u do. False if they cannot. */
static bool learn(struct exchange *x, int t, int u)
{
	int open = count_open(x) + 1;

	while (count_open(x) < open) {
		open = count_open(x);
		if (!threads_become(x, t, u))
			return false;
		move_objects(x);
	}
	return true;
}

bool lkmm_can_exchange(struct exchange *x, int t, int u)
{
	if (x->failures == MOST_FAILURES ||
	    !may_become(x->q->test, &x->q->paths[t], &x->q->paths[u]) || !open_exchange(x))
		return false;
	x->failures++;
	for (int l = 0; l < x->q->test->nlocs; l++) {
		x->to[l] = OPEN_YET;
		x->renamed[l] = false;
	}
	x->nnames = 0;
	x->named = x->settled = false;
	if (!learn(x, t, u))
		return false;
	x->named = true;
	if (!learn(x, t, u))
		return false;
	for (int l = 0; l < x->q->test->nlocs; l++)
		if (x->to[l] == OPEN_YET)
			x->to[l] = l;
	x->settled = true;
	return threads_become(x, t, u) && variables_become(x);
}

/* Whether @loc, or a piece of it, has other values then, or may have. */
static bool changes(const struct exchange *x, int loc)
{
	const struct lkmm_location *l = x->q->test->loc;
	bool change = false;

	for (int i = loc; i >= 0 && !change; i = l[i].next_piece ? l[i].next_piece : -1)
		change = x->to[i] != i || x->renamed[i] ||
			 lkmm_may_point(x->q->test, &x->holds.at[i]);
	return change;
}

bool lkmm_stays(struct exchange *x, const struct lkmm_atom *a)
{
	const struct paths *p = a->kind == LKMM_FINAL_REGISTER ? &x->q->paths[a->reg.thread] : NULL;

	if (a->kind == LKMM_FINAL_LOCATION)
		return !changes(x, a->loc);
	for (int i = 0; p && i < p->n; i++) {
		const struct sym *s = p->path[i]->reg[a->reg.index];

		if (s && !lkmm_value_stays(x, p->path[i], s))
			return false;
	}
	return true;
}

bool lkmm_equal_as_before(struct exchange *x, const struct lkmm_cond *c)
{
	const struct lkmm_atom *a = c->left.kind == LKMM_CONSTANT ? &c->right : &c->left;
	const struct lkmm_atom *b = a == &c->left ? &c->right : &c->left;
	const struct paths *p = a->kind == LKMM_FINAL_REGISTER ? &x->q->paths[a->reg.thread] : NULL;

	if (lkmm_stays(x, a) && lkmm_stays(x, b))
		return true;
	if (b->kind != LKMM_CONSTANT)
		return false;
	if (!p)
		return lkmm_equality_stays(x, NULL, c, NULL, c);
	for (int i = 0; i < p->n; i++)
		if (p->path[i]->reg[a->reg.index] &&
		    !lkmm_equality_stays(x, p->path[i], c, p->path[i], c))
			return false;
	return true;
}
