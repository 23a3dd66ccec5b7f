// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The search. It decides the reads of the condition first, by value rather than by write. Once the
 * answer is settled, any completion of the execution is enough; and once it has seen a final state,
 * it skips everything that leads only to that state.
 */
#include "search.h"

/* After this many incomplete executions in a row that broke no rule, only complete ones are
 * checked, until one does. */
enum { PATIENCE = 16 };

/* Whether threads can begin in some way is not asked for longer: they count as if they could. */
enum { MOST_ASKED = 4096 };

/* The result of settling a state. */
enum outcome {
	DECIDE,				/* a decision is needed */
	BACK,				/* nothing more below it */
	ENOUGH,				/* an execution has been found, and one is enough */
	OVER				/* of the whole search */
};

/*
 * ---- alternatives: each gives the next one from @from on, or -1, and applies it to the state ----
 */

/* A member of @known before @w has the value that @w has. */
static bool is_repeated(const struct state *st, const struct set *known, int w)
{
	for (int v = set_next(known, 0); v >= 0 && v < w; v = set_next(known, v + 1))
		if (st->val[v] == st->val[w])
			return true;
	return false;
}

/* The candidates of a read that have one value; each that is not known is by itself. */
static int next_value(struct state *st, const struct choice *c, int from)
{
	struct set *dom = &st->dom[c->read], known = *dom, same = { { 0 } };
	int w = set_next(dom, from);

	set_and(&known, &st->known);
	while (w >= 0 && has(&known, w) && is_repeated(st, &known, w))
		w = set_next(dom, w + 1);
	if (w < 0)
		return -1;
	set_add(&same, w);
	if (has(&known, w))
		for_each(v, &known)
			if (st->val[v] == st->val[w])
				set_add(&same, v);
	*dom = same;
	return w;
}

static int next_source(struct state *st, const struct choice *c, int from)
{
	int w = set_next(&st->dom[c->read], from);

	if (w < 0)
		return -1;
	memset(&st->dom[c->read], 0, sizeof(st->dom[c->read]));
	set_add(&st->dom[c->read], w);
	return w;
}

/* The writes that may be the last to a location. */
static int next_last(const struct graph *g, struct state *st, const struct choice *c, int from)
{
	int w = set_next(&g->writes, from);

	while (w >= 0 && (st->loc[w] != c->loc || !set_empty(&st->co[w])))
		w = set_next(&g->writes, w + 1);
	if (w < 0)
		return -1;
	for_each(v, &g->writes)
		if (v != w && st->loc[v] == c->loc)
			set_add(&st->co[v], w);
	set_add(&st->dirty, c->loc);
	st->changed = true;
	return w;
}

static int next_order(struct state *st, const struct choice *c, int swap)
{
	int a = swap ? c->second : c->first, b = swap ? c->first : c->second;

	if (swap > 1)
		return -1;
	set_add(&st->co[a], b);
	set_add(&st->dirty, st->loc[a]);
	st->changed = true;
	return swap;
}

static int next_guess(const struct graph *g, struct state *st, const struct choice *c, int from)
{
	if (from)
		return next_order(st, c, from - 1) < 0 ? -1 : from;
	for (int loc = 0; loc < g->nlocs; loc++)
		guess_order(g, st, loc);
	return 0;
}

static int next_alternative(const struct graph *g, struct state *st, const struct choice *c,
			    int from)
{
	switch (c->kind) {
	case CHOOSE_VALUE:
		return next_value(st, c, from);
	case CHOOSE_WRITE:
		return next_source(st, c, from);
	case CHOOSE_LAST:
		return next_last(g, st, c, from);
	case CHOOSE_ORDER:
		return next_order(st, c, from);
	case CHOOSE_GUESS:
		return next_guess(g, st, c, from);
	case CHOOSE_NOTHING:
		break;
	}
	return -1;
}

/* How many alternatives @c has in @st, at most. */
static int count_alternatives(const struct graph *g, const struct state *st,
			      const struct choice *c)
{
	int n = 0;

	switch (c->kind) {
	case CHOOSE_VALUE:
	case CHOOSE_WRITE:
		return set_size(&st->dom[c->read]);
	case CHOOSE_LAST:
		for_each(w, &g->writes)
			n += st->loc[w] == c->loc && set_empty(&st->co[w]);
		return n;
	case CHOOSE_ORDER:
		return 2;
	case CHOOSE_GUESS:
		return 3;
	case CHOOSE_NOTHING:
		break;
	}
	return 1;
}

/*
 * Makes the next alternative of the innermost decision the present state. False if there is none.
 */
static bool try_next(struct graph *g, struct frame *f)
{
	struct trail *t = &g->trail;

	if (f->next >= 0)
		memcpy(t->now, t->before, sizeof(*t->now));
	f->next = next_alternative(g, t->now, &f->choice, f->next + 1);
	f->tried++;
	return f->next >= 0;
}

