// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Where there are many choices of paths: fewer paths that are enough.
 *
 * A path is not needed if what it has decided cannot all be true of values that variables may hold
 * (held.c). Nor if it has a turn of a loop that only waits, where one turn is enough, and that turn
 * can raise no flag: docs/search.md shows that there is an execution without it.
 */
#include "loop.h"

#include <string.h>

/* A fact about more reads, or with more choices of values, is not looked at. */
enum { MAX_READS = 4, MAX_CHOICES = 4096 };

struct few {
	const struct lkmm_test *test;
	const struct holds *holds;
	struct lkmm_arena *arena;
	struct held *value;		/* that each event of the path at hand may have read */
	bool no_memory;
	bool *unmarked;			/* of each thread: it accesses a location by plain accesses,
					 * or may do so; behind these: some thread does by others */
	int thread;
};

/* ---- facts ---- */

/* The reads that a fact is about, and a value for each. */
struct reads {
	int n, event[MAX_READS], value[MAX_READS];
	const struct held *of;
};

/* False if there are too many. */
static bool add_reads(const struct sym *s, struct reads *r)
{
	if (!s)
		return true;
	if (s->kind != SYM_READ)
		return add_reads(s->a, r) && add_reads(s->b, r) && add_reads(s->c, r);
	for (int i = 0; i < r->n; i++)
		if (r->event[i] == s->read)
			return true;
	if (r->n == MAX_READS)
		return false;
	r->event[r->n++] = s->read;
	return true;
}

static bool value_in(void *arg, int event, int64_t *v)
{
	const struct reads *r = arg;

	for (int i = 0; i < r->n; i++)
		if (r->event[i] == event)
			*v = r->of[event].v[r->value[i]];
	return true;
}

static bool next_values(struct reads *r)
{
	for (int i = 0; i < r->n; i++) {
		if (++r->value[i] < r->of[r->event[i]].n)
			return true;
		r->value[i] = 0;
	}
	return false;
}

/* Whether the values of the reads @r are known, and few. */
static bool are_few(const struct reads *r)
{
	int choices = 1;

	for (int i = 0; i < r->n; i++) {
		const struct held *h = &r->of[r->event[i]];

		if (h->any || h->points || !h->n)
			return false;
		choices *= h->n;
	}
	return choices <= MAX_CHOICES;
}

/* Leaves the values with which @fact can be true. False if there are none. */
static bool leave_values(struct few *f, const struct fact *fact, bool *more)
{
	struct reads r = { .of = f->value };
	bool good[MAX_READS][LKMM_MAX_HELD] = { { false } };
	bool any = false;
	int64_t v;

	if (!add_reads(fact->sym, &r) || !are_few(&r))
		return true;
	do {
		if (lkmm_sym_value(fact->sym, value_in, &r, &v) && !v == fact->truth)
			continue;
		any = true;
		for (int i = 0; i < r.n; i++)
			good[i][r.value[i]] = true;
	} while (next_values(&r));
	for (int i = 0; i < r.n; i++) {
		struct held *h = &f->value[r.event[i]];
		int n = 0;

		for (int k = 0; k < h->n; k++)
			if (good[i][k])
				h->v[n++] = h->v[k];
		*more |= n < h->n;
		h->n = n;
	}
	return any;
}

static bool can_be(struct few *f, const struct path *p)
{
	bool more = true;

	for (int i = 0; i < p->nevents; i++) {
		const struct sym read = { .kind = SYM_READ, .read = i };

		lkmm_hold_nothing(&f->value[i]);
		if (p->event[i].type == EVENT_READ)
			lkmm_may_be(f->holds, p, &read, &f->value[i]);
		else
			f->value[i].any = true;
		if (!f->value[i].n && !f->value[i].any && !f->value[i].points)
			return false;
	}
	while (more) {
		more = false;
		for (int i = 0; i < p->nfacts; i++)
			if (!leave_values(f, &p->fact[i], &more))
				return false;
	}
	return true;
}

