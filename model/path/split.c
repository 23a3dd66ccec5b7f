// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Accesses whose address is computed, and may be that of a part of a location or of several pieces:
 * a path is split there, into one on which the address is that one, and others. So the events of an
 * access are known on each path. Where an access may be is taken from what variables may hold; the
 * engine refuses one that leads to a part that is not among these.
 */
#include "run.h"

/* With more of them, paths would be too many. */
enum { MAX_SPLITS = 64 };

bool lkmm_is_split(const struct split *list, const struct lkmm_expr *at, int64_t address)
{
	for (; list; list = list->next)
		if (list->at == at && list->address == address)
			return true;
	return false;
}

bool lkmm_accessed_before(const struct run *r, const struct sym *address,
			  const struct lkmm_access *a)
{
	for (int i = 0; i < r->path->nevents; i++) {
		const struct event *e = &r->path->event[i];
		const struct lkmm_access *b = e->source->access;

		if (e->address && lkmm_same_integer(b->accessed, a->accessed) &&
		    (b->kind == LKMM_FREE) == (a->kind == LKMM_FREE) &&
		    lkmm_sym_same(e->address, address))
			return true;
	}
	return false;
}

const struct sym *lkmm_run_split(struct run *r, const struct lkmm_expr *e,
				 const struct sym *address)
{
	for (const struct split *s = r->paths->splits; s; s = s->next)
		if (s->at == e &&
		    lkmm_run_truth(r, lkmm_sym_binary(r, LKMM_EQ, address,
						      lkmm_sym_number(r, s->address))))
			return lkmm_sym_known(r, address, s->address);
	return address;
}

/* Whether @e can be in pieces, and its address is not known. */
static bool is_computed(const struct event *e)
{
	int64_t v;

	return e->address && (e->type == EVENT_READ || e->type == EVENT_WRITE) &&
	       lkmm_may_have_pieces(e->source->access) && !lkmm_sym_is_known(e->address, &v);
}

/* Whether some location has another size than @e, or is in pieces. */
static bool may_differ(const struct lkmm_test *t, const struct event *e)
{
	int bits = e->source->access->accessed.bits;

	for (int l = 0; l < t->nlocs; l++) {
		int own = t->loc[l].integer.bits;

		if (t->loc[l].piece_of || (bits && own && bits != own))
			return true;
	}
	return false;
}

static bool any_may_differ(const struct lkmm_test *t, const struct paths *all)
{
	for (int i = 0; i < t->nthreads; i++)
		for (int k = 0; k < all[i].n; k++)
			for (int j = 0; j < all[i].path[k]->nevents; j++) {
				const struct event *e = &all[i].path[k]->event[j];

				if (is_computed(e) && may_differ(t, e))
					return true;
			}
	return false;
}

/*
 * Whether a path can be split where @e is at @v, and has to be: a part of a location that can be
 * cut there. An address has no pieces.
 */
static bool must_split(const struct holds *h, const struct event *e, int64_t v)
{
	struct lkmm_refusal r = lkmm_refuse(h->test, e->source, v);

	return lkmm_event_target(h->test, e, v) == TARGET_PART &&
	       !lkmm_part_may_point(h, e, v) && lkmm_can_cut(h->test, &r);
}

/* Adds the splits of @e, of the path @p. False without memory. */
static bool add_splits(struct lkmm_arena *a, const struct holds *h, const struct path *p,
		       const struct event *e, const struct split **list, int *room)
{
	struct held at = { .n = 0 };

	lkmm_may_be(h, p, e->address, &at);
	for (int i = 0; i < at.n && *room; i++) {
		struct split *s;

		if (lkmm_is_split(*list, e->source, at.v[i]) || !must_split(h, e, at.v[i]))
			continue;
		s = lkmm_alloc(a, sizeof(*s));
		if (!s)
			return false;
		*s = (struct split){ *list, e->source, at.v[i] };
		*list = s;
		--*room;
	}
	return true;
}

/* The paths of each thread, with those that stop. NULL without memory. */
static struct paths *with_stops(struct lkmm_arena *a, int nthreads, const struct paths *paths)
{
	struct paths *all = lkmm_alloc(a, sizeof(*all) * ((size_t)nthreads + 1));

	for (int t = 0; all && t < nthreads; t++) {
		const struct paths *p = &paths[t];

		all[t].path = lkmm_alloc(a, sizeof(*all[t].path) *
					    ((size_t)(p->n + p->nstops) + 1));
		if (!all[t].path)
			return NULL;
		for (int i = 0; i < p->n + p->nstops; i++)
			all[t].path[all[t].n++] = i < p->n ? p->path[i] : p->stop[i - p->n];
	}
	return all;
}

bool lkmm_find_splits(struct lkmm_arena *a, const struct lkmm_test *t, const struct paths *paths,
		      const struct split **list)
{
	struct paths *all = with_stops(a, t->nthreads, paths);
	struct holds h = { .test = t };
	int room = MAX_SPLITS;

	for (const struct split *s = *list; s; s = s->next)
		room -= !!room;
	if (!all || !any_may_differ(t, all))
		return all;
	h.at = lkmm_alloc(a, sizeof(*h.at) * ((size_t)t->nlocs + 1));
	if (!h.at)
		return false;
	lkmm_find_holds(&h, all);
	for (int i = 0; i < t->nthreads; i++)
		for (int k = 0; k < all[i].n; k++)
			for (int j = 0; j < all[i].path[k]->nevents; j++) {
				const struct path *p = all[i].path[k];

				if (is_computed(&p->event[j]) &&
				    !add_splits(a, &h, p, &p->event[j], list, &room))
					return false;
			}
	return true;
}
