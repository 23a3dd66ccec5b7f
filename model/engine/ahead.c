// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Writes that threads which just begin have ahead of them, and which reads come before these in
 * happens-before. A read that is left open reads from one of them. Happens-before is acyclic, so
 * the first of the open reads reads from a write that comes after none of them. docs/search.md has
 * the argument.
 */
#include "search.h"

/* Of reads with higher numbers in their threads, nobody knows what comes after them. */
enum { MOST_READS = 64 };

/* ---- what comes after what in a thread ---- */

static bool is_marked(const struct event *e)
{
	return e->tag == TAG_ONCE || e->tag == TAG_ACQUIRE || e->tag == TAG_RELEASE ||
	       e->tag == TAG_MB || e->tag == TAG_NORETURN;
}

static bool is_from(const struct sym *s, int read)
{
	if (!s || s->weak)
		return false;
	return ((s->kind == SYM_READ || s->kind == SYM_KNOWN) && s->read == read) ||
	       is_from(s->a, read) || is_from(s->b, read) || is_from(s->c, read);
}

/* An RMW that fails is none. */
static bool is_acquire(const struct event *r)
{
	return r->tag == TAG_ACQUIRE && (!r->rmw || r->partner >= 0);
}

/* Whether all marked accesses from @e on come after event @read, before it. */
static bool is_held_back(const struct path *p, const struct event *e, int read)
{
	const struct event *r = &p->event[read];

	for (const struct event *f = r; f < e; f++)
		if (f->type == EVENT_FENCE && f->tag == TAG_MB)
			return true;
	return is_acquire(r);
}

/* Whether the write @w of the path @p comes after event @read, which is marked like @w. */
static bool comes_after(const struct path *p, const struct event *w, int read)
{
	if (is_held_back(p, w, read) || w->tag == TAG_RELEASE)
		return true;
	if (p->event[read].source == w->source)
		return false;
	for (const struct branch *b = w->branch; b; b = b->outer)
		if (is_from(b->cond, read))
			return true;
	return is_from(w->address, read) || is_from(w->value, read);
}

/*
 * The marked reads of the path @p that its write @w comes after, by their numbers. Those of the
 * same variable are among them: @w overwrites what they have read.
 */
static uint64_t reads_before(const struct lkmm_test *test, const struct path *p, int w)
{
	const struct event *e = &p->event[w];
	int loc = lkmm_known_location(test, e);
	uint64_t before = 0;

	for (int i = 0; i < e->first && i < MOST_READS && is_marked(e); i++) {
		const struct event *r = &p->event[i];

		if (r->type == EVENT_READ && is_marked(r) &&
		    (comes_after(p, e, i) || (loc >= 0 && lkmm_known_location(test, r) == loc)))
			before |= UINT64_C(1) << i;
	}
	return before;
}

/* ---- what a write does, found once for each ---- */

/* One that may be to more locations is looked at anew each time. */
enum { MOST_PLACES = 4 };

static void find_effect(struct graph *g, const struct path *p, int w, struct effect *e)
{
	struct demand *d = &g->demand;
	struct held *to = d->scratch;
	int n = 0;

	memset(to, 0, sizeof(*to) * (size_t)g->nlocs);
	lkmm_may_write(&d->holds, p, w, to);
	for (int l = 0; l < g->nlocs; l++)
		n += to[l].n || to[l].any;
	e->wide = n > MOST_PLACES;
	e->before = reads_before(g->q->test, p, w);
	e->at = e->wide ? NULL : lkmm_alloc(d->arena, sizeof(*e->at) * ((size_t)n + 1));
	for (int l = 0; l < g->nlocs && e->at; l++)
		if (to[l].n || to[l].any)
			e->at[e->n++] = (struct effect_at){ (short)l, to[l] };
	if (!e->wide && !e->at)
		g->q->status = LKMM_NO_MEMORY;
	e->known = true;
}

/* Memory that is zero, for @n elements. */
static void *zeroed(struct graph *g, size_t n, size_t size)
{
	void *p = lkmm_alloc(g->demand.arena, (n + 1) * size);

	if (p)
		memset(p, 0, (n + 1) * size);
	else
		g->q->status = LKMM_NO_MEMORY;
	return p;
}

/* What event @w of the path @i of thread @t writes. NULL without memory. */
static const struct effect *effect_of(struct graph *g, int t, int i, int w)
{
	struct effect **of_thread = g->demand.effect[t];
	const struct paths *p = &g->q->paths[t];

	if (!of_thread)
		of_thread = g->demand.effect[t] = zeroed(g, (size_t)p->n, sizeof(*of_thread));
	if (of_thread && !of_thread[i])
		of_thread[i] = zeroed(g, (size_t)p->path[i]->nevents, sizeof(**of_thread));
	if (!of_thread || !of_thread[i])
		return NULL;
	if (!of_thread[i][w].known)
		find_effect(g, p->path[i], w, &of_thread[i][w]);
	return &of_thread[i][w];
}

/* Adds what it writes to each location. */
static void add_effect(struct graph *g, int t, int i, int w, struct held *to)
{
	const struct effect *e = effect_of(g, t, i, w);

	if (e && e->wide)
		lkmm_may_write(&g->demand.holds, g->q->paths[t].path[i], w, to);
	for (int k = 0; e && k < e->n; k++)
		lkmm_hold_all(g->q->test, &to[e->at[k].loc], &e->at[k].value);
}