/* ---- turns ---- */

bool lkmm_only_looks(const struct event *e)
{
	if (e->type == EVENT_READ)
		return !e->rmw && (e->tag == TAG_ONCE || e->tag == TAG_ACQUIRE);
	return e->type == EVENT_FENCE &&
	       (e->tag == TAG_MB || (e->tag >= TAG_RMB && e->tag <= TAG_BARRIER));
}

static bool is_marked(const struct event *e)
{
	return e->tag == TAG_ONCE || e->tag == TAG_ACQUIRE || e->tag == TAG_RELEASE ||
	       e->tag == TAG_MB || e->tag == TAG_NORETURN;
}

/* Marks the locations that @e, of the path @p, may access. */
static void mark_reached(const struct few *f, const struct path *p, const struct event *e,
			 bool *marked)
{
	struct held at = { .n = 0 };

	lkmm_may_be(f->holds, p, e->address, &at);
	for (int l = 0; l < f->test->nlocs; l++)
		marked[l] |= at.points || lkmm_is_within(f->test, &at, l);
	for (int k = 0; k < at.n; k++) {
		int loc = lkmm_event_target(f->test, e, at.v[k]);

		for (int l = 0; l < f->test->nlocs; l++)
			marked[l] |= loc == l || loc == TARGET_PART;
	}
}

static bool looks_by(const struct loop *l, const struct event *e)
{
	for (int i = 0; i < LKMM_MAX_LOOKS && e->type == EVENT_READ; i++)
		if (l->looks_by[i] == e->source)
			return true;
	return false;
}

/* Notes what thread .thread accesses by other than marked accesses, on the path @p; and what its
 * @loops may look at. */
static void note_path(struct few *f, const struct path *p, struct loop *loops)
{
	for (int i = 0; i < p->nevents; i++) {
		const struct event *e = &p->event[i];
		int row = e->tag == TAG_PLAIN ? f->thread : f->test->nthreads;

		if (!e->address)
			continue;
		if (!is_marked(e))
			mark_reached(f, p, e, f->unmarked + row * f->test->nlocs);
		for (struct loop *l = loops; l; l = l->next)
			if (looks_by(l, e))
				mark_reached(f, p, e, l->looks);
	}
}

/* Whether a marked read in a turn of @l can raise a flag: some other thread has an access that is
 * not marked. */
static bool may_race(const struct few *f, const struct loop *l)
{
	for (int loc = 0; loc < f->test->nlocs; loc++) {
		if (!l->looks[loc])
			continue;
		for (int t = 0; t <= f->test->nthreads; t++)
			if (t != f->thread && f->unmarked[t * f->test->nlocs + loc])
				return true;
		if (f->test->loc[loc].allocated)
			return true;
	}
	return false;
}

bool lkmm_spare_turns(struct lkmm_arena *a, const struct holds *h, struct paths *all, bool *again)
{
	size_t marks = ((size_t)h->test->nthreads + 1) * (size_t)h->test->nlocs + 1;
	struct few f = { .test = h->test, .holds = h };

	f.unmarked = lkmm_alloc(a, marks);
	if (!f.unmarked)
		return false;
	memset(f.unmarked, 0, marks);
	for (f.thread = 0; f.thread < f.test->nthreads; f.thread++) {
		const struct paths *p = &all[f.thread];

		for (int i = 0; i < p->n; i++)
			note_path(&f, p->path[i], p->loops);
		for (int i = 0; i < p->nstops; i++)
			note_path(&f, p->stop[i], p->loops);
	}
	for (f.thread = 0; f.thread < f.test->nthreads; f.thread++)
		for (struct loop *l = all[f.thread].loops; l; l = l->next) {
			if (l->single || !l->waits || l->does_more || may_race(&f, l))
				continue;
			l->single = *again = true;
			l->limit = 1;
		}
	return true;
}

/* ---- all paths ---- */

