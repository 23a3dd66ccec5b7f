// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Two threads that do the same to variables of their own, such as the nodes of a queue: whether
 * the program stays the same if the threads are exchanged, and with them these variables.
 *
 * Let @to be the exchange of the variables. It turns an address into that of another variable, and
 * leaves other values alone. A path of one thread turns into that of the other if its events are
 * the same but for constant addresses, which are exchanged, and if computing goes along with that:
 * @to(f(v)) = f'(@to(v)) for all values v that may be read. That holds for comparisons, and for
 * whatever is computed from numbers alone; else all values are tried. The paths of all other
 * threads must turn into themselves. Then an execution turns into one with the same relations.
 */
#include "exchange.h"

#include <string.h>

enum { OPEN_YET = -1 };

/* With more events to look at, threads count as not alike. */
enum { MOST_WORK = 1 << 18 };

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

/* Whether the value @v becomes @w. */
static bool becomes(struct exchange *x, int64_t v, int64_t w)
{
	int a, b, of_a, of_b;

	a = location_of(x, v, &of_a);
	b = location_of(x, w, &of_b);
	if (a >= 0 && b >= 0)
		return move(x, a, b);
	return a < 0 && b < 0 && v == w && (of_a < 0 || !has_moved(x, of_a));
}

/* Sets *@w to what @v becomes. False if that is still open. */
static bool image(const struct exchange *x, int64_t v, int64_t *w)
{
	int object, loc = location_of(x, v, &object);

	*w = v;
	if (loc < 0)
		return object < 0 || !has_moved(x, object);
	if (x->to[loc] == OPEN_YET)
		return false;
	*w = lkmm_address(x->q->test, x->to[loc]);
	return true;
}

/* ---- what an expression becomes ---- */

/* Computing it goes along with any exchange. */
static bool is_neutral(const struct sym *s)
{
	return s->kind == SYM_CAST || s->kind == SYM_CONDITIONAL ||
	       (s->kind == SYM_UNARY && s->op == LKMM_LNOT) ||
	       (s->kind == SYM_BINARY && (s->op == LKMM_EQ || s->op == LKMM_NE ||
					  s->op == LKMM_LAND || s->op == LKMM_LOR));
}

/* Whether @s becomes @r for each value that may be read. Those that are still open are left out
 * until all else has been moved. */
static bool each_becomes(struct exchange *x, const struct path *p, const struct sym *s,
			 const struct sym *r)
{
	struct held read = { .n = 0 };
	int event = lkmm_only_read(s);

	if (event == LKMM_NO_READ)
		read.n = 1;
	else if (event != LKMM_SOME_READS)
		lkmm_may_be(&x->holds, p, &(struct sym){ .kind = SYM_READ, .read = event }, &read);
	if (event == LKMM_SOME_READS || read.any)
		return false;
	for (int i = 0; i < read.n; i++) {
		int64_t v = read.v[i], w, a, b;

		if (!image(x, v, &w)) {
			if (!x->settled)
				continue;
			return false;
		}
		if (!lkmm_sym_value_of(s, v, &a) || !lkmm_sym_value_of(r, w, &b) ||
		    !becomes(x, a, b))
			return false;
	}
	return true;
}

static bool any_may_point(const struct exchange *x, const struct path *p, const struct sym *s)
{
	struct held h = { .n = 0 };

	if (s)
		lkmm_may_be(&x->holds, p, s, &h);
	return lkmm_may_point(x->q->test, &h);
}

/* Whether two expressions are the same, but for what is in them. */
static bool same_node(const struct sym *s, const struct sym *r)
{
	return s->kind == r->kind && s->op == r->op && s->is_unsigned == r->is_unsigned &&
	       s->to.bits == r->to.bits && s->to.is_unsigned == r->to.is_unsigned &&
	       s->read == r->read;
}

/* Whether @s, of the path @p, becomes @r. */
static bool sym_becomes(struct exchange *x, const struct path *p, const struct sym *s,
			const struct sym *r)
{
	if (x->still || !s || !r)
		return lkmm_sym_same(s, r);
	if (!same_node(s, r))
		return false;
	if (s->kind == SYM_NUMBER || s->kind == SYM_KNOWN)
		return becomes(x, s->number, r->number);
	if (s->kind == SYM_READ)
		return true;
	return sym_becomes(x, p, s->a, r->a) && sym_becomes(x, p, s->b, r->b) &&
	       sym_becomes(x, p, s->c, r->c) &&
	       (is_neutral(s) || !(any_may_point(x, p, s->a) || any_may_point(x, p, s->b)) ||
		each_becomes(x, p, s, r));
}

static bool syms_become(void *arg, const struct sym *s, const struct sym *r)
{
	struct exchange *x = arg;

	return sym_becomes(x, x->path, s, r);
}

/* ---- what a path becomes ---- */

static int bits_of(const struct event *e)
{
	return e->address && e->type != EVENT_FREE ? e->source->access->accessed.bits : 0;
}

static bool event_becomes(struct exchange *x, const struct event *e, const struct event *f)
{
	return e->load == f->load && e->piece == f->piece && e->first == f->first &&
	       lkmm_match_events(e, f, syms_become, x) && bits_of(e) == bits_of(f);
}

