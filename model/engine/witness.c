// SPDX-License-Identifier: GPL-2.0 OR MIT
/* An execution as the library shows it. */
#include "search.h"

/* How many writes to its location come before the write @w. */
static int place_in_order(const struct graph *g, const struct state *st, int w)
{
	int n = 0;

	for_each(v, &g->writes)
		n += has(&st->co[v], w);
	return n;
}

static void describe_event(const struct graph *g, const struct state *st, int i,
			   struct lkmm_event *e)
{
	const struct event *node = g->event[i];
	const struct lkmm_location *loc = g->q->test->loc;

	*e = (struct lkmm_event){ .thread = g->thread[i], .loc = st->loc[i], .rf = -1, .co = -1 };
	if (e->loc >= 0 && loc[e->loc].piece_of) {
		e->part.bits = loc[e->loc].integer.bits;
		e->part.shift = lkmm_piece_shift(g->q->test, e->loc);
		e->part.again = node && i > g->base[g->thread[i]] + node->first;
		e->loc = loc[e->loc].piece_of - 1;
	}
	if (node) {
		e->at = node->source->at;
		e->access = node->source->access;
		e->never = node->endless;
	}
	e->is_read = has(&g->reads, i);
	e->is_write = has(&g->writes, i);
	e->plain = tag_of_node(g, i) == TAG_PLAIN;
	e->value = st->val[i];
	if (e->is_read)
		e->rf = st->rf[i];
	if (e->is_write)
		e->co = place_in_order(g, st, i);
}

static int count_pairs(rel_t r, int n)
{
	int pairs = 0;

	for (int i = 0; i < n; i++)
		pairs += set_size(&r->row[i]);
	return pairs;
}

static void add_dependencies(struct lkmm_execution *x, rel_t r, const char *name)
{
	for (int i = 0; i < x->nevents; i++)
		for_each(k, &r->row[i])
			x->dependency[x->ndependencies++] =
				(struct lkmm_step){ .from = i, .to = k, .relation = name,
						    .via = -1 };
}

static bool describe_dependencies(const struct graph *g, struct lkmm_execution *x)
{
	const struct execution *m = g->m;
	int n = g->n;
	int pairs = count_pairs(m->syntactic_addr, n) + count_pairs(m->syntactic_data, n) +
		    count_pairs(m->syntactic_ctrl, n) + count_pairs(m->rmw, n);

	x->dependency = lkmm_alloc(g->q->arena, sizeof(*x->dependency) * ((size_t)pairs + 1));
	if (!x->dependency)
		return false;
	add_dependencies(x, m->syntactic_addr, "addr");
	add_dependencies(x, m->syntactic_data, "data");
	add_dependencies(x, m->syntactic_ctrl, "ctrl");
	add_dependencies(x, m->rmw, "rmw");
	return true;
}

/* Describes @st, the relations of which have just been computed. False without memory, or time. */
static bool describe(struct graph *g, const struct state *st, struct lkmm_execution *x)
{
	*x = (struct lkmm_execution){ .nevents = g->n, .satisfies = g->q->goal_truth,
				      .from_file = g->q->model->equations->data != NULL,
				      .race = { -1, -1 }, .bad_from = -1 };
	x->event = lkmm_alloc(g->q->arena, sizeof(*x->event) * ((size_t)g->n + 1));
	if (x->event) {
		for (int i = 0; i < g->n; i++)
			describe_event(g, st, i, &x->event[i]);
		if (describe_dependencies(g, x) && explain(g, st, x))
			return true;
	}
	if (g->q->status == LKMM_OK)
		g->q->status = LKMM_NO_MEMORY;
	return false;
}

static void show(const struct query *q, const struct lkmm_execution *x)
{
	q->options->show(q->options->show_arg, x);
}

/* ---- the execution that answers the question ---- */

/* The bound of the search for the simplest of them, once there is one. */
enum { MAX_WITNESSES = 32, MAX_STEPS_OF_SIMPLEST = 2000 };

static int count_loose(const struct lkmm_execution *x)
{
	int loose = 0;

	for (int i = 0; i < x->nsteps; i++)
		loose += x->cycle[i].loose;
	return loose;
}

/* There is an answer, and a simpler execution that shows it is looked for. */
static bool is_comparing(const struct query *q)
{
	return q->found && lkmm_shows(q) && !q->states && !q->wanted_flags && !q->forbidden &&
	       !q->trapping;
}

/* That is enough of looking: nothing is simpler than an order of the statements. */
static bool compared_enough(const struct query *q)
{
	return (q->found && !q->simplest.nsteps) || q->witnesses >= MAX_WITNESSES ||
	       q->compared > MAX_STEPS_OF_SIMPLEST;
}

/*
 * Describes @st, in q->described. Whether it is simpler than the simplest so far: an order of the
 * statements, or else a cycle with fewer steps that nothing keeps, or else with fewer steps.
 */
static bool is_simpler(struct graph *g, const struct state *st)
{
	struct query *q = g->q;
	const struct lkmm_execution *x = &q->described, *best = &q->simplest;
	int loose;

	q->witnesses++;
	if (!describe(g, st, &q->described))
		return false;
	loose = count_loose(x) - count_loose(best);
	return !x->nsteps || loose < 0 || (!loose && x->nsteps < best->nsteps);
}

/* The event that the bad address was read by, or -1. */
static int bad_from(const struct graph *g)
{
	const struct path *p = g->path[g->q->trapped];
	int read = p->stop->kind == LKMM_ACCESS ? lkmm_last_read(p->bad) : -1;

	return read < 0 ? -1 : g->base[g->q->trapped] + read;
}

