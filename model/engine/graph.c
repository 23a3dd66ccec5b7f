// SPDX-License-Identifier: GPL-2.0 OR MIT
/* One path for each thread: the events, and their initial relations. */
#include "search.h"

#include <stdlib.h>

/* The clock is asked after so much work: some 50 microseconds of it. */
enum { WORK_PER_POLL = 1 << 16 };

/* Whether the search is to end. */
static bool stopped(struct graph *g)
{
	struct query *q = g->q;

	if (q->status != LKMM_OK)
		return true;
	if (q->work < WORK_PER_POLL)
		return false;
	q->done += q->work;
	q->work = 0;
	note_progress(g);
	if ((q->most && q->done > q->most) ||
	    (q->options->stop && q->options->stop(q->options->stop_arg)))
		q->status = LKMM_STOPPED;
	return q->status != LKMM_OK;
}

/* Memory for the search @q. False without memory: close it in any case. */
static bool graph_open(struct graph *g, struct query *q, const struct equations *equations)
{
	size_t threads = (size_t)q->test->nthreads + 1;

	g->q = q;
	g->equations = equations;
	g->nlocs = q->test->nlocs;
	g->outside = -1;
	g->path = calloc(threads, sizeof(*g->path));
	g->possible = calloc(threads, sizeof(*g->possible));
	g->base = calloc(threads, sizeof(*g->base));
	g->which = calloc(threads, sizeof(*g->which));
	g->of_thread = calloc(threads, sizeof(*g->of_thread));
	g->init = calloc((size_t)g->nlocs + 1, sizeof(*g->init));
	g->used = calloc((size_t)g->nlocs + 1, sizeof(*g->used));
	g->observed = calloc((size_t)q->test->nobserved + 1, sizeof(*g->observed));
	g->need = malloc(MAX_NEEDS * sizeof(*g->need));
	g->scratch = calloc(MAX_SET, sizeof(*g->scratch));
	g->first = calloc(1, sizeof(*g->first));
	g->m_size = g->equations->size + q->model->equations->more;
	g->m = calloc(1, g->m_size);
	if (g->m)
		g->m->of_model = q->model->equations->data;
	return g->m && trail_open(&g->trail) &&
	       pool_open(&g->m->pool, lkmm_most_events(q) + 1, q->model->equations->relations) &&
	       g->path && g->possible && g->base && g->which && g->of_thread && g->init &&
	       g->used && g->observed && g->need && g->scratch && g->first;
}

static void demand_close(struct demand *d)
{
	free(d->span);
	free(d->level);
	if (d->next)
		free(d->next[0]);
	free(d->next);
	free(d->start);
	free(d->started);
	free(d->holds.at);
	free(d->later);
	if (d->arena)
		lkmm_arena_free(d->arena);
	free(d->effect);
	free(d->scratch);
	free(d->feed);
	free(d->fed);
	free(d->ahead);
	free(d->open);
	free(d->fork);
}

static void graph_close(struct graph *g)
{
	free(g->path);
	free(g->possible);
	free(g->base);
	free(g->which);
	free(g->of_thread);
	free(g->init);
	free(g->used);
	free(g->observed);
	free(g->need);
	free(g->scratch);
	free(g->first);
	demand_close(&g->demand);
	trail_close(&g->trail);
	if (g->m)
		pool_close(&g->m->pool);
	free(g->m);
}

/* ---- events ---- */

static int add_event_node(struct graph *g, int thread, const struct event *e)
{
	int i = g->n++;

	g->thread[i] = (short)thread;
	g->event[i] = e;
	g->partner[i] = -1;
	g->section_end[i] = -1;
	memset(&g->po[i], 0, sizeof(g->po[i]));
	return i;
}

static void add_thread(struct graph *g, int t)
{
	const struct path *p = g->path[t];

	g->base[t] = g->n;
	for (int k = 0; k < p->nevents; k++) {
		const struct event *e = &p->event[k];
		int i = add_event_node(g, t, e);

		set_add(&g->of_thread[t], i);
		if (e->type == EVENT_READ)
			set_add(&g->reads, i);
		if (e->type == EVENT_WRITE)
			set_add(&g->writes, i);
		if (e->type == EVENT_FREE)
			set_add(&g->frees, i);
		if (e->type == EVENT_SRCU && e->value)
			set_add(&g->cookies, i);
		if (e->partner >= 0 && e->partner < p->nevents)
			g->partner[i] = (short)(g->base[t] + e->partner);
		if (k == e->first + 1)
			set_add(&g->wholes, i - 1);
		for (int j = g->base[t]; j < g->base[t] + e->first; j++)
			set_add(&g->po[j], i);
	}
}

