// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Executions that do not end. A thread may stand before a spin_lock(): its path is a beginning of
 * one of its paths, up to there. An execution of one path for each thread, some of them such
 * beginnings, blocks if the model allows it and each lock that a thread stands before is taken at
 * the end: all others have ended or stand as well, so nobody gives it back.
 *
 * Where no execution ends at all, a thread may stand in a loop that waits, too.
 *
 * What is counted are choices of paths, not executions: each has one or it has none.
 */
#include "model/engine/query.h"

#include <stdlib.h>
#include <string.h>

/* What this may take, whatever the test: a tenth of a second or so. */
enum {
	MAX_CHOICES = 1 << 14, MAX_SEARCHES = 256, MAX_POLLS = 1000, MAX_STANDING = 256,
	MAX_LOCKS = 256
};

struct standing {
	struct query *q;
	struct paths *all;		/* of each thread: those that end, then those that do not */
	int *which;
	struct lkmm_cond *taken;	/* of each thread: the lock it stands before is taken */
	int searches, polls;
};

static bool is_taken_by_spin_lock(const struct event *e)
{
	return e->tag == TAG_LKR && e->source->access->kind == LKMM_LOCK;
}

static int lock_of(const struct query *q, const struct event *e)
{
	bool known = e->address && e->address->kind == SYM_NUMBER;

	return known ? lkmm_pointee(q->test, e->address->number) : -1;
}

/* On the path @p the lock @loc is taken, and not given back. */
static bool keeps(const struct query *q, const struct path *p, int loc)
{
	bool held = false;

	for (int i = 0; i < p->nevents; i++)
		if (lock_of(q, &p->event[i]) == loc)
			held = p->event[i].tag == TAG_LKW || (held && p->event[i].tag != TAG_UL);
	return held;
}

/*
 * Which lock is waited for while which other, or itself, is held. Threads can only wait for one
 * another in a cycle of that, or for a lock that somebody keeps.
 */
struct waits {
	int n;
	bool *held, *edge;		/* edge[a * n + b]: @b is waited for while @a is held */
	bool *kept, *awaited;		/* by some path */
};

/* Adds what @p does. False if it is not known which locks it takes. */
static bool add_waits(const struct query *q, struct waits *w, const struct path *p)
{
	memset(w->held, 0, (size_t)w->n);
	for (int i = 0; i < p->nevents; i++) {
		const struct event *e = &p->event[i];
		int lock = e->tag == TAG_LKR || e->tag == TAG_LKW || e->tag == TAG_UL ?
			   lock_of(q, e) : 0;

		if (lock < 0)
			return false;
		w->awaited[lock] |= is_taken_by_spin_lock(e);
		for (int a = 0; a < w->n && is_taken_by_spin_lock(e); a++)
			w->edge[a * w->n + lock] |= w->held[a];
		if (e->tag == TAG_LKW || e->tag == TAG_UL)
			w->held[lock] = e->tag == TAG_LKW;
	}
	for (int a = 0; a < w->n; a++)
		w->kept[a] |= w->held[a];
	return true;
}

/* Whether threads may wait for one another, or for a lock that is not given back. */
static bool may_wait_for_ever(const struct waits *w)
{
	for (int k = 0; k < w->n; k++)
		for (int i = 0; i < w->n; i++)
			for (int j = 0; j < w->n && w->edge[i * w->n + k]; j++)
				w->edge[i * w->n + j] |= w->edge[k * w->n + j];
	for (int i = 0; i < w->n; i++)
		if (w->edge[i * w->n + i] || (w->kept[i] && w->awaited[i]))
			return true;
	return false;
}

static bool any_may_block(const struct query *q)
{
	size_t n = (size_t)q->test->nlocs;
	struct waits w = { .n = q->test->nlocs };

	if (n > MAX_LOCKS)
		return true;
	w.held = lkmm_alloc(q->arena, n * (n + 3) + 1);
	if (!w.held)
		return true;
	w.kept = w.held + n;
	w.awaited = w.kept + n;
	w.edge = w.awaited + n;
	for (int t = 0; t < q->test->nthreads; t++)
		for (int i = 0; i < q->paths[t].n; i++)
			if (!add_waits(q, &w, q->paths[t].path[i]))
				return true;
	return may_wait_for_ever(&w);
}

