// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Accesses whose address is computed, and may be that of a part of a location or of several pieces:
 * a path is split there, into one on which the address is that one, and others. So the events of an
 * access are known on each path. Where an access may be is taken from what variables may hold; the
 * engine refuses one that leads to a part that is not among these.
 *
 * A thread with a loop that is cut is split at each computed address, so that judge.c can tell what
 * its turns do. At any other address an access is to nowhere.
 */
#include "run.h"

/* With more of them, paths would be too many. */
enum { MAX_SPLITS = 64 };

bool lkmm_is_split(const struct split *list, const struct lkmm_expr *at, int64_t address)
{
	for (; list; list = list->next)
		if (list->at == at && list->kind == SPLIT_AT && list->address == address)
			return true;
	return false;
}

bool lkmm_is_refused(const struct lkmm_test *t, const struct path *stop, const struct split *splits,
		     int64_t address)
{
	const struct lkmm_access *a = stop->stop->access;

	return stop->stop->kind == LKMM_ACCESS && !lkmm_is_assertion(a) &&
	       lkmm_access_target(t, a, address, lkmm_is_load(a)) == TARGET_PART &&
	       !lkmm_is_split(splits, stop->stop, address);
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
	const struct split *rest = NULL;

	for (const struct split *s = r->paths->splits; s; s = s->next) {
		if (s->at != e)
			continue;
		if (s->kind != SPLIT_AT)
			rest = rest ? rest : s;
		else if (lkmm_run_truth(r, lkmm_sym_binary(r, LKMM_EQ, address,
							   lkmm_sym_number(r, s->address))))
			return lkmm_sym_known(r, address, s->address);
	}
	if (rest && rest->kind == SPLIT_NOWHERE_ELSE && r->flow == FLOW_ON)
		r->flow = FLOW_BAD;
	return address;
}

static bool is_computed(const struct event *e)
{
	int64_t v;

	return e->address && (e->type == EVENT_READ || e->type == EVENT_WRITE) &&
	       !lkmm_sym_is_known(e->address, &v);
}

/* Whether @e can be in pieces, and its address is not known. */
static bool is_of_pieces(const struct event *e)
{
	return is_computed(e) && lkmm_may_have_pieces(e->source->access);
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

				if (is_of_pieces(e) && may_differ(t, e))
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
	struct lkmm_refusal r;

	if (lkmm_event_target(h->test, e, v) != TARGET_PART || lkmm_part_may_point(h, e, v))
		return false;
	r = lkmm_refuse(h->test, e->source, v);
	return lkmm_can_cut(h->test, &r);
}

/* The search for splits. */
struct finder {
	struct lkmm_arena *arena;
	struct holds holds;
	const struct split *list;
	int room;			/* for so many more */
	bool no_memory;
};

static void add_split(struct finder *f, const struct lkmm_expr *at, enum split_kind kind, int64_t v)
{
	struct split *s = lkmm_alloc(f->arena, sizeof(*s));

	f->no_memory |= !s;
	if (!s)
		return;
	*s = (struct split){ f->list, at, kind, v };
	f->list = s;
	f->room -= kind == SPLIT_AT;
}

/* Splits @e, of the path @p, where it is to a part of a location. */
static void split_pieces(struct finder *f, const struct path *p, const struct event *e)
{
	struct held at = { .n = 0 };

	lkmm_may_be(&f->holds, p, e->address, &at);
	for (int i = 0; i < at.n && f->room && !f->no_memory; i++)
		if (!lkmm_is_split(f->list, e->source, at.v[i]) &&
		    must_split(&f->holds, e, at.v[i]))
			add_split(f, e->source, SPLIT_AT, at.v[i]);
}

/* What is known of other addresses of @at, or SPLIT_AT: nothing. */
static enum split_kind rest_of(const struct finder *f, const struct lkmm_expr *at)
{
	for (const struct split *s = f->list; s; s = s->next)
		if (s->at == at && s->kind != SPLIT_AT)
			return s->kind;
	return SPLIT_AT;
}