static bool is_lock_tag(enum event_tag tag)
{
	return tag >= TAG_LKR && tag <= TAG_RU;
}

/*
 * Whether two accesses of a thread to locks are to the same one. An address may depend on a read
 * whose value is not known yet: two such are the same if they are computed alike, and are open
 * otherwise.
 */
static enum tri same_lock(const struct graph *g, const struct state *st, int a, int b)
{
	if (st->loc[a] >= 0 && st->loc[b] >= 0)
		return st->loc[a] == st->loc[b] ? YES : NO;
	if (st->loc[a] < 0 && st->loc[b] < 0 &&
	    lkmm_sym_same(g->event[a]->address, g->event[b]->address))
		return YES;
	return OPEN;
}

static bool bounds_section(const struct graph *g, int i)
{
	return tag_of_node(g, i) == TAG_LKW || tag_of_node(g, i) == TAG_UL;
}

/* The next UL after the LKW @i of its lock; -1: none, or it is open which one that is. */
static int section_end(const struct graph *g, const struct state *st, int i)
{
	for_each(k, &g->po[i]) {
		enum tri same = tag_of_node(g, k) == TAG_UL ? same_lock(g, st, i, k) : NO;

		if (same != NO)
			return same == YES ? k : -1;
	}
	return -1;
}

/* Once more when another address is known: pairs that are certain stay. */
static void find_sections(const struct graph *g, struct state *st)
{
	for (int i = 0; i < g->n; i++)
		if (tag_of_node(g, i) == TAG_LKW)
			st->section_end[i] = (short)section_end(g, st, i);
}

/* ---- needs ---- */

static bool add_need(struct graph *g, struct need need)
{
	if (g->nneeds == MAX_NEEDS) {
		lkmm_exceed(g->q, LKMM_LIMIT_NEEDS);
		return false;
	}
	g->need[g->nneeds++] = need;
	return true;
}

/* Splits a conjunction, to use each part by itself. */
static bool add_cond(struct graph *g, const struct lkmm_cond *c, bool truth)
{
	if (!c || (c->kind == LKMM_TRUE && truth))
		return true;
	if (c->kind == LKMM_NEITHER)
		return add_cond(g, c->a, !truth);
	if (c->kind == (truth ? LKMM_BOTH : LKMM_EITHER))
		return add_cond(g, c->a, truth) && add_cond(g, c->b, truth);
	return add_need(g, (struct need){ .cond = c, .truth = truth });
}

static bool add_conditions(struct graph *g)
{
	int first = g->nneeds;

	if (!add_cond(g, g->q->test->filter, true))
		return false;
	for (int i = first; i < g->nneeds; i++)
		g->need[i].partial = g->q->trapping || g->q->blocking;
	return add_cond(g, g->q->goal, g->q->goal_truth);
}

static bool add_needs(struct graph *g)
{
	const struct query *q = g->q;

	g->nneeds = 0;
	for (int t = 0; t < q->test->nthreads; t++)
		for (int i = 0; i < g->path[t]->nfacts; i++)
			if (!add_need(g, (struct need){ .sym = g->path[t]->fact[i].sym,
							.base = g->base[t],
							.truth = g->path[t]->fact[i].truth,
							.partial = g->outside >= 0 }))
				return false;
	if (q->trapping &&
	    !add_need(g, (struct need){ .sym = g->path[q->trapped]->bad,
					.base = g->base[q->trapped],
					.truth = true, .bad = g->path[q->trapped] }))
		return false;
	for (int t = 0; t < q->test->nthreads; t++)
		if (!add_cond(g, g->path[t]->cond, true))
			return false;
	/* They are about the ends of threads. */
	return g->outside >= 0 || add_conditions(g);
}

/* ---- fixed relations ---- */