/* ---- where a thread may stand ---- */

static bool same_beginning(const struct path *a, const struct path *b, int n)
{
	if (a->nevents != n || a->stands != b->event[n].source)
		return false;
	for (int i = 0; i < n; i++)
		if (a->event[i].source != b->event[i].source || a->event[i].tag != b->event[i].tag)
			return false;
	return true;
}

static bool has_beginning(const struct paths *all, const struct path *p, int n)
{
	for (int i = 0; i < all->n; i++)
		if (all->path[i]->stands && same_beginning(all->path[i], p, n))
			return true;
	return false;
}

static bool add_standing(struct query *q, struct paths *all, const struct path *p, int n,
			 const struct lkmm_expr *at)
{
	struct path *own = lkmm_alloc(q->arena, sizeof(*own));

	if (!own || all->n == MAX_STANDING)
		return false;
	*own = *p;
	own->nevents = n;
	own->stands = at;
	own->lock = n < p->nevents ? lock_of(q, &p->event[n]) : -1;
	while (own->nfacts && own->fact[own->nfacts - 1].nevents > n)
		own->nfacts--;
	all->path[all->n++] = own;
	return true;
}

static bool add_beginnings(struct query *q, struct paths *all, const struct path *p)
{
	for (int i = 0; i < p->nevents; i++)
		if (is_taken_by_spin_lock(&p->event[i]) && lock_of(q, &p->event[i]) >= 0 &&
		    !has_beginning(all, p, i) &&
		    !add_standing(q, all, p, i, p->event[i].source))
			return false;
	return true;
}

/* All ways of thread @t, with @loops those on which it waits in a loop. */
static bool list_standing(struct query *q, struct paths *all, int t, bool loops)
{
	const struct paths *p = &q->paths[t];

	all->path = lkmm_alloc(q->arena, (MAX_STANDING + 1) * sizeof(*all->path));
	if (!all->path || p->n > MAX_STANDING)
		return false;
	all->names = p->names;
	for (int i = 0; i < p->n; i++)
		all->path[all->n++] = p->path[i];
	for (int i = 0; i < p->n; i++)
		if (!add_beginnings(q, all, p->path[i]))
			return false;
	for (int i = 0; i < p->ncut; i++) {
		const struct path *cut = p->cut[i];

		if (!add_beginnings(q, all, cut))
			return false;
		if (loops && cut->nevents &&
		    !add_standing(q, all, cut, cut->nevents, cut->event[cut->nevents - 1].source))
			return false;
	}
	return true;
}

/* ---- one choice of paths ---- */

static const struct path *chosen(const struct standing *s, int t)
{
	return s->all[t].path[s->which[t]];
}

/* Somebody keeps each lock that a thread stands before. */
static bool is_likely(const struct standing *s)
{
	int n = s->q->test->nthreads;

	for (int t = 0; t < n; t++) {
		bool kept = !chosen(s, t)->stands || chosen(s, t)->lock < 0;

		for (int u = 0; u < n && !kept; u++)
			kept = keeps(s->q, chosen(s, u), chosen(s, t)->lock);
		if (!kept)
			return false;
	}
	return true;
}

static bool out_of_time(void *arg)
{
	struct standing *s = arg;
	const struct lkmm_options *o = s->q->options;

	return s->polls++ >= MAX_POLLS || (o->stop && o->stop(o->stop_arg));
}

/* Whether the paths that are chosen have an execution; OPEN if that takes too long. */
static enum tri has_execution(struct standing *s)
{
	struct lkmm_options o = { .stop = out_of_time, .stop_arg = s };
	struct lkmm_test test = *s->q->test;
	struct query on = { .test = &test, .model = s->q->model, .options = &o,
			    .arena = s->q->arena };