/* ---- what is ahead ---- */

/* A write with the effect @e is ahead, and behind those of its reads that are among @begun. */
static void add_ahead(struct graph *g, struct ahead *a, const struct effect *e, uint64_t begun)
{
	a->more |= e->wide;
	for (int k = 0; k < e->n; k++) {
		int i = 0;

		while (i < a->n && (a->way[i].loc != e->at[k].loc ||
				    a->way[i].before != (e->before & begun)))
			i++;
		if (i == MOST_WAYS) {
			a->more = true;
			return;
		}
		if (i == a->n)
			a->way[a->n++] = (struct way){ .loc = e->at[k].loc,
						       .before = e->before & begun };
		lkmm_hold_all(g->q->test, &a->way[i].value, &e->at[k].value);
	}
}

/* What the paths that are left of thread @t may write after .start. */
static void find_ahead(struct graph *g, int t)
{
	struct demand *d = &g->demand;
	int n = d->start[t].nevents;
	uint64_t begun = n < MOST_READS ? (UINT64_C(1) << n) - 1 : UINT64_MAX;
	struct ahead *a = &d->ahead[t];

	a->n = 0;
	a->more = false;
	for (int i = d->span[t].first; i < d->span[t].end; i++) {
		const struct path *p = g->q->paths[t].path[i];

		for (int k = n; k < p->nevents; k++) {
			const struct effect *e = p->event[k].type == EVENT_WRITE ?
						 effect_of(g, t, i, k) : NULL;

			if (e)
				add_ahead(g, a, e, begun);
		}
		g->q->work += (unsigned long)p->nevents;
	}
}

/* ---- whether all open reads can read something ---- */

/* Reads that are open, and those of them that come before each read, itself one of them. */
struct open {
	struct set reads, before[MAX_SET];
};

/* Adds what comes before the reads @mask of thread @t. */
static void add_before(const struct graph *g, int t, uint64_t mask, struct set *to)
{
	for (int i = 0; i < MOST_READS && mask >> i; i++)
		if (mask >> i & 1)
			set_or(to, &g->demand.open->before[g->base[t] + i]);
}

/* Adds what comes before the read @r: reads of its thread that hold it back, and what the write
 * that it reads from comes after. True if that is more. */
static bool grow_before(struct graph *g, const struct state *st, int r)
{
	struct set *before = &g->demand.open->before[r], old = *before;
	int t = g->thread[r], base = g->base[t], w = st->rf[r];
	int u = w < 0 ? -1 : g->thread[w];
	const struct effect *e = u < 0 || u == t ? NULL :
				 effect_of(g, u, g->demand.span[u].first, w - g->base[u]);

	for (int i = base; i < base + g->event[r]->first; i++)
		if (has(&g->reads, i) && is_held_back(g->path[t], g->event[r], i - base))
			set_or(before, &g->demand.open->before[i]);
	if (e)
		add_before(g, u, e->before, before);
	return !set_equal(&old, before);
}

static void find_before(struct graph *g, const struct state *st, const struct set *marked)
{
	bool more = true;

	while (more) {
		more = false;
		for_each(r, marked)
			more |= grow_before(g, st, r);
	}
}

/* Whether @r may read a value of @w, as far as facts about it alone tell. */
static bool may_read_way(const struct graph *g, int r, const struct way *w)
{
	int t = g->thread[r];

	for (int i = 0; i < w->value.n; i++)
		if (lkmm_may_read(g->path[t], r - g->base[t], w->value.v[i]))
			return true;
	return w->value.any;
}

/* Whether @r may read what some thread has ahead of it, and behind no read that is open. */
static bool has_source(const struct graph *g, const struct state *st, int r)
{
	for (int t = 0; t < g->q->test->nthreads; t++) {
		const struct ahead *a = &g->demand.ahead[t];

		if (t != g->thread[r] && a->more)
			return true;
		for (int i = 0; t != g->thread[r] && i < a->n; i++) {
			struct set before = { { 0 } };

			if (a->way[i].loc != st->loc[r] || !may_read_way(g, r, &a->way[i]))
				continue;
			add_before(g, t, a->way[i].before, &before);
			if (!set_meets(&before, &g->demand.open->reads))
				return true;
		}
	}
	return false;
}

/* Whether the open reads can get what they read, one after the other. */
static bool can_be_fed(struct graph *g, const struct state *st)
{
	struct open *o = g->demand.open;
	struct set marked = { { 0 } }, left;

	if (!g->demand.feed)
		return true;
	memset(o, 0, sizeof(*o));
	for_each(r, &g->reads) {
		if (!is_marked(g->event[r]))
			continue;
		set_add(&marked, r);
		if (st->rf[r] != g->outside || st->loc[r] < 0)
			continue;
		set_add(&o->reads, r);
		set_add(&o->before[r], r);
	}
	if (set_empty(&o->reads))
		return true;
	find_before(g, st, &marked);
	do {
		left = o->reads;
		for_each(r, &left)
			if (has_source(g, st, r))
				set_del(&o->reads, r);
	} while (!set_empty(&o->reads) && !set_equal(&left, &o->reads));
	return set_empty(&o->reads);
}