/* Dependencies of one kind; .pick: through the choice of a value. */
struct dependencies {
	struct rel *plain, *pick;
};

static struct dependencies new_dependencies(struct graph *g)
{
	struct rel *plain = rel_new(&g->m->pool);

	return (struct dependencies){
		plain, g->q->test->architecture ? rel_new(&g->m->pool) : plain
	};
}

static void add_dependency(struct graph *g, int base, const struct sym *s,
			   struct dependencies d, int to)
{
	if (!s)
		return;
	if (s->kind == SYM_READ || s->kind == SYM_KNOWN)
		set_add(&d.plain->row[base + s->read], to);
	if (s->weak)
		d.plain = d.pick;
	add_dependency(g, base, s->a, d, to);
	add_dependency(g, base, s->b, d, to);
	add_dependency(g, base, s->c, d, to);
}

static void add_branches(struct graph *g, int base, const struct branch *b, struct dependencies d,
			 int to)
{
	for (; b; b = b->outer)
		add_dependency(g, base, b->cond, d, to);
}

/* The finished relations: *@pick is empty in a test in C. */
static rel_t dependencies_done(struct graph *g, struct dependencies d, rel_t *pick)
{
	struct pool *p = &g->m->pool;

	*pick = d.pick == d.plain ? p->none : rel_done(p, d.pick);
	return rel_done(p, d.plain);
}

/* The read of its thread that the value @s is, casts aside, or -1. */
static int copied_read(const struct sym *s)
{
	while (s && s->kind == SYM_CAST)
		s = s->a;
	return s && s->kind == SYM_READ ? s->read : -1;
}

static void make_dependencies(struct graph *g)
{
	struct pool *p = &g->m->pool;
	struct dependencies addr = new_dependencies(g), data = new_dependencies(g);
	struct dependencies ctrl = new_dependencies(g);
	struct rel *copied = rel_new(p), *to_fences = rel_new(p);
	struct dependencies passed = { to_fences, to_fences };

	for (int i = 0; i < g->n; i++) {
		const struct event *e = g->event[i];
		int base;

		if (!e)
			continue;
		base = g->base[g->thread[i]];
		add_dependency(g, base, e->address, addr, i);
		add_dependency(g, base, e->value, data, i);
		if (copied_read(e->value) >= 0)
			set_add(&copied->row[base + copied_read(e->value)], i);
		add_branches(g, base, e->branch, ctrl, i);
		if (e->tag != TAG_AFTER_CTRL_DEP)
			continue;
		add_branches(g, base, e->branch, passed, i);
		add_branches(g, base, e->passed, passed, i);
	}
	g->m->syntactic_addr = dependencies_done(g, addr, &g->m->pick[0]);
	g->m->syntactic_data = dependencies_done(g, data, &g->m->pick[1]);
	g->m->syntactic_ctrl = dependencies_done(g, ctrl, &g->m->pick[2]);
	g->m->syntactic_passed = rel_done(p, to_fences);
	g->m->copied = rel_done(p, copied);
}

/* Adds @i to @s, and the other pieces of its access. */
static void add_pieces(const struct graph *g, int i, struct set *s)
{
	int first = g->event[i]->first, base = g->base[g->thread[i]];

	for (int k = base + first; k < g->n && g->thread[k] == g->thread[i] &&
				   g->event[k]->first == first; k++)
		set_add(s, k);
}

/* A read or write of several pieces; none in a test without such. */
static rel_t same_access(const struct graph *g)
{
	struct pool *p = &g->m->pool;
	struct rel *same = NULL;

	for (int i = 0; i < g->n; i++) {
		if (!g->event[i] || !g->event[i]->piece)
			continue;
		if (!same)
			same = rel_new(p);
		add_pieces(g, i, &same->row[i]);
		set_del(&same->row[i], i);
	}
	return same ? rel_done(p, same) : p->none;
}

static rel_t critical_sections(const struct graph *g, const short *section_end)
{
	struct rel *critical = rel_new(&g->m->pool);

	for (int i = 0; i < g->n; i++)
		if (tag_of_node(g, i) == TAG_LKW && section_end[i] >= 0)
			set_add(&critical->row[i], section_end[i]);
	return rel_done(&g->m->pool, critical);
}

