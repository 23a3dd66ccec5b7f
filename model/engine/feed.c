// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Paths that begin with facts which only each other's later writes could make true. Of two threads
 * that both find a lock taken, which nobody has taken yet, each would have to read what the other
 * writes behind that: happens-before would be a cycle. docs/search.md has the argument.
 */
#include "search.h"

/* So many facts of a thread, with so many reads each, and as many choices of values, are looked
 * at. */
enum { MAX_FACTS = 32, FACT_READS = 4, MOST_VALUES = 256 };

/* Writes of a thread, after what it begins with, that come after all reads of the facts @after in
 * happens-before. */
struct group {
	uint32_t after;
	struct held *at;		/* what they may write to each location */
};

enum { MAX_GROUPS = 6 };

/* What a thread begins with. */
struct feed {
	uint32_t asked;			/* facts that are looked at, */
	uint32_t facts;			/* those of them that cannot be true so far, */
	int nreads[MAX_FACTS], read[MAX_FACTS][FACT_READS];	/* and their reads */
	struct group group[MAX_GROUPS];
	int ngroups;
	struct held *first;		/* what it may write before */
	struct held *free;		/* what may be read without a circle */
};

/* With more locations of threads the tables are too large. */
enum { MOST_FED = 1 << 13 };

static bool feed_open(struct graph *g)
{
	size_t threads = (size_t)g->q->test->nthreads, nlocs = (size_t)g->nlocs;
	size_t each = (MAX_GROUPS + 2) * nlocs;
	struct demand *d = &g->demand;
	struct held *h;

	if (!g->q->model->leaves_out_turns || threads * nlocs > MOST_FED)
		return true;
	d->feed = calloc(threads + 1, sizeof(*d->feed));
	d->fed = h = calloc(threads * each + 1, sizeof(*h));
	d->ahead = calloc(threads + 1, sizeof(*d->ahead));
	d->open = calloc(1, sizeof(*d->open));
	if (!d->feed || !h || !d->ahead || !d->open)
		return false;
	for (size_t t = 0; t < threads; t++, h += each) {
		d->feed[t].first = h;
		d->feed[t].free = h + nlocs;
		for (size_t i = 0; i < MAX_GROUPS; i++)
			d->feed[t].group[i].at = h + (i + 2) * nlocs;
	}
	return true;
}

/* ---- what comes after facts ---- */

/* The facts that @w of the path @p comes after. */
static uint32_t after_facts(const struct feed *f, const struct path *p, const struct event *w)
{
	uint32_t after = is_marked(w) ? f->asked : 0;

	for (int i = 0; i < MAX_FACTS; i++)
		for (int k = 0; after >> i & 1 && k < f->nreads[i]; k++)
			if (!comes_after(p, w, f->read[i][k]))
				after &= ~(UINT32_C(1) << i);
	return after;
}

/* ---- what a thread begins with, and what it may write later ---- */

/* Adds the reads of @s to fact @i. False if that cannot be looked at. */
static bool add_fact_reads(struct feed *f, int i, const struct graph *g, const struct path *p,
			   const struct sym *s)
{
	const struct event *e;

	if (!s)
		return true;
	if (s->kind != SYM_READ)
		return add_fact_reads(f, i, g, p, s->a) && add_fact_reads(f, i, g, p, s->b) &&
		       add_fact_reads(f, i, g, p, s->c);
	for (int k = 0; k < f->nreads[i]; k++)
		if (f->read[i][k] == s->read)
			return true;
	e = &p->event[s->read];
	if (f->nreads[i] == FACT_READS || !is_marked(e) ||
	    lkmm_known_location(g->q->test, e) < 0)
		return false;
	f->read[i][f->nreads[i]++] = s->read;
	return true;
}

static void clear(const struct graph *g, struct held *at)
{
	memset(at, 0, sizeof(*at) * (size_t)g->nlocs);
}

/* Notes a write of a path of thread @t that comes later. */
static void add_later(struct graph *g, struct feed *f, int t, int path, int w)
{
	const struct path *p = g->q->paths[t].path[path];
	uint32_t after = after_facts(f, p, &p->event[w]);
	int i = 0;

	while (i < f->ngroups && f->group[i].after != after)
		i++;
	if (i == MAX_GROUPS) {
		f->group[--i].after &= after;
	} else if (i == f->ngroups) {
		f->group[f->ngroups++].after = after;
		clear(g, f->group[i].at);
	}
	add_effect(g, t, path, w, f->group[i].at);
}

/* The paths that are left of thread @t begin with .start: finds .later, as find_later() does, and
 * the rest of it. */