	if (s->searches++ == MAX_SEARCHES)
		return OPEN;
	test.cond = test.filter = NULL;
	on.paths = lkmm_alloc(on.arena, sizeof(*on.paths) * (size_t)test.nthreads);
	if (!on.paths)
		return OPEN;
	for (int t = 0; t < test.nthreads; t++) {
		struct lkmm_cond *c = &s->taken[2 * t], *both = c + 1;

		on.paths[t] = (struct paths){ .path = &s->all[t].path[s->which[t]], .n = 1 };
		if (!chosen(s, t)->stands || chosen(s, t)->lock < 0)
			continue;
		*c = (struct lkmm_cond){ .kind = LKMM_SAME };
		c->left = (struct lkmm_atom){ .kind = LKMM_FINAL_LOCATION,
					      .loc = chosen(s, t)->lock };
		c->right = (struct lkmm_atom){ .kind = LKMM_CONSTANT, .value = 1 };
		*both = (struct lkmm_cond){ .kind = LKMM_BOTH, .a = c, .b = test.filter };
		test.filter = test.filter ? both : c;
	}
	lkmm_run_search(&on);
	free(on.state);
	free(on.bucket);
	return on.status != LKMM_OK ? OPEN : on.found ? YES : NO;
}

static bool note_standing(const struct standing *s, struct lkmm_answer *answer)
{
	int n = s->q->test->nthreads;

	answer->standing = calloc((size_t)n, sizeof(*answer->standing));
	if (!answer->standing)
		return false;
	for (int t = 0; t < n; t++)
		if (chosen(s, t)->stands)
			answer->standing[answer->nstanding++] =
				(struct lkmm_standing){ t, chosen(s, t)->stands->at };
	return true;
}

/* False if that is enough. */
static bool look_at_choice(struct standing *s, struct lkmm_answer *answer)
{
	bool ends = true;
	enum tri found;

	for (int t = 0; t < s->q->test->nthreads; t++)
		ends &= !chosen(s, t)->stands;
	if (!is_likely(s))
		return true;
	found = has_execution(s);
	if (found == OPEN)
		return false;
	if (found == YES && ends)
		answer->ends++;
	if (found == YES && !ends && !answer->blocks++ && !note_standing(s, answer))
		s->q->status = LKMM_NO_MEMORY;
	return s->q->status == LKMM_OK;
}

static bool next_choice(struct standing *s)
{
	for (int t = 0; t < s->q->test->nthreads; t++) {
		if (++s->which[t] < s->all[t].n)
			return true;
		s->which[t] = 0;
	}
	return false;
}

static void look_at_all(struct standing *s, struct lkmm_answer *answer)
{
	for (int i = 0; look_at_choice(s, answer); i++) {
		if (!next_choice(s))
			return;
		if (i == MAX_CHOICES)
			break;
	}
	answer->blocks_cut = true;
}

void lkmm_find_blocked(struct query *q, struct lkmm_answer *answer)
{
	size_t n = (size_t)q->test->nthreads;
	bool none = !answer->positive && !answer->negative;
	struct standing s = { .q = q };
	bool ok = true;

	if (q->status != LKMM_OK || !(none || any_may_block(q)))
		return;
	s.all = lkmm_alloc(q->arena, n * sizeof(*s.all) + 1);
	s.which = lkmm_alloc(q->arena, n * sizeof(*s.which) + 1);
	s.taken = lkmm_alloc(q->arena, 2 * n * sizeof(*s.taken) + 1);
	if (!s.all || !s.which || !s.taken) {
		q->status = LKMM_NO_MEMORY;
		return;
	}
	for (int t = 0; t < q->test->nthreads && ok; t++)
		ok = list_standing(q, &s.all[t], t, none) && s.all[t].n;
	if (ok)
		look_at_all(&s, answer);
	else
		answer->blocks_cut = true;
}