/* ---- conclusions from the present state ---- */

/* No rule is left to be asked of complete executions only. */
static bool all_rules_grow(const struct lkmm_model *model)
{
	bool all = true;

	for (int i = 0; i < model->nrules; i++)
		all &= model->rule[i].grows;
	return all;
}

/*
 * Whether the rules leave @st, which @c is still to be decided of; they are not asked every time.
 */
static bool passes_rules(struct graph *g, struct state *st, const struct choice *c)
{
	if (g->q->forbidden || !st->changed ||
	    (g->passed >= PATIENCE && c->kind != CHOOSE_NOTHING && !g->racing))
		return true;
	if (check_rules(g, st, c->kind == CHOOSE_NOTHING && g->outside < 0)) {
		g->passed = 0;
		return false;
	}
	g->passed++;
	st->changed = c->kind != CHOOSE_NOTHING && !all_rules_grow(g->q->model);
	return !g->racing || may_race(g);
}

/* Settles the present state, and returns the next step. */
static enum outcome visit(struct graph *g, bool *any_will_do, struct choice *c)
{
	struct query *q = g->q;
	struct state *st = g->trail.now;

	q->work += (unsigned long)g->n * LKMM_WORDS;
	if (stopped(g))
		return OVER;
	if (g->outside >= 0 && g->demand.asked++ > MOST_ASKED) {
		q->found = true;
		return OVER;
	}
	if (q->forbidden && (q->steps++, considered_enough(q)))
		return OVER;
	if (is_comparing(q) && (q->compared++, compared_enough(q)))
		return OVER;
	if (!settle(g, st) || (q->options->same_as && !may_be_same(g, st, q->options->same_as)))
		return BACK;
	if (g->outside >= 0 && !can_be_fed(g, st))
		return BACK;
	if (q->states && !*any_will_do && observe(g, st)) {
		if (lkmm_has_state(q, g->observed))
			return BACK;
		/* The final state is settled: one execution that ends in it is enough. */
		*any_will_do = true;
	}
	*c = choose(g, st, *any_will_do);
	if (!passes_rules(g, st, c))
		return BACK;
	if (g->racing)
		choose_for_race(g, st, c);
	if (c->kind != CHOOSE_NOTHING)
		return DECIDE;
	/* For flags, the model uses the relations of this execution only. */
	if (q->wanted_flags && check_rules(g, st, true))
		return BACK;
	if (!complete(g, st))
		return BACK;
	return *any_will_do ? ENOUGH : q->states ? BACK : OVER;
}

/*
 * All alternatives of the innermost decision, @c, have been ruled out at once. If @c could have
 * been decided before the previous decision, try that first: if it fails again, the failure is
 * independent of that decision, whose other alternatives are skipped.
 */
static void decide_earlier(struct graph *g, struct choice c)
{
	struct trail *t = &g->trail;
	struct frame *f = trail_top(t);

	if (!f || f->moved || !learns(g, f->any_will_do) || !is_open(t->before, &c))
		return;
	f->choice = c;
	f->next = -1;
	f->tried = 0;
	f->of = count_alternatives(g, t->before, &c);
	f->below = false;
	f->moved = true;
	memcpy(t->now, t->before, sizeof(*t->now));
}

/* Ends the decisions that have no alternative left. */
static void go_back(struct graph *g)
{
	struct trail *t = &g->trail;
	struct frame *f;

	while (g->q->status == LKMM_OK && (f = trail_top(t)) && !try_next(g, f)) {
		const struct frame ended = *f;

		trail_pop(t);
		if (!ended.below && learns(g, ended.any_will_do))
			decide_earlier(g, lasting(&ended.choice));
	}
}

/* Explores the first state: for one execution with @any_will_do, for all that count without. */
static void explore(struct graph *g, bool any_will_do)
{
	struct trail *t = &g->trail;
	struct choice c;

	memcpy(t->now, g->first, sizeof(*g->first));
	g->nfailed = 0;
	for (;;) {
		enum outcome outcome = visit(g, &any_will_do, &c);

		if (outcome != DECIDE)
			count_execution(g);
		switch (outcome) {
		case DECIDE:
			if (trail_top(t))
				trail_top(t)->below = true;
			if (trail_push(g->q, t, &c, any_will_do))
				trail_top(t)->of = count_alternatives(g, t->now, &c);
			break;
		case ENOUGH:
			while (trail_top(t) && trail_top(t)->any_will_do)
				trail_pop(t);
			break;
		case OVER:
			trail_clear(t);
			break;
		case BACK:
			if (trail_top(t) && learns(g, trail_top(t)->any_will_do))
				note_failure(g, lasting(&trail_top(t)->choice));
			break;
		}
		go_back(g);
		if (g->q->status != LKMM_OK || !trail_top(t))
			break;
		any_will_do = trail_top(t)->any_will_do;
	}
	trail_clear(t);
}