/* Splits @e, of the path @p, at each location. */
static void split_locations(struct finder *f, const struct path *p, const struct event *e)
{
	enum split_kind rest = SPLIT_NOWHERE_ELSE, was = rest_of(f, e->source);
	struct held at = { .n = 0 };

	if (was == SPLIT_ANYWHERE)
		return;
	lkmm_may_be(&f->holds, p, e->address, &at);
	if (at.points || at.within || at.n > f->room)
		rest = SPLIT_ANYWHERE;
	for (int i = 0; i < at.n && rest == SPLIT_NOWHERE_ELSE && !f->no_memory; i++) {
		int loc = lkmm_event_target(f->holds.test, e, at.v[i]);

		if (loc == TARGET_PART)
			rest = SPLIT_ANYWHERE;
		else if (loc >= 0 && !lkmm_is_split(f->list, e->source, at.v[i]))
			add_split(f, e->source, SPLIT_AT, at.v[i]);
	}
	if (rest != was && !f->no_memory)
		add_split(f, e->source, rest, 0);
}

/*
 * Splits the access before which @p stops, if others of its kind are split at locations: since then
 * it may have become known to be at more of them.
 */
static void split_stop(struct finder *f, const struct path *p)
{
	struct event e = { .source = p->stop, .address = p->bad };

	if (!p->bad || rest_of(f, p->stop) == SPLIT_AT)
		return;
	e.load = lkmm_is_load(p->stop->access);
	split_locations(f, p, &e);
}

/* Finds the splits of the thread whose paths are @p. */
static void split_thread(struct finder *f, const struct paths *p, bool pieces, bool locations)
{
	for (int i = 0; i < p->n; i++) {
		split_stop(f, p->path[i]);
		for (int k = 0; k < p->path[i]->nevents; k++) {
			const struct event *e = &p->path[i]->event[k];

			if (pieces && is_of_pieces(e))
				split_pieces(f, p->path[i], e);
			if (is_computed(e) && (locations || rest_of(f, e->source) != SPLIT_AT))
				split_locations(f, p->path[i], e);
		}
	}
}

struct paths *lkmm_with_all(struct lkmm_arena *a, int nthreads, const struct paths *paths)
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

/*
 * Whether the thread whose paths are @p is split because of its loops: executions of one may be
 * lost, or it retries, and an RMW is at a computed address.
 */
static bool needs_locations(const struct paths *p)
{
	if (lkmm_cut_loops(p, NULL))
		return true;
	for (int i = 0; i < p->n && lkmm_has_cut_loop(p); i++)
		for (int k = 0; k < p->path[i]->nevents; k++)
			if (p->path[i]->event[k].rmw && is_computed(&p->path[i]->event[k]))
				return true;
	return false;
}

static bool is_split_at_locations(const struct paths *p, enum split_threads which)
{
	return which == SPLIT_ALL || (which == SPLIT_LOOPS && needs_locations(p));
}

bool lkmm_find_splits(struct lkmm_arena *a, const struct lkmm_test *t, const struct paths *paths,
		      enum split_threads which, const struct split **list)
{
	struct finder f = { .arena = a, .holds.test = t, .list = *list, .room = MAX_SPLITS };
	struct paths *all = lkmm_with_all(a, t->nthreads, paths);
	bool pieces, some = false;

	if (!all)
		return false;
	for (const struct split *s = *list; s; s = s->next) {
		f.room -= s->kind == SPLIT_AT;
		some |= s->kind == SPLIT_NOWHERE_ELSE;
	}
	pieces = any_may_differ(t, all);
	for (int i = 0; i < t->nthreads; i++)
		some |= is_split_at_locations(&paths[i], which);
	if (!pieces && !some)
		return true;
	f.holds.at = lkmm_alloc(a, sizeof(*f.holds.at) * ((size_t)t->nlocs + 1));
	if (!f.holds.at)
		return false;
	lkmm_find_holds(&f.holds, all);
	for (int i = 0; i < t->nthreads && !f.no_memory; i++)
		split_thread(&f, &all[i], pieces, is_split_at_locations(&paths[i], which));
	*list = f.list;
	return !f.no_memory;
}