static void make_program_order(struct graph *g)
{
	struct pool *p = &g->m->pool;
	struct rel *po = rel_new(p), *ext = rel_new(p), *internal = rel_new(p), *rmw = rel_new(p);
	struct set all = { { 0 } };

	for (int i = 0; i < g->n; i++)
		set_add(&all, i);
	for (int i = 0; i < g->n; i++) {
		po->row[i] = g->po[i];
		ext->row[i] = all;
		if (g->thread[i] >= 0) {
			internal->row[i] = g->of_thread[g->thread[i]];
			set_minus(&ext->row[i], &internal->row[i]);
		}
		if (g->partner[i] >= 0)
			add_pieces(g, g->partner[i], &rmw->row[i]);
		if (g->event[i] && g->event[i]->linked >= 0)
			set_add(&rmw->row[g->base[g->thread[i]] + g->event[i]->linked], i);
	}
	g->m->id = rel_set(p, &all);
	g->m->po = rel_done(p, po);
	g->m->ext = rel_done(p, ext);
	g->m->internal = rel_done(p, internal);
	g->m->rmw = rel_done(p, rmw);
	g->m->critical = critical_sections(g, g->section_end);
	g->m->same = same_access(g);
}

static void make_sets(struct graph *g)
{
	struct pool *p = &g->m->pool;
	struct set tagged[NR_TAGS] = { 0 }, rmw = { { 0 } }, halves = { { 0 } };
	struct set may_race = { { 0 } };
	struct set unset = { { 0 } }, endless = { { 0 } };

	for (int i = 0; i < g->n; i++) {
		set_add(&tagged[tag_of_node(g, i)], i);
		if (g->event[i] && g->event[i]->rmw)
			set_add(&rmw, i);
		if (tag_of_node(g, i) == TAG_PLAIN && g->event[i]->source->access->may_race)
			set_add(&may_race, i);
		if (g->event[i] && g->event[i]->endless)
			set_add(&endless, i);
		if (g->partner[i] >= 0) {
			set_add(&halves, i);
			set_add(&halves, g->partner[i]);
		}
	}
	for (int t = 0; t < NR_TAGS; t++)
		g->m->tag[t] = set_empty(&tagged[t]) ? p->none : rel_set(p, &tagged[t]);
	g->m->reads = rel_set(p, &g->reads);
	g->m->writes = rel_set(p, &g->writes);
	g->m->rmw_events = rel_set(p, &rmw);
	g->m->rmw_halves = rel_set(p, &halves);
	g->m->may_race = set_empty(&may_race) ? p->none : rel_set(p, &may_race);
	g->m->endless = set_empty(&endless) ? p->none : rel_set(p, &endless);
	for (int l = 0; l < g->nlocs; l++)
		if (g->q->test->loc[l].allocated && g->used[l])
			set_add(&unset, g->init[l]);
	g->m->unset = set_empty(&unset) ? p->none : rel_set(p, &unset);
}

static void make_marks(struct graph *g)
{
	for (int m = 0; m < LKMM_MAX_MARKS; m++) {
		struct set marked = { { 0 } };

		for (int i = 0; i < g->n; i++)
			if (g->event[i] && g->event[i]->marks >> m & 1)
				set_add(&marked, i);
		g->m->mark[m] = set_empty(&marked) ? g->m->pool.none :
						     rel_set(&g->m->pool, &marked);
	}
}

static bool fix_relations(struct graph *g)
{
	struct pool *p = &g->m->pool;

	if (g->fixed)
		return true;
	p->n = g->n;
	p->used = 0;
	p->full = false;
	p->none = rel_new(p);
	p->none->empty = true;
	make_program_order(g);
	make_sets(g);
	make_marks(g);
	make_dependencies(g);
	if (g->equations->fixed)
		g->equations->fixed(g->m);
	g->m->fixed_mark = p->used;
	g->fixed = true;
	return !p->full;
}

/* ---- the relations of an execution ---- */

/* The events at the variables that a final state shows; @at: those at each. */
static rel_t observed_events(const struct graph *g, const struct set *at)
{
	const struct lkmm_test *t = g->q->test;
	struct set s = { { 0 } };

	for (int i = 0; i < t->nobserved; i++)
		if (t->observed[i].kind == LKMM_FINAL_LOCATION)
			set_or(&s, &at[t->observed[i].loc]);
	return rel_set(&g->m->pool, &s);
}