/* The execution @st answers the question; it is shown when the search is over. */
static void keep_witness(struct graph *g, const struct state *st)
{
	struct query *q = g->q;

	if (lkmm_shows(q)) {
		if (!q->found && !describe(g, st, &q->described))
			return;
		q->simplest = q->described;
		if (q->trapping) {
			q->simplest.bad = q->bad;
			q->simplest.bad_from = bad_from(g);
		}
	}
	q->found = true;
	for (int t = 0; q->witness && t < q->test->nthreads; t++)
		q->witness[t] = g->path[t];
}

/* The first execution with a data race. */
static void show_race(struct graph *g, const struct state *st)
{
	struct lkmm_execution x;
	enum lkmm_race_reason reason;
	rel_t races;
	int race[2] = { -1, -1 };

	if (!g->q->options->show)
		return;
	races = g->equations->races(g->m);
	for (int i = 0; i < g->n && race[0] < 0; i++) {
		race[0] = set_empty(&races->row[i]) ? -1 : i;
		race[1] = set_next(&races->row[i], 0);
	}
	reason = g->equations->race_reason ?
			 g->equations->race_reason(g->m, race[0], race[1]) : LKMM_RACE_UNORDERED;
	if (!describe(g, st, &x))
		return;
	memcpy(x.race, race, sizeof(race));
	x.race_reason = reason;
	show(g->q, &x);
}

/* Which two events raise @flag in the execution @st: notes, and shows, them. */
static void note_misuse(struct graph *g, const struct state *st, enum lkmm_flag flag)
{
	struct query *q = g->q;
	rel_t pairs = g->equations->misuses(g->m, flag);
	struct lkmm_misuse *m = &q->misuse[q->nmisuses++];
	struct lkmm_execution x;
	int i = 0, pair[2];

	while (set_empty(&pairs->row[i]))
		i++;
	pair[0] = i;
	pair[1] = set_next(&pairs->row[i], 0);
	/* Reads of unwritten variables are not interesting. */
	if (flag == LKMM_UNINITIALIZED)
		pair[0] = pair[1];
	*m = (struct lkmm_misuse){ .flag = flag, .object = st->loc[pair[1]] };
	m->after = flag == LKMM_USE_AFTER_FREE && g->equations->comes_after &&
		   g->equations->comes_after(g->m, pair[0], pair[1]);
	for (int k = 0; k < 2; k++) {
		m->thread[k] = g->thread[pair[k]];
		m->at[k] = g->event[pair[k]]->source->at;
	}
	if (!q->options->show || !describe(g, st, &x))
		return;
	x.misuse = m;
	memcpy(x.misused, pair, sizeof(pair));
	show(q, &x);
}

/* Notes the place of the event that raises @flag: not of a data race, nor a misuse. */
static void note_flagged(struct graph *g, enum lkmm_flag flag)
{
	int i = g->equations->raising_event ? g->equations->raising_event(g->m, flag) : -1;
	struct query *q = g->q;

	if (i >= 0 && g->event[i])
		q->flagged[q->nflagged++] = (struct lkmm_flagged){
			flag, g->thread[i], g->event[i]->source->at
		};
}

/* Notes the new @flags of the execution @st, with the events that raise them. */
static void note_flags(struct graph *g, const struct state *st, unsigned int flags)
{
	for (int flag = 0; flag < LKMM_USE_AFTER_FREE; flag++)
		if (flags >> flag & 1)
			note_flagged(g, flag);
	for (int flag = LKMM_USE_AFTER_FREE; flag <= LKMM_UNINITIALIZED; flag++)
		if (flags >> flag & 1)
			note_misuse(g, st, flag);
	if (flags >> LKMM_DATA_RACE & 1)
		show_race(g, st);
}

/* ---- the execution that is closest to being allowed ---- */

enum { MAX_CANDIDATES = 8192, MAX_CYCLES = 256, MAX_EXPLAINING = 1 << 29 };

/* Enough cycles that break the same rule have been checked; one takes the cube of the events. */
static bool compared_cycles(const struct graph *g)
{
	double n = g->n, cycles = (double)g->q->cycles;

	return g->q->cycles > MAX_CYCLES || cycles * n * n * n > MAX_EXPLAINING;
}

/* That is enough of looking for it. */
static bool considered_enough(const struct query *q)
{
	return q->considered > MAX_CANDIDATES || q->steps > MAX_STEPS_OF_CLOSEST;
}

/*
 * Looks at one that is forbidden. The further down the list of rules the one that it breaks, the
 * closer it is; then, the shorter the cycle, among the first few. True when enough have been looked
 * at.
 */
static bool consider(struct graph *g, struct state *st)
{
	struct query *q = g->q;
	int rule = check_rules(g, st, true);
	struct lkmm_execution x;

	if (q->status != LKMM_OK || ++q->considered > MAX_CANDIDATES)
		return true;
	if (q->options->same_as) {
		q->found = describe(g, st, &q->closest);
		return true;
	}
	if (!rule || rule < q->closest_rule || (rule == q->closest_rule && compared_cycles(g)))
		return false;
	if (!describe(g, st, &x))
		return true;
	q->cycles++;
	if (rule > q->closest_rule || x.nsteps < q->closest.nsteps) {
		q->closest = x;
		q->closest_rule = rule;
	}
	return false;
}