static void feed_thread(struct graph *g, int t)
{
	const struct path *start = &g->demand.start[t];
	struct held *later = g->demand.later + t * g->nlocs;
	struct span s = g->demand.span[t];
	struct feed *f = &g->demand.feed[t];

	f->asked = 0;
	f->ngroups = 0;
	for (int i = 0; i < MAX_FACTS; i++) {
		f->nreads[i] = 0;
		if (i < start->nfacts && add_fact_reads(f, i, g, start, start->fact[i].sym) &&
		    f->nreads[i])
			f->asked |= UINT32_C(1) << i;
	}
	clear(g, f->first);
	for (int k = 0; k < start->nevents; k++)
		if (start->event[k].type == EVENT_WRITE)
			lkmm_may_write(&g->demand.holds, start, k, f->first);
	for (int i = s.first; i < s.end; i++) {
		const struct path *p = g->q->paths[t].path[i];

		for (int k = start->nevents; k < p->nevents; k++)
			if (p->event[k].type == EVENT_WRITE)
				add_later(g, f, t, i, k);
		g->q->work += (unsigned long)p->nevents;
	}
	find_ahead(g, t);
	clear(g, later);
	for (int i = 0; i < f->ngroups; i++)
		for (int l = 0; l < g->nlocs; l++)
			lkmm_hold_all(g->q->test, &later[l], &f->group[i].at[l]);
}

/* ---- facts ---- */

/* A choice of values for the reads of a fact. */
struct values {
	int n;
	const int *read;
	const struct held *of[FACT_READS];
	int at[FACT_READS];
};

static bool value_chosen(void *arg, int event, int64_t *v)
{
	const struct values *c = arg;

	for (int i = 0; i < c->n; i++)
		if (c->read[i] == event)
			*v = c->of[i]->v[c->at[i]];
	return true;
}

static bool next_choice_of_values(struct values *c)
{
	for (int i = 0; i < c->n; i++) {
		if (++c->at[i] < c->of[i]->n)
			return true;
		c->at[i] = 0;
	}
	return false;
}

/* Whether fact @i of thread @t can be true of values in .free. */
static bool can_be_true(const struct graph *g, int t, int i)
{
	const struct feed *f = &g->demand.feed[t];
	const struct path *p = &g->demand.start[t];
	struct values c = { .n = f->nreads[i], .read = f->read[i] };
	int choices = 1;
	int64_t v;

	for (int k = 0; k < c.n; k++) {
		c.of[k] = &f->free[lkmm_known_location(g->q->test, &p->event[c.read[k]])];
		if (c.of[k]->any || c.of[k]->points || choices > MOST_VALUES)
			return true;
		choices *= c.of[k]->n;
	}
	if (choices > MOST_VALUES)
		return true;
	for (bool more = choices > 0; more; more = next_choice_of_values(&c))
		if (!lkmm_sym_value(p->fact[i].sym, value_chosen, &c, &v) ||
		    !v != p->fact[i].truth)
			return true;
	return false;
}

/* Finds what thread @t can read if no fact in .facts can be fed. */
static void find_free(struct graph *g, int t)
{
	struct feed *f = &g->demand.feed[t];

	for (int l = 0; l < g->nlocs; l++) {
		f->free[l] = (struct held){ .n = 0 };
		lkmm_hold_value(g->q->test, &f->free[l], g->q->test->loc[l].init);
	}
	for (int u = 0; u < g->q->test->nthreads; u++) {
		const struct feed *other = &g->demand.feed[u];

		for (int l = 0; l < g->nlocs; l++)
			lkmm_hold_all(g->q->test, &f->free[l], &other->first[l]);
		for (int i = 0; i < other->ngroups && u != t; i++)
			for (int l = 0; l < g->nlocs && !(other->group[i].after & other->facts);
			     l++)
				lkmm_hold_all(g->q->test, &f->free[l], &other->group[i].at[l]);
	}
}

/*
 * Whether facts that the threads begin with can only be true in a circle: those that are left when
 * all have been taken away that can be true without.
 */
static bool feed_each_other(struct graph *g)
{
	struct demand *d = &g->demand;
	bool more = d->feed != NULL, any = false;

	for (int t = 0; t < g->q->test->nthreads; t++)
		if (d->feed)
			d->feed[t].facts = d->feed[t].asked;
	while (more) {
		more = any = false;
		for (int t = 0; t < g->q->test->nthreads; t++) {
			struct feed *f = &d->feed[t];

			if (f->facts)
				find_free(g, t);
			for (int i = 0; i < MAX_FACTS; i++) {
				if (!(f->facts >> i & 1) || !can_be_true(g, t, i))
					continue;
				f->facts &= ~(UINT32_C(1) << i);
				more = true;
			}
			any |= f->facts;
		}
	}
	return any;
}