/* The accesses that may be to the object that @f frees, @at being the events at each location. */
static void add_freed(const struct graph *g, const struct state *st, const struct set *at, int f,
		      struct set *row)
{
	const struct lkmm_test *t = g->q->test;
	struct set memory = g->reads;

	set_or(&memory, &g->writes);
	if (st->loc[f] < 0) {
		*row = memory;
	} else {
		for (int l = 0; l < g->nlocs; l++)
			if (l == st->loc[f] || t->loc[l].object == st->loc[f] + 1)
				set_or(row, &at[l]);
		set_or(row, &st->no_loc);
		set_and(row, &memory);
	}
	for (int l = 0; l < g->nlocs; l++)
		if (g->used[l])
			set_del(row, g->init[l]);
	for_each(i, &g->frees)
		if (i != f && (st->loc[f] < 0 || st->loc[i] < 0 || st->loc[i] == st->loc[f]))
			set_add(row, i);
}

/* A free has no location: its subject is the whole object. */
static rel_t freed_objects(struct graph *g, const struct state *st, const struct set *at)
{
	struct pool *p = &g->m->pool;
	struct rel *freed;

	if (set_empty(&g->frees))
		return p->none;
	freed = rel_new(p);
	for_each(f, &g->frees)
		add_freed(g, st, at, f, &freed->row[f]);
	return rel_done(p, freed);
}

static void give_relations(struct graph *g, const struct state *st)
{
	struct pool *p = &g->m->pool;
	struct rel *rf, *co, *loc;
	struct set *at = g->scratch;
	int nlocs = g->nlocs;

	p->used = g->m->fixed_mark;
	rf = rel_new(p);
	co = rel_new(p);
	loc = rel_new(p);
	memset(at, 0, sizeof(at[0]) * (size_t)nlocs);
	for (int i = 0; i < g->n; i++)
		if (st->loc[i] >= 0 && !has(&g->frees, i))
			set_add(&at[st->loc[i]], i);
	for (int i = 0; i < g->n; i++) {
		if (st->loc[i] < 0 || has(&g->frees, i))
			continue;
		loc->row[i] = at[st->loc[i]];
		if (has(&g->reads, i) && st->rf[i] >= 0 && st->rf[i] != g->outside)
			set_add(&rf->row[st->rf[i]], i);
		if (has(&g->writes, i))
			co->row[i] = st->co[i];
	}
	g->m->rf = rel_done(p, rf);
	g->m->co = rel_done(p, co);
	g->m->loc = rel_done(p, loc);
	g->m->freed = freed_objects(g, st, at);
	g->m->observed = observed_events(g, at);
	if (g->sections_open)
		g->m->critical = critical_sections(g, st->section_end);
	g->m->value = st->val;
	g->m->placed = set_empty(&st->no_loc);
}

/* Whether the rule can be asked of an execution that is not complete. */
static bool is_for_good(const struct graph *g, const struct lkmm_rule *rule)
{
	return g->outside >= 0 ? rule->begins : rule->grows;
}

/*
 * The first rule of the model that @st breaks, counted from 1, or 0. If it is not @complete, rules
 * that more of reads-from and coherence, or more events, may mend are not asked.
 */
static int check_rules(struct graph *g, const struct state *st, bool complete)
{
	const struct lkmm_model *model = g->q->model;
	int rule = 0;

	g->q->work += (unsigned long)g->n * (unsigned long)g->n * LKMM_WORDS;
	if (!fix_relations(g)) {
		lkmm_exceed(g->q, LKMM_LIMIT_MEMORY);
		return 1;
	}
	give_relations(g, st);
	give_handoff(g, st);
	if (g->equations->begin)
		g->equations->begin(g->m);
	while (rule < model->nrules && ((!complete && !is_for_good(g, &model->rule[rule])) ||
					g->equations->holds(g->m, rule)))
		rule++;
	if (g->m->pool.full) {
		lkmm_exceed(g->q, LKMM_LIMIT_MEMORY);
		return 1;
	}
	return rule < model->nrules ? rule + 1 : 0;
}