/* Whether the atom @a of the condition of the path @p becomes @b of that of @r. */
static bool atom_becomes(struct exchange *x, const struct path *p, const struct lkmm_atom *a,
			 const struct path *r, const struct lkmm_atom *b)
{
	if (a->kind != b->kind || a->part.bits || b->part.bits || a->piece || b->piece)
		return false;
	if (a->kind == LKMM_FINAL_REGISTER)
		return syms_become(x, p->reg[a->reg.index], r->reg[b->reg.index]);
	if (a->kind == LKMM_FINAL_LOCATION)
		return x->still ? a->loc == b->loc : move(x, a->loc, b->loc);
	return x->still ? a->value == b->value : becomes(x, a->value, b->value);
}

/* The same for their conditions on the end. */
static bool cond_becomes(struct exchange *x, const struct path *p, const struct lkmm_cond *c,
			 const struct path *r, const struct lkmm_cond *d)
{
	if (!c || !d)
		return c == d;
	return c->kind == d->kind && cond_becomes(x, p, c->a, r, d->a) &&
	       cond_becomes(x, p, c->b, r, d->b) &&
	       (c->kind != LKMM_SAME || (atom_becomes(x, p, &c->left, r, &d->left) &&
					 atom_becomes(x, p, &c->right, r, &d->right)));
}

static bool path_becomes(struct exchange *x, const struct path *p, const struct path *r)
{
	x->path = p;
	x->work += p->nevents;
	if ((x->work > MOST_WORK && !x->still) || p->nevents != r->nevents ||
	    p->nfacts != r->nfacts || !p->stop != !r->stop || !p->wait != !r->wait ||
	    p->polls != r->polls || !syms_become(x, p->bad, r->bad) ||
	    !syms_become(x, p->waits, r->waits) || !syms_become(x, p->held, r->held) ||
	    !cond_becomes(x, p, p->cond, r, r->cond))
		return false;
	for (int i = 0; i < p->nevents; i++)
		if (!event_becomes(x, &p->event[i], &r->event[i]))
			return false;
	for (int i = 0; i < p->nfacts; i++)
		if (p->fact[i].truth != r->fact[i].truth ||
		    !syms_become(x, p->fact[i].sym, r->fact[i].sym))
			return false;
	return true;
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
				becomes(x, lkmm_address(t, i), lkmm_address(t, i) + way);
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
		if (!moves_whole(x, l) || !becomes(x, loc[l].init, loc[x->to[l]].init))
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
	x->holds = (struct holds){ q->test, lkmm_alloc(q->arena, n * sizeof(*x->holds.at)) };
	x->to = lkmm_alloc(q->arena, n * sizeof(*x->to));
	if (!x->holds.at || !x->to) {
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

/* Whether @s could become @r: all that differs are addresses. */
static bool may_become(void *arg, const struct sym *s, const struct sym *r)
{
	const struct lkmm_test *t = arg;

	if (!s || !r)
		return s == r;
	if (!same_node(s, r))
		return false;
	if (s->kind == SYM_NUMBER || s->kind == SYM_KNOWN)
		return s->number == r->number || (lkmm_pointee(t, s->number) >= 0 &&
						  lkmm_pointee(t, r->number) >= 0);
	return may_become(arg, s->a, r->a) && may_become(arg, s->b, r->b) &&
	       may_become(arg, s->c, r->c);
}

/* Whether the paths of two threads may become one another, at a first look. */
static bool same_shape(const struct lkmm_test *t, const struct paths *a, const struct paths *b)
{
	if (a->n != b->n)
		return false;
	for (int i = 0; i < a->n; i++) {
		const struct path *p = a->path[i], *r = b->path[i];

		if (p->nevents != r->nevents)
			return false;
		for (int k = 0; k < p->nevents; k++)
			if (!lkmm_match_events(&p->event[k], &r->event[k], may_become,
					       (void *)t))
				return false;
	}
	return true;
}

static int count_open(const struct exchange *x)
{
	int n = 0;

	for (int l = 0; l < x->q->test->nlocs; l++)
		n += x->to[l] == OPEN_YET;
	return n;
}

bool lkmm_can_exchange(struct exchange *x, int t, int u)
{
	int open = x->q->test->nlocs + 1;

	if (!same_shape(x->q->test, &x->q->paths[t], &x->q->paths[u]) || !open_exchange(x))
		return false;
	for (int l = 0; l < x->q->test->nlocs; l++)
		x->to[l] = OPEN_YET;
	x->settled = false;
	while (count_open(x) < open) {
		open = count_open(x);
		if (!threads_become(x, t, u))
			return false;
		move_objects(x);
	}
	for (int l = 0; l < x->q->test->nlocs; l++)
		if (x->to[l] == OPEN_YET)
			x->to[l] = l;
	x->settled = true;
	return threads_become(x, t, u) && variables_become(x);
}

bool lkmm_stays(struct exchange *x, const struct lkmm_atom *a)
{
	const struct paths *p = a->kind == LKMM_FINAL_REGISTER ? &x->q->paths[a->reg.thread] : NULL;

	if (a->kind == LKMM_FINAL_LOCATION)
		return x->to[a->loc] == a->loc &&
		       !lkmm_may_point(x->q->test, &x->holds.at[a->loc]);
	for (int i = 0; p && i < p->n; i++)
		if (any_may_point(x, p->path[i], p->path[i]->reg[a->reg.index]))
			return false;
	return true;
}
