// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Variables that one thread alone accesses. There it reads its own last write, or the first value:
 * that is known on each path where the write's is. So is an address that is computed from it, as
 * that of the node that a CPU takes for a lock.
 *
 * Which variables these are depends on where accesses with computed addresses may be, and that on
 * what is known. So it is assumed that they are to none of these variables, the paths are listed,
 * and lkmm_check_own() looks whether it is so.
 */
#include "run.h"

#include <string.h>

/* Accessed by several threads, or in other ways. */
enum { SHARED = -1 };

bool lkmm_own_value(const struct run *r, int read, int64_t *v)
{
	const struct path *p = r->path;
	int loc = r->paths->own ? lkmm_known_location(r->test, &p->event[read]) : -1;

	if (loc < 0 || r->paths->own[loc] != r->thread - r->test->thread + 1)
		return false;
	for (int i = read - 1; i >= 0; i--) {
		const struct event *e = &p->event[i];

		if (e->type != EVENT_WRITE || lkmm_known_location(r->test, e) != loc)
			continue;
		if (!lkmm_sym_is_constant(e->value, v))
			return false;
		*v = lkmm_truncate(*v, r->test->loc[loc].integer);
		return true;
	}
	*v = r->test->loc[loc].init;
	return true;
}

/* Calls @look() for the paths of @p, of any kind. */
static void for_paths(const struct paths *p, void (*look)(void *arg, const struct path *p),
		      void *arg)
{
	for (int i = 0; i < p->n; i++)
		look(arg, p->path[i]);
	for (int i = 0; i < p->nstops; i++)
		look(arg, p->stop[i]);
	for (int i = 0; i < p->nwaits; i++)
		look(arg, p->wait[i]);
	for (int i = 0; i < p->ncut; i++)
		look(arg, p->cut[i]);
}

struct owners {
	const struct lkmm_test *test;
	const struct holds *holds;
	short *own;
	int thread;
	bool any;			/* something depends on what is read from such a variable */
	bool changed;
};

/* ---- which they may be ---- */

/* Notes the accesses of a thread. */
static void note_owner(void *arg, const struct path *p)
{
	struct owners *o = arg;
	short me = (short)(o->thread + 1);

	for (int i = 0; i < p->nevents; i++) {
		int loc = lkmm_known_location(o->test, &p->event[i]);

		if (loc < 0)
			continue;
		if (!lkmm_may_have_pieces(p->event[i].source->access) ||
		    o->test->loc[loc].piece_of || o->test->loc[loc].allocated ||
		    (o->own[loc] && o->own[loc] != me))
			o->own[loc] = SHARED;
		else
			o->own[loc] = me;
	}
}

static bool uses_own(const struct owners *o, const struct path *p, const struct sym *s)
{
	int loc;

	if (!s)
		return false;
	if (s->kind == SYM_READ) {
		loc = lkmm_known_location(o->test, &p->event[s->read]);
		return loc >= 0 && o->own[loc] > 0;
	}
	return uses_own(o, p, s->a) || uses_own(o, p, s->b) || uses_own(o, p, s->c);
}

static void look_at_addresses(void *arg, const struct path *p)
{
	struct owners *o = arg;

	for (int i = 0; i < p->nevents && !o->any; i++)
		o->any = uses_own(o, p, p->event[i].address);
}

bool lkmm_find_own(struct lkmm_arena *a, const struct lkmm_test *t, const struct paths *all,
		   short **own)
{
	struct owners o = { .test = t };

	*own = NULL;
	o.own = lkmm_alloc(a, sizeof(*o.own) * ((size_t)t->nlocs + 1));
	if (!o.own)
		return false;
	memset(o.own, 0, sizeof(*o.own) * ((size_t)t->nlocs + 1));
	for (o.thread = 0; o.thread < t->nthreads; o.thread++)
		for_paths(&all[o.thread], note_owner, &o);
	for (int i = 0; i < t->nthreads && !o.any; i++)
		for_paths(&all[i], look_at_addresses, &o);
	if (o.any)
		*own = o.own;
	return true;
}

/* ---- whether they are ---- */

static void give_up(struct owners *o, int loc)
{
	o->changed |= o->own[loc] > 0;
	o->own[loc] = SHARED;
}

/* Gives up the variables that @e, at a computed address, may be to. */
static void check_computed(struct owners *o, const struct path *p, const struct event *e)
{
	struct held at = { .n = 0 };
	bool part = false;

	lkmm_may_be(o->holds, p, e->address, &at);
	for (int i = 0; i < at.n; i++) {
		int loc = lkmm_event_target(o->test, e, at.v[i]);

		part |= loc == TARGET_PART;
		if (loc >= 0)
			give_up(o, loc);
	}
	for (int l = 0; (at.any || part) && l < o->test->nlocs; l++)
		give_up(o, l);
}

static void check_owner(void *arg, const struct path *p)
{
	struct owners *o = arg;

	for (int i = 0; i < p->nevents; i++) {
		const struct event *e = &p->event[i];
		int64_t v;
		int loc;

		if (!e->address)
			continue;
		if (!lkmm_sym_is_known(e->address, &v)) {
			check_computed(o, p, e);
			continue;
		}
		loc = lkmm_pointee(o->test, v);
		if (loc >= 0 && o->own[loc] != o->thread + 1)
			give_up(o, loc);
	}
}

bool lkmm_check_own(const struct holds *h, const struct paths *all, short *own)
{
	struct owners o = { .test = h->test, .holds = h, .own = own };

	for (o.thread = 0; o.thread < o.test->nthreads; o.thread++)
		for_paths(&all[o.thread], check_owner, &o);
	return !o.changed;
}
