// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Turns of a loop whose writes change nothing, as those of
 *
 *	while (xchg(&lock, 1))
 *		cpu_relax();
 *
 * do while the lock is taken: README.md shows why they can be removed. Here it is checked: what a
 * turn reads must be what it writes, among all values that the variable can have. These are its
 * first value and what is written to it, by numbers or as RMWs compute it from what they read.
 */
#include "loop.h"

/* Values of a variable; a word with six bits that are set and cleared has as many. */
enum { MAX_VALUES = 64 };

/* What is known of the variable .loc, from all paths of all threads. */
struct variable {
	const struct lkmm_test *test;
	int loc;
	int64_t value[MAX_VALUES];
	int n;
	bool computes;			/* some value that is written is not a number */
	bool plain;			/* some plain access may be to it */
	bool unknown;			/* the rest is not known */
};

/* ---- values ---- */

/* The read .event has read .value; other reads are not known. */
struct guess {
	int event;
	int64_t value;
};

static bool guess_read(void *arg, int event, int64_t *v)
{
	const struct guess *g = arg;

	*v = g->value;
	return event == g->event;
}

/* The read of the RMW whose write is event @w, or -1. */
static int read_of(const struct path *p, int w)
{
	return w && p->event[w - 1].partner == w ? w - 1 : -1;
}

/* What event @w of @p writes to @x if its RMW has read @v. */
static bool written(const struct variable *x, const struct path *p, int w, int64_t *v)
{
	struct guess g = { read_of(p, w), *v };

	if (!lkmm_sym_value(p->event[w].value, guess_read, &g, v))
		return false;
	*v = lkmm_truncate(*v, x->test->loc[x->loc].integer);
	return true;
}

static void add_value(struct variable *x, int64_t v)
{
	int64_t offset;

	for (int i = 0; i < x->n; i++)
		if (x->value[i] == v)
			return;
	if (x->n == MAX_VALUES || lkmm_object(x->test, v, &offset) >= 0 || lkmm_unknowable(v) >= 0)
		x->unknown = true;
	else
		x->value[x->n++] = v;
}

/* ---- accesses to the variable ---- */

static void add_write(struct variable *x, const struct path *p, int w)
{
	x->computes |= p->event[w].value->kind != SYM_NUMBER;
	for (int i = 0; i < x->n && !x->unknown; i++) {
		int64_t v = x->value[i];

		if (written(x, p, w, &v))
			add_value(x, v);
		else
			x->unknown = true;
	}
}

static void add_event(struct variable *x, const struct path *p, int i)
{
	const struct event *e = &p->event[i];
	bool write = e->type == EVENT_WRITE;
	int at;

	if (!e->address || e->type == EVENT_FREE)
		return;
	at = lkmm_known_location(x->test, e);
	if (at >= 0 && at != x->loc)
		return;
	x->plain |= e->tag == TAG_PLAIN;
	x->unknown |= write && (at < 0 || e->tag == TAG_PLAIN);
	x->unknown |= at >= 0 && e->tag >= TAG_LKR && e->tag <= TAG_SYNC_SRCU;
	if (write && !x->unknown)
		add_write(x, p, i);
}

static void add_paths(struct variable *x, struct path *const *list, int n)
{
	for (int i = 0; i < n; i++)
		for (int k = 0; k < list[i]->nevents && !x->unknown; k++)
			add_event(x, list[i], k);
}

/* Whether turns of a loop that is cut may write other values than those before. */
static bool carries_on(const struct variable *x, const struct paths *p, int nregs)
{
	for (const struct loop *l = p->loops; l; l = l->next)
		for (int i = 0; i < nregs && l->cut; i++)
			if ((l->wrote[x->loc] || l->wrote[x->test->nlocs]) &&
			    (l->reg[i] & (USED | ASSIGNED)) == (USED | ASSIGNED))
				return true;
	return false;
}

static void find_values(struct variable *x, const struct paths *all)
{
	int before = 0;

	add_value(x, x->test->loc[x->loc].init);
	for (int t = 0; t < x->test->nthreads; t++)
		x->unknown |= carries_on(x, &all[t], x->test->thread[t].nregs);
	while (x->n > before && !x->unknown) {
		before = x->n;
		for (int t = 0; t < x->test->nthreads; t++) {
			const struct paths *p = &all[t];

			add_paths(x, p->path, p->n);
			add_paths(x, p->cut, p->ncut);
			add_paths(x, p->stop, p->nstops);
			add_paths(x, p->wait, p->nwaits);
		}
	}
}

/* ---- turns ---- */

/* Whether the turn at the end of @p can be if event @read has read @v. */
static bool is_possible(const struct path *p, int read, int64_t v)
{
	struct guess g = { read, v };
	int64_t truth;

	for (int i = p->wait->nfacts; i < p->nfacts; i++)
		if (lkmm_sym_value(p->fact[i].sym, guess_read, &g, &truth) &&
		    !truth == p->fact[i].truth)
			return false;
	return true;
}

/*
 * Whether event @w of the turn at the end of @p changes nothing, and orders what follows in
 * its thread, as an acquire does or a full barrier.
 */
static bool is_idle_write(const struct lkmm_test *test, const struct paths *all,
			  const struct path *p, int w)
{
	const struct event *e = &p->event[w];
	struct variable x = { .test = test, .loc = lkmm_known_location(test, e) };
	int read = read_of(p, w);

	/* What a read of more than one piece would have got in its place is another question. */
	if (x.loc >= 0 && test->loc[x.loc].piece_of)
		return false;
	if (read < p->wait->first || x.loc < 0 || (e->tag != TAG_ACQUIRE && e->tag != TAG_MB))
		return false;
	find_values(&x, all);
	if (x.unknown || (x.plain && x.computes))
		return false;
	for (int i = 0; i < x.n; i++) {
		int64_t v = x.value[i];

		if (is_possible(p, read, v) && (!written(&x, p, w, &v) || v != x.value[i]))
			return false;
	}
	return true;
}

bool lkmm_turns_are_idle(const struct lkmm_test *test, const struct paths *all, int thread,
			 const struct loop *l)
{
	const struct paths *own = &all[thread];

	for (int i = 0; i < own->nwaits; i++) {
		const struct path *p = own->wait[i];

		for (int k = p->wait->first; k < p->nevents && p->wait->loop == l; k++)
			if (p->event[k].type == EVENT_WRITE && !is_idle_write(test, all, p, k))
				return false;
	}
	return true;
}
