// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Where threads may wait for ever: the paths that stop there, and the condition of each on the
 * values of variables at the end.
 */
#include "blocked.h"

#include <string.h>

/* Ways of a thread; locks that are looked at; variables that an unknown address may be of. */
enum { MAX_WAYS = 4096, MAX_LOCKS = 256, MAX_TARGETS = 64 };

/* ---- locks: whether it can come to that ---- */

static bool is_taken_by_spin_lock(const struct event *e)
{
	return e->tag == TAG_LKR && e->source->access->kind == LKMM_LOCK;
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

/* Adds the locks of @p. False if it is not known which locks it takes. */
static bool add_waits(const struct query *q, struct waits *w, const struct path *p)
{
	memset(w->held, 0, (size_t)w->n);
	for (int i = 0; i < p->nevents; i++) {
		const struct event *e = &p->event[i];
		int lock = e->tag == TAG_LKR || e->tag == TAG_LKW || e->tag == TAG_UL ?
			   lkmm_known_location(q->test, e) : 0;

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

static bool locks_may_block(const struct query *q)
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

/* ---- critical sections that are left open ---- */

static bool has_grace_periods(const struct query *q)
{
	for (int t = 0; t < q->test->nthreads; t++)
		for (int i = 0; i < q->paths[t].nstops; i++)
			if (lkmm_waits_for_readers(q->paths[t].stop[i]))
				return true;
	return false;
}

/* Whether there are grace periods, and threads may wait, or end, in critical sections. */
static bool sections_may_block(const struct query *q)
{
	if (!has_grace_periods(q))
		return false;
	for (int t = 0; t < q->test->nthreads; t++) {
		const struct paths *p = &q->paths[t];

		for (int i = 0; i < p->n; i++)
			if (lkmm_stops_in_section(p->path[i]))
				return true;
		for (int i = 0; i < p->nstops; i++)
			if (p->stop[i]->waits && lkmm_stops_in_section(p->stop[i]))
				return true;
	}
	return false;
}

static bool awaits_may_block(const struct query *q)
{
	for (int t = 0; t < q->test->nthreads; t++)
		for (int i = 0; i < q->paths[t].nstops; i++)
			if (lkmm_awaits(q->paths[t].stop[i]))
				return true;
	return false;
}

static bool loops_may_wait(const struct query *q)
{
	for (int t = 0; t < q->test->nthreads; t++)
		for (int i = 0; i < q->paths[t].nwaits; i++)
			if (lkmm_may_repeat(q->paths[t].wait[i]->wait))
				return true;
	return false;
}

bool lkmm_any_may_block(const struct query *q)
{
	return loops_may_wait(q) || awaits_may_block(q) || locks_may_block(q) ||
	       sections_may_block(q);
}

/* ---- conditions of a path on the end ---- */

/* A condition that is being made for a path of thread @t; values that are not numbers count as
 * registers. */
struct asked {
	struct query *q;
	struct path *path;
	int thread, nregs;
	bool failed;
	struct lkmm_cond none;		/* in place of one without memory */
};

static struct lkmm_cond *new_cond(struct asked *k, enum lkmm_cond_kind kind, struct lkmm_cond *a,
				  struct lkmm_cond *b)
{
	struct lkmm_cond *c = lkmm_alloc(k->q->arena, sizeof(*c));

	k->failed |= !c;
	if (!c)
		return &k->none;
	*c = (struct lkmm_cond){ .kind = kind, .a = a, .b = b };
	return c;
}

static struct lkmm_atom atom_of(struct asked *k, const struct sym *s)
{
	struct lkmm_atom a = { .kind = LKMM_CONSTANT };

	if (s->kind == SYM_NUMBER) {
		a.value = s->number;
		return a;
	}
	a.kind = LKMM_FINAL_REGISTER;
	a.reg.thread = k->thread;
	a.reg.index = k->nregs;
	k->path->reg[k->nregs++] = s;
	return a;
}

static struct lkmm_cond *same(struct asked *k, struct lkmm_atom left, struct lkmm_atom right)
{
	struct lkmm_cond *c = new_cond(k, LKMM_SAME, NULL, NULL);

	c->left = left;
	c->right = right;
	return c;
}

static void ask(struct asked *k, struct lkmm_cond *c)
{
	const struct lkmm_cond *rest = k->path->cond;

	k->path->cond = rest ? new_cond(k, LKMM_BOTH, c, (struct lkmm_cond *)rest) : c;
}

/* The variable at @address ends up with @value: the @n from @loc on are in question. */
static struct lkmm_cond *ends_among(struct asked *k, struct lkmm_atom address,
				    struct lkmm_atom value, int loc, int n)
{
	struct lkmm_atom final = { .kind = LKMM_FINAL_LOCATION, .loc = loc,
				   .piece = true };
	struct lkmm_atom here = { .kind = LKMM_CONSTANT };

	if (n > 1)
		return new_cond(k, LKMM_EITHER, ends_among(k, address, value, loc, n / 2),
				ends_among(k, address, value, loc + n / 2, n - n / 2));
	here.value = lkmm_address(k->q->test, loc);
	return new_cond(k, LKMM_BOTH, same(k, address, here), same(k, value, final));
}

static void ask_final(struct asked *k, const struct sym *address, struct lkmm_atom value)
{
	const struct lkmm_test *test = k->q->test;
	struct lkmm_atom final = { .kind = LKMM_FINAL_LOCATION, .piece = true };

	if (address->kind != SYM_NUMBER) {
		k->failed |= test->nlocs > MAX_TARGETS;
		if (!k->failed)
			ask(k, ends_among(k, atom_of(k, address), value, 0, test->nlocs));
		return;
	}
	final.loc = lkmm_pointee(test, address->number);
	if (final.loc >= 0)
		ask(k, same(k, value, final));
}

/* All that has been read from event @first on stays as it is. */
static void ask_reads(struct asked *k, int first)
{
	const struct path *p = k->path;

	for (int i = first; i < p->nevents; i++) {
		struct sym *read;

		if (p->event[i].type != EVENT_READ)
			continue;
		read = lkmm_alloc(k->q->arena, sizeof(*read));
		if (!read) {
			k->failed = true;
			return;
		}
		*read = (struct sym){ .kind = SYM_READ, .read = i, .size = 1, .depth = 1 };
		ask_final(k, p->event[i].address, atom_of(k, read));
	}
}

/* Adds the conditions on registers that the turn passes on. */
static void ask_turn(struct asked *k)
{
	const struct wait *w = k->path->wait;

	ask_reads(k, w->first);
	for (int i = 0; i < w->ncarried; i++)
		if (lkmm_is_carried(w, &w->carried[i]))
			ask(k, same(k, atom_of(k, w->carried[i].then),
				    atom_of(k, w->carried[i].now)));
}

/* ---- all ways of a thread ---- */

/* On @p a callback does not run: only because it is never posted. */
static bool is_never_posted(const struct query *q, int t, const struct path *p)
{
	return q->test->thread[t].callback.line && p->nevents == 1;
}

static bool add_path(struct query *q, struct paths *all, int t, const struct path *p)
{
	struct path *own = lkmm_alloc(q->arena, sizeof(*own));
	struct asked k = { .q = q, .path = own, .thread = t, .nregs = q->test->thread[t].nregs };
	int most = 2 * (p->nevents + (p->wait ? p->wait->ncarried : 0));

	if (!own || all->n >= MAX_WAYS)
		return false;
	*own = *p;
	own->reg = lkmm_alloc(q->arena, sizeof(*own->reg) * (size_t)(k.nregs + most + 1));
	if (!own->reg)
		return false;
	memcpy(own->reg, p->reg, sizeof(*own->reg) * (size_t)k.nregs);
	if (p->wait)
		ask_turn(&k);
	else if (is_never_posted(q, t, p))
		ask_reads(&k, 0);
	else if (p->held)
		ask_final(&k, p->waits, atom_of(&k, p->held));
	all->path[all->n++] = own;
	return !k.failed && lkmm_end_sections(q->arena, own);
}

bool lkmm_list_standing(struct query *q, struct paths *all, int t)
{
	const struct paths *p = &q->paths[t];

	size_t most = (size_t)(p->n + p->nstops + p->nwaits);

	all->path = lkmm_alloc(q->arena, (most + 1) * sizeof(*all->path));
	if (!all->path)
		return false;
	all->names = p->names;
	for (int i = 0; i < p->n; i++) {
		if (!is_never_posted(q, t, p->path[i]) && !lkmm_open_sections(p->path[i]))
			all->path[all->n++] = p->path[i];
		else if (!add_path(q, all, t, p->path[i]))
			return false;
	}
	for (int i = 0; i < p->nstops; i++)
		if (p->stop[i]->waits && !add_path(q, all, t, p->stop[i]))
			return false;
	for (int i = 0; i < p->nwaits; i++)
		if (lkmm_may_repeat(p->wait[i]->wait) && !add_path(q, all, t, p->wait[i]))
			return false;
	return true;
}