/*
 * Finds where the accesses of @p with computed addresses may be: by the facts before them, since
 * paths that stop share events with others.
 */
static void find_reach(struct few *f, const struct path *p)
{
	struct path start = *p;

	start.nfacts = 0;
	for (int i = 0; i < p->nevents; i++) {
		struct event *e = &p->event[i];
		struct held at, *reach;
		int64_t v;

		if (!e->address || e->type == EVENT_FREE || lkmm_sym_is_known(e->address, &v))
			continue;
		while (start.nfacts < p->nfacts && p->fact[start.nfacts].nevents <= i)
			start.nfacts++;
		lkmm_hold_nothing(&at);
		lkmm_may_be(f->holds, &start, e->address, &at);
		if (at.points)
			continue;
		reach = lkmm_alloc(f->arena, sizeof(*reach));
		f->no_memory |= !reach;
		if (reach)
			*reach = at;
		e->reach = reach;
	}
}

static int leave(struct few *f, struct path **path, int n)
{
	int left = 0;

	for (int i = 0; i < n; i++)
		if (can_be(f, path[i])) {
			find_reach(f, path[i]);
			path[left++] = path[i];
		}
	return left;
}

/* The events of the largest of @n paths, or @most, if that is more. */
static int most_events(struct path *const *path, int n, int most)
{
	for (int i = 0; i < n; i++)
		most = path[i]->nevents > most ? path[i]->nevents : most;
	return most;
}

/* Makes room for values of the events of paths with up to @most. */
static bool make_room(struct few *f, int most)
{
	f->value = lkmm_alloc(f->arena, sizeof(*f->value) * ((size_t)most + 1));
	return f->value;
}

/* Whether each read of @p may be of any value: values exclude no more turns either. */
static bool reads_anything(const struct few *f, const struct path *p)
{
	for (int i = 0; i < p->nevents; i++)
		if (!f->value[i].any)
			return false;
	return true;
}

/*
 * Whether a turn of @l takes nothing from the one before. Then where values allow one more turn,
 * they allow any number.
 */
static bool turns_are_alike(const struct loop *l, const struct lkmm_thread *thread)
{
	const unsigned char carried = USED | ASSIGNED;

	for (int i = 0; i < thread->nregs; i++)
		if ((l->reg[i] & carried) == carried)
			return false;
	return true;
}

bool lkmm_cuts_nothing(struct lkmm_arena *a, const struct holds *h, const struct paths *p,
		       bool *nothing, bool *hopeless)
{
	struct few f = { .test = h->test, .holds = h, .arena = a };

	if (!make_room(&f, most_events(p->cut, p->ncut, 0)))
		return false;
	*nothing = true;
	for (int i = 0; *nothing && i < p->ncut; i++) {
		const struct loop *l = p->cut[i]->cut_by;

		*nothing = (l && !l->lost) || lkmm_counts_too_far(h, p->cut[i]) ||
			   !can_be(&f, p->cut[i]);
		*hopeless = !*nothing && !h->counter &&
			    (reads_anything(&f, p->cut[i]) ||
			     (l && turns_are_alike(l, &h->test->thread[p->cut[i]->thread])));
	}
	return true;
}

bool lkmm_leave_possible(struct lkmm_arena *a, const struct holds *h, struct paths *all)
{
	struct few f = { .test = h->test, .holds = h, .arena = a };
	int most = 0;

	for (int t = 0; t < f.test->nthreads; t++) {
		most = most_events(all[t].path, all[t].n, most);
		most = most_events(all[t].stop, all[t].nstops, most);
		most = most_events(all[t].wait, all[t].nwaits, most);
	}
	if (!make_room(&f, most))
		return false;
	for (int t = 0; t < f.test->nthreads; t++) {
		all[t].n = leave(&f, all[t].path, all[t].n);
		all[t].nstops = leave(&f, all[t].stop, all[t].nstops);
		all[t].nwaits = leave(&f, all[t].wait, all[t].nwaits);
	}
	return !f.no_memory;
}
